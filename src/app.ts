/**
 * The only wiring place: who gets what, readable from top to bottom. Nothing is decided here.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createJsonFormat, createTextFormat } from '../adapters/console/index.ts';
import { createSlackAdapter, createSlackFormat } from '../adapters/slack/index.ts';
import { createTeamsAdapter, createTeamsFormat } from '../adapters/teams/index.ts';
import { commands } from '../commands/index.ts';
import { digest } from '../templates/digest.ts';
import { incidentCard } from '../templates/incident.ts';
import { timelineEntry } from '../templates/timeline.ts';
import { assembleQueries } from './app-queries.ts';
import { createSignatures } from './auth/signatures.ts';
import type { Config } from './config/load.ts';
import { noLogs, noMetrics, noResources } from './core/absent.ts';
import type { ChatAdapter } from './core/chat.ts';
import type { AlertSource, CheckResult, Clock, DocumentFormat, Log, Route } from './core/ports.ts';
import { createRouter, type Router } from './core/router.ts';
import { createSignedFiles } from './http/signed-files.ts';
import { createAzure } from './providers/azure/index.ts';
import { createJira } from './providers/jira/index.ts';
import { createSentry } from './providers/sentry/index.ts';
import { createChartRenderer } from './render/index.ts';
import { createCronTimes } from './schedule/cron-times.ts';
import { createSystemClock } from './schedule/system-clock.ts';
import { createAnswers } from './services/answers.ts';
import { createCatalogue } from './services/catalogue.ts';
import { createCharts } from './services/charts.ts';
import { createChoices } from './services/choices.ts';
import { createDeliveries } from './services/deliveries.ts';
import { createHandlers } from './services/deliveries-handlers.ts';
import { createDigests } from './services/digests.ts';
import { createHealth } from './services/health.ts';
import { createIncidents } from './services/incidents.ts';
import { createResolveQuiet } from './services/incidents-quiet.ts';
import { builtInKpis } from './services/kpis.ts';
import { createSavedCharts } from './services/saved-charts.ts';
import { createSearch } from './services/search.ts';
import type { Services, Speech } from './services/services.ts';
import { createTriage } from './services/triage.ts';
import { openSqliteLedger } from './stores/ledger/sqlite.ts';
import { lockFolder } from './stores/lock.ts';
import { openSecretKey } from './stores/secret-key.ts';
import { openLowdbSettings } from './stores/settings/open-settings.ts';
import { createLastUse } from './telemetry/last-use.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { createSuggest } from './text/suggest.ts';
import { createTimeText } from './text/time-text.ts';

/** Everything that was built, not yet started; bot.ts says what is done with it. */
export type App = Awaited<ReturnType<typeof assemble>>;

export interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  /** Something was stored that may be due at once. */
  readonly wake: () => void;
  readonly metrics: Pick<Metrics, 'command' | 'delivery' | 'azure'>;
  /** Who writes must have the data folder to itself; who only looks may do so beside a running bot. */
  readonly access: 'write' | 'look';
}

/** Two threads draw while the main one answers; a picture takes tens of milliseconds, so eight seconds mean that it hangs. */
const rendering = { workers: 2, timeoutMs: 8_000 };

/** Opens the stores and connects all parts. `config` is asked again where a reload may change it. */
export async function assemble(config: () => Config, { clock, log, wake, metrics: figures, access }: Surroundings) {
  const { azure: azureConfig, sentry: sentryConfig, jira: jiraConfig, slack: slackConfig, teams: teamsConfig, store, server } = config();
  const signatures = createSignatures();
  const suggest = createSuggest();
  const time = createTimeText();
  const cron = createCronTimes();
  const random = Math.random;
  const wait = (ms: number, signal: AbortSignal): Promise<unknown> => pause(ms, undefined, { signal });

  const lock = access === 'write' ? await lockFolder(store.folder) : undefined;
  const settings = await openLowdbSettings({ folder: store.folder });
  // Who only looks needs no history, and must not bring the running bot's ledger to another version.
  const ledger = await openSqliteLedger({ file: access === 'write' ? join(store.folder, 'ledger.db') : ':memory:', clock });

  const azure =
    azureConfig &&
    createAzure({
      ...azureConfig,
      webhook: { secret: azureConfig.webhook?.secret },
      signatures,
      clock,
      log,
      credential: azureConfig.credential,
      random,
      observe: figures.azure,
    });
  const sentry = sentryConfig && createSentry({ ...sentryConfig, url: sentryConfig.url ?? 'https://sentry.io', signatures, clock, log });
  const jira = jiraConfig && createJira({ ...jiraConfig, clock, log });
  const uses = { azure: createLastUse(), sentry: createLastUse(), jira: createLastUse() };
  const metrics = azure === undefined ? noMetrics : { ...azure.metrics, read: uses.azure.watch(azure.metrics.read) };
  const logs = azure === undefined ? noLogs : { ...azure.logs, query: uses.azure.watch(azure.logs.query) };
  const resources = azure === undefined ? noResources : { ...azure.resources, list: uses.azure.watch(azure.resources.list) };
  const issues = jira && { ...jira, create: uses.jira.watch(jira.create) };
  // Sentry is not called but calls; what is not genuine says nothing about it.
  const hooks = sentry && {
    ...sentry.alerts,
    verify: uses.sentry.watch(sentry.alerts.verify, ({ genuine }) => (genuine ? { state: 'ok' } : undefined)),
  };
  const sources: readonly AlertSource[] = [azure?.alerts, hooks].filter((source) => source !== undefined);

  const renderer = createChartRenderer({ log, ...rendering });
  const key = access === 'write' ? await openSecretKey(join(store.folder, 'link.key')) : undefined;
  const signed =
    server.publicUrl === undefined || key === undefined
      ? undefined
      : createSignedFiles({ folder: join(store.folder, 'files'), publicUrl: server.publicUrl, key, signatures });

  const slack =
    slackConfig &&
    createSlackAdapter({
      ...slackConfig,
      signingSecrets: slackConfig.signingSecret,
      charts: renderer,
      signatures,
      clock,
      realClock: createSystemClock(),
      log,
      time,
    });
  const teams =
    teamsConfig &&
    createTeamsAdapter({
      ...teamsConfig,
      settings,
      charts: renderer,
      files: signed?.files,
      signatures,
      clock,
      log,
      time,
      random,
      pause: wait,
    });
  const adapters: readonly ChatAdapter[] = [slack, teams].filter((adapter) => adapter !== undefined);
  const chats = new Map(adapters.map((adapter) => [adapter.platform, adapter]));

  const catalogue = createCatalogue({ services: () => config().services, source: resources, suggest, clock, log });
  const asking = assembleQueries({
    config,
    source: logs,
    catalogue,
    settings,
    ledger,
    suggest,
    clock,
    log,
    random,
    hash: signatures.hash,
    pause: wait,
  });
  const charts = createCharts({
    logs: asking.forCharts,
    catalogue,
    metrics,
    ledger,
    errors: sentry?.errors,
    timeout: (ms) => AbortSignal.timeout(ms),
    clock,
    suggest,
    time,
  });
  const savedCharts = createSavedCharts({ settings, ledger, suggest });
  const health = createHealth({ catalogue, metrics, ledger, kpis: builtInKpis, log });
  const startedAt = clock.now();
  const digests = createDigests({
    configured: config().digests.map((schedule) => ({ ...schedule, addedAt: startedAt })),
    settings,
    ledger,
    health,
    catalogue,
    cron,
    time,
    clock,
    log,
    wake,
  });
  const speech: Speech = { incidentCard, timelineEntry, digest };
  const handlers = createHandlers({
    ledger,
    catalogue,
    chats,
    issues,
    // Tells this data folder from an earlier one, whose incidents had the same numbers.
    store: signatures.hash(key ?? '').slice(0, 8),
    digests,
    speech,
    timeZone: config().incidents.timeZone,
    clock,
    log,
  });
  const deliveries = createDeliveries({ ledger, handlers, clock, log, random, observe: figures.delivery });
  const incidents = createIncidents({
    ledger,
    catalogue,
    clock,
    issueTracker: jira === undefined ? 'absent' : 'configured',
    timeZone: config().incidents.timeZone,
    deliveries,
  });
  // The scheduler learns what falls due next, and what is due now goes out beside anything that is still under way.
  const announce = (): void => {
    wake();
    deliveries.wake();
  };
  const triage = createTriage({ ledger, catalogue, sources, routes: config().incidents, clock, log, wake: announce });
  const resolveQuiet = createResolveQuiet({ ledger, resolveAfterMs: config().incidents.resolveAfter, log, wake: announce });
  const { queries, savedQueries, bindings, places } = asking;
  const services: Services = {
    catalogue,
    charts,
    savedCharts,
    choices: createChoices(settings),
    incidents,
    digests,
    queries,
    savedQueries,
    bindings,
  };

  const answers = createAnswers({ chats, settings, log, pause: wait, random });
  const router: Router = createRouter({
    commands,
    services,
    ledger,
    settings,
    clock,
    log,
    suggest,
    access: () => config().access,
    observe: (command, result, ms) => figures.command(command ?? 'unknown', result, ms / 1_000),
    respond: answers.to,
  });

  const routes: readonly Route[] = [...adapters.flatMap((adapter) => adapter.routes), ...(signed === undefined ? [] : [signed.route])];
  const jobs = [triage, resolveQuiet, digests.job, deliveries, catalogue.discovery];

  const formats = [
    createTextFormat({ charts: renderer, time }),
    createJsonFormat({ charts: renderer }),
    createSlackFormat({ charts: renderer, time, log }),
    createTeamsFormat({ charts: renderer, time }),
  ];

  return {
    ledger,
    sources,
    adapters,
    router,
    answers,
    search: createSearch({ catalogue, places, savedQueries, suggest, log }),
    deliveries,
    jobs,
    routes,
    /** How each configured system but the chats did when it was last needed. */
    lastUses: () => ({
      ...(azure && { azure: uses.azure.state() }),
      ...(sentry && { sentry: uses.sentry.state() }),
      ...(jira && { jira: uses.jira.state() }),
    }),
    formats: new Map<string, DocumentFormat>(formats.map((format) => [format.name, format])),
    checks: (signal: AbortSignal): readonly { readonly of: string; readonly run: () => Promise<readonly CheckResult[]> }[] => [
      ...adapters.map((adapter) => ({ of: adapter.platform, run: () => adapter.check({ signal }) })),
      ...(azure === undefined
        ? []
        : [
            {
              of: 'azure',
              run: async () => [
                ...(await azure.resources.check({ signal })),
                ...(await azure.metrics.check({ signal })),
                ...(await azure.logs.check(asking.configured(), { signal })),
              ],
            },
          ]),
      ...(sentry === undefined ? [] : [{ of: 'sentry', run: () => sentry.errors.check({ signal }) }]),
      ...(jira === undefined ? [] : [{ of: 'jira', run: () => jira.check({ signal }) }]),
    ],
    /** Closes the stores; everything that uses them must have stopped before. */
    close: async () => {
      await renderer.stop();
      await asking.parser.stop();
      await ledger.close();
      await settings.close();
      lock?.release();
    },
  };
}
