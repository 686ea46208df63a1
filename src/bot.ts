/** What `tocsin` does with an assembled app: run it as a bot, test its connections, or answer one command. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, assemble } from './app.ts';
import type { RunningApp } from './cli/dependencies.ts';
import type { RunAnswer, RunRequest } from './cli/run-request.ts';
import { startSocketServer } from './cli/socket-server.ts';
import type { Config, LoadedConfig } from './config/load.ts';
import { ProviderError } from './core/errors.ts';
import type { AuditEntry } from './core/ledger.ts';
import type { CheckResult, Clock, Log } from './core/ports.ts';
import { createHttpServer, type Readiness } from './http/server.ts';
import { webhookRoutes } from './http/webhooks.ts';
import { everySecond } from './schedule/heartbeat.ts';
import { createRemoteClock } from './schedule/remote-clock.ts';
import { createScheduler } from './schedule/scheduler.ts';
import { createSystemClock } from './schedule/system-clock.ts';
import { createLog } from './telemetry/log.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import { createTerminalLog } from './telemetry/terminal-log.ts';

/** What people wait for is finished after SIGTERM as far as it takes no longer; the rest of the ten seconds is for deliveries. */
const finishMs = 4_000;

/** Starts everything; settles when the bot can be used. `socketPath` says where it listens for the command line. */
export async function startBot(loaded: LoadedConfig, socketPath: (folder: string) => string): Promise<RunningApp> {
  let { config } = loaded;
  const log = createLog({ level: config.log.level, redact: redactable(loaded) });
  const metrics = createMetrics();
  const remote = config.clockUrl === undefined ? undefined : createRemoteClock({ url: config.clockUrl, log });
  await remote?.synchronise();
  const clock: Clock = remote ?? createSystemClock();
  const scheduler = createScheduler({ clock, log, heartbeat: everySecond(), onNextDue: remote?.report });

  const app = await assemble(() => config, { clock, log, wake: scheduler.wake, metrics, access: 'write' });
  const doors = await openDoors(app, { config, clock, log, metrics, socketPath, onStored: () => scheduler.wake('triage') });
  const shutDown = async (): Promise<void> => {
    const closed = Promise.all([doors.close(), remote?.stop(), ...app.adapters.map((adapter) => adapter.stop())]);
    // A door stays open for the answers it owes, so its closing counts as work that people wait for.
    await Promise.race([closed.then(() => app.router.idle()), pause(finishMs, undefined, { ref: false })]);
    deaf();
    app.stopAsking();
    await app.router.stop();
    await Promise.all([closed, scheduler.stop(), app.deliveries.stop()]);
    await app.close();
  };
  // Only once alerts and people can be heard: what they say meanwhile waits in the stores.
  // Whoever had leased something from a store of its own is gone; of a shared one the leases may be another's.
  if (config.store.kind === 'file') await app.ledger.releaseLeases();
  const deaf = app.ledger.onWork((work) => {
    scheduler.wake(work === 'events' ? 'triage' : undefined);
    if (work !== 'events') app.deliveries.wake();
  });
  for (const job of app.jobs) scheduler.register(job);
  try {
    await startChats(app, log);
  } catch (error) {
    await shutDown();
    throw error;
  }
  // A chat that is out of reach must not hold up the start.
  const tidied = app.answers.tidy(await app.router.resume());
  tidied.catch((error: unknown) => log.error({ error }, 'messages from before the restart could not be tidied'));
  remote?.follow(async () => {
    await scheduler.tick();
    await app.deliveries.idle();
    return scheduler.tick();
  });
  scheduler.start();
  scheduler.wake();
  log.info({ url: doors.url, data: config.store.folder, file: loaded.file }, 'ready');

  return {
    log,
    reload: async (next) => {
      log.redactAlso(redactable(next));
      const restart = needRestart(config, next.config);
      // Only what is asked for anew each time may change under a running bot.
      const { services, access } = next.config;
      config = { ...config, services, access, incidents: { ...next.config.incidents, timeZone: config.incidents.timeZone } };
      log.info({ file: next.file }, 'configuration reloaded: services, access and incidents are in force');
      scheduler.wake();
      if (restart.length > 0) log.warn({ keys: restart }, 'these keys changed too; they take effect after a restart');
    },
    stop: async () => {
      log.info({}, 'stopping: no more work is taken, what was accepted is finished');
      await shutDown();
      log.info({}, 'stopped');
    },
  };
}

/** A chat whose token is wrong must not silence the other one; only when none is left is there nothing to run for. */
async function startChats(app: App, log: Log): Promise<void> {
  const started = await Promise.allSettled(
    app.adapters.map((adapter) => adapter.start({ receive: app.router.accept, search: app.search })),
  );
  const failures = started.flatMap((one, index) =>
    one.status === 'rejected' ? [{ platform: app.adapters[index]?.platform ?? 'unknown', error: one.reason as unknown }] : [],
  );
  for (const { platform, error } of failures) log.error({ platform, error }, 'this chat could not be started; see `tocsin check`');
  if (failures.length === app.adapters.length && failures.length > 0) {
    const names = failures.map(({ platform }) => platform).join(' and ');
    throw new ProviderError(names, 'could not be started; `tocsin check` says why and how to mend it.', {
      retry: { when: 'never' },
      cause: failures[0]?.error,
    });
  }
}

interface DoorNeeds {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly socketPath: (folder: string) => string;
  readonly onStored: () => void;
}

/** The HTTP server, and the socket of the command line. A port that cannot be had closes the stores again. */
async function openDoors(app: App, needs: DoorNeeds): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const { config, clock, log, metrics } = needs;
  const webhooks = webhookRoutes({
    sources: app.sources,
    ledger: app.ledger,
    clock,
    log,
    limitPerMinute: config.server.webhookLimit,
    onStored: needs.onStored,
    tell: app.tell,
    traffic: app.traffic,
    count: metrics.event,
  });
  try {
    const http = await createHttpServer({
      ...config.server,
      routes: [...app.routes, ...webhooks],
      log,
      metrics,
      ready: () => readiness(app),
    });
    const socket = await startSocketServer({
      path: needs.socketPath(config.store.folder),
      run: (request, signal) => runIn(app, clock, request, signal),
      log,
    });
    return {
      url: http.url,
      close: async () => {
        await Promise.all([http.stop(), socket.stop()]);
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** The secrets, and what headers are made of from them: basic authentication holds account and token as one text. */
function redactable({ config, secrets }: LoadedConfig): readonly string[] {
  return config.jira === undefined ? secrets : [...secrets, `${config.jira.email}:${config.jira.token}`];
}

/** Events can be stored or not: that alone decides; what else is wrong is told beside it. */
async function readiness(app: App): Promise<Readiness> {
  const { writable, reason } = await app.ledger.health();
  const chats = app.adapters.map((adapter) => [adapter.platform, adapter.state()] as const);
  return {
    ready: writable === 'yes',
    dependencies: {
      ledger: { state: writable === 'yes' ? 'writable' : 'not writable', reason },
      ...Object.fromEntries(chats),
      ...app.lastUses(),
    },
  };
}

/** The keys of tocsin.yaml that changed and are read only at the start. */
function needRestart(before: Config, after: Config): readonly string[] {
  const { services: _services, access: _access, incidents, ...others } = before;
  const rest = { ...others, 'incidents.timeZone': incidents.timeZone };
  const now = new Map<string, unknown>(Object.entries({ ...after, 'incidents.timeZone': after.incidents.timeZone }));
  return Object.entries(rest)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(now.get(key)))
    .map(([key]) => key);
}

/** Tests every connection side by side; results come in the order in which the configuration names the systems. */
export async function* checkConnections(loaded: LoadedConfig, signal: AbortSignal): AsyncGenerator<CheckResult> {
  const app = await assembleQuietly(loaded, 'look');
  try {
    const running = app.checks(signal).map(({ of, run }) => run().catch((error: unknown) => [failedCheck(of, error)]));
    for (const results of running) yield* await results;
  } finally {
    await app.close();
  }
}

function failedCheck(what: string, error: unknown): CheckResult {
  return { what, ok: false, detail: error instanceof Error ? error.message : String(error) };
}

/** One command without a bot. What it orders (posts, issues) goes out before it settles; what fails, when the bot next starts. */
export async function runHere(loaded: LoadedConfig, request: RunRequest, signal: AbortSignal): Promise<RunAnswer> {
  const app = await assembleQuietly(loaded, 'write');
  try {
    return await runIn(app, createSystemClock(), request, signal);
  } finally {
    await app.deliveries.idle();
    await app.close();
  }
}

/** For the terminal: what goes wrong is told in a line on the error output, so that answers can be piped; with log.level debug, in full. */
function assembleQuietly(loaded: LoadedConfig, access: 'write' | 'look'): Promise<App> {
  const { level } = loaded.config.log;
  const options = { redact: redactable(loaded), destination: process.stderr };
  const log: Log = level === 'debug' ? createLog({ level, ...options }) : createTerminalLog(options);
  return assemble(() => loaded.config, { clock: createSystemClock(), log, wake: () => {}, metrics: createMetrics(), access });
}

async function runIn(app: App, clock: Clock, request: RunRequest, signal: AbortSignal): Promise<RunAnswer> {
  const invocation = {
    id: `console:${randomUUID()}`,
    actor: request.actor,
    place: request.place,
    text: request.words,
    origin: { kind: 'typed' as const },
    receivedAt: clock.now(),
    replyTo: {},
  };
  const role = request.rights === 'admin' ? ('admin' as const) : undefined;
  const { reply, result } = await app.router.answer(invocation, { signal, role });
  const format = app.formats.get(request.format);
  if (format === undefined) throw new ProviderError('Tocsin', `there is no format ${request.format}.`, { retry: { when: 'never' } });
  const { payload, files } = await format.render(reply.document, { signal });
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload, undefined, 2);
  return { outcome: outcomeOf(result), text: text.endsWith('\n') ? text : `${text}\n`, files };
}

function outcomeOf(result: AuditEntry['result']): RunAnswer['outcome'] {
  switch (result) {
    case 'done':
      return 'done';
    case 'denied':
    case 'refused':
      return 'mistake';
    case 'failed':
      return 'failed';
  }
}
