/**
 * Run as a process of its own, to be killed: the whole way from webhooks to messages as src/app.ts wires it, against emulated
 * chats. It works whenever it is told to, and dies at the point it was ordered to.
 */
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { createSlackAdapter } from '../../../adapters/slack/index.ts';
import { createTeamsAdapter } from '../../../adapters/teams/index.ts';
import { secrets } from '../../../emulators/world.ts';
import { assembleAlerts } from '../../../src/app-alerts.ts';
import { openStores } from '../../../src/app-stores.ts';
import { createSignatures } from '../../../src/auth/signatures.ts';
import { noResources } from '../../../src/core/absent.ts';
import { ProviderError } from '../../../src/core/errors.ts';
import { boundHeap } from '../../../src/heap.ts';
import { createHttpServer } from '../../../src/http/server.ts';
import { createTraffic } from '../../../src/http/traffic.ts';
import { webhookRoutes } from '../../../src/http/webhooks.ts';
import { createAlertmanager } from '../../../src/providers/alertmanager/index.ts';
import { createAzureAlerts } from '../../../src/providers/azure/alerts.ts';
import { createSentry } from '../../../src/providers/sentry/index.ts';
import { createCronTimes } from '../../../src/schedule/cron-times.ts';
import { everySecond } from '../../../src/schedule/heartbeat.ts';
import { createScheduler } from '../../../src/schedule/scheduler.ts';
import { createSystemClock } from '../../../src/schedule/system-clock.ts';
import { createCatalogue } from '../../../src/services/catalogue.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { createSuggest } from '../../../src/text/suggest.ts';
import { createTimeText } from '../../../src/text/time-text.ts';
import { digest } from '../../../templates/digest.ts';
import { incidentCard } from '../../../templates/incident.ts';
import { notice } from '../../../templates/notice.ts';
import { threadNews } from '../../../templates/timeline.ts';
import { dotCharts } from '../../fakes/teams-needs.ts';
import { wayConfig } from './configuration.ts';
import { type Answer, type Left, readOrders, type Told } from './orders.ts';
import { type At, withPoints } from './points.ts';

boundHeap();
const given = process.argv[2];
if (given === undefined) throw new Error('usage: process.ts ORDERS');
const orders = readOrders(given);
let { ahead } = orders;
const clock = { now: () => Date.now() + ahead };
const log = createLog({ level: 'warn', redact: [], destination: process.stderr });
const answer = (one: Answer): void => void process.send?.(one);

let passed = 0;
const at: At = async (point) => {
  if (orders.death?.point !== point) return;
  passed += 1;
  if (passed < orders.death.nth) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
};
const points = withPoints(at);

const { folder, database } = orders;
const store = database === undefined ? ({ kind: 'file', folder } as const) : ({ kind: 'postgres', url: database, folder } as const);
const stores = await openStores(store, { clock, log, access: 'write' });
let failures = orders.failures ?? 0;
const opened = {
  ...stores.ledger,
  storeEvent: async (event: Parameters<typeof stores.ledger.storeEvent>[0]) => {
    if (failures === 0) return stores.ledger.storeEvent(event);
    failures -= 1;
    throw new ProviderError('the ledger', 'cannot be used now: the disk fails.', { retry: { when: 'later', afterMs: 1_000 } });
  },
  lease: async (...options: Parameters<typeof stores.ledger.lease>) => {
    const leased = await stores.ledger.lease(...options);
    if (leased.length > 0) answer({ kind: 'leased', keys: leased.map((one) => one.key), at: performance.timeOrigin + performance.now() });
    return leased;
  },
};
const ledger = points.ledger(opened);
const signatures = createSignatures();
const config = wayConfig(orders.chats);
const parts = { signatures, clock, log, time: createTimeText(), random: Math.random };
const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => resolve(clearTimeout(timer)));
  });
const charts = { ...dotCharts, stop: async () => undefined };
if (config.slack === undefined || config.teams === undefined) throw new Error('both chats are configured');
const slackOptions = { ...config.slack, signingSecrets: config.slack.signingSecret, realClock: createSystemClock() };
const slack = createSlackAdapter({ ...slackOptions, ...parts, charts });
const teams = createTeamsAdapter({ ...config.teams, settings: stores.settings, files: undefined, pause, ...parts, charts });
const chats = new Map([slack, teams].map((chat) => [chat.platform, points.chat(chat)]));
const sources = [
  createAzureAlerts({ webhook: { secret: [secrets.azureWebhook] }, signatures }),
  createSentry({ url: 'https://sentry.io', organization: 'example', clientSecret: [secrets.sentry], signatures, clock, log }).alerts,
  createAlertmanager({ token: [secrets.alertmanager], signatures }),
].map(points.source);
const traffic = createTraffic();
const scheduler = createScheduler({ clock, log, heartbeat: everySecond() });
const alerting = assembleAlerts({
  config: () => config,
  stores: { ...stores, ledger },
  sources,
  polls: [],
  calls: undefined,
  catalogue: createCatalogue({ services: () => config.services, source: noResources, suggest: createSuggest(), clock, log }),
  chats,
  issues: undefined,
  store: 'faults',
  digests: {
    schedule: async () => undefined,
    content: async (_schedule, moment) => ({ at: moment, from: moment, timeZone: 'UTC', services: [], unassigned: [] }),
  },
  speech: { incidentCard, threadNews, digest, notice },
  cron: createCronTimes(),
  suggest: createSuggest(),
  clock,
  log,
  random: Math.random,
  pause,
  observe: undefined,
  stopping: new AbortController().signal,
  giveWay: traffic.giveWay,
  wake: scheduler.wake,
});
const webhooks = webhookRoutes({
  sources,
  ledger,
  clock,
  log,
  limitPerMinute: 100_000,
  onStored: () => scheduler.wake('triage'),
  tell: alerting.tell,
  traffic,
});
const http = await createHttpServer({
  bind: '127.0.0.1',
  port: 0,
  routes: [...teams.routes, ...webhooks],
  log,
  metrics: createMetrics(),
  ready: async () => {
    const { writable, reason } = await ledger.health();
    return { ready: writable === 'yes', dependencies: { ledger: { state: writable, reason } } };
  },
});
if (database === undefined) await ledger.releaseLeases();
ledger.onWork((work) => {
  scheduler.wake(work === 'events' ? 'triage' : undefined);
  if (work !== 'events') alerting.deliveries.wake();
});
for (const job of alerting.jobs) scheduler.register(job);
await teams.start({ receive: async () => undefined, search: async () => [] });
scheduler.start();
scheduler.wake();

async function work(): Promise<Left> {
  try {
    await scheduler.tick();
    await alerting.deliveries.idle();
    await scheduler.tick();
    const [untriaged, due] = [await ledger.untriaged(1), await ledger.nextDeliveryDue()];
    return { untriaged: untriaged.length, due };
  } catch (error) {
    return { untriaged: 0, due: undefined, failed: String(error) };
  }
}

const ballast: string[] = [];
function fill(): void {
  try {
    for (;;) {
      const path = join(folder, `ballast-${ballast.length}`);
      ballast.push(path);
      writeFileSync(path, 'x'.repeat(4_096));
    }
  } catch {
    // Full.
  }
}

function disk(to: 'fill' | 'free' | 'save'): void {
  switch (to) {
    case 'fill':
      return fill();
    case 'free':
      return ballast.splice(0).forEach((path) => rmSync(path, { force: true }));
    case 'save':
      return ['ledger.db', 'ledger.db-wal'].forEach((name) => copyFileSync(join(folder, name), join(folder, '..', name)));
  }
}

async function obey(told: Told): Promise<Left> {
  switch (told.kind) {
    case 'work':
      ({ ahead } = told);
      return work();
    case 'disk':
      disk(told.to);
      return { untriaged: 0, due: undefined };
  }
}

process.on('message', (told: Told) => {
  void obey(told).then((left) => answer({ kind: 'done', id: told.id, left }));
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
answer({ kind: 'ready', url: http.url });
// Who is killed does not write it.
flushCompileCache();
