/**
 * The only wiring place: who gets what, readable from top to bottom. Nothing is decided here.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createJsonFormat, createTextFormat } from '../adapters/console/index.ts';
import { createSlackAdapter, createSlackFormat } from '../adapters/slack/index.ts';
import { createTeamsAdapter, createTeamsFormat } from '../adapters/teams/index.ts';
import { commands } from '../commands/index.ts';
import { digest } from '../templates/digest.ts';
import { incidentCard } from '../templates/incident.ts';
import { notice } from '../templates/notice.ts';
import { threadNews } from '../templates/timeline.ts';
import { assembleAlerts } from './app-alerts.ts';
import { assembleQueries } from './app-queries.ts';
import { openStores } from './app-stores.ts';
import { assembleSystems, type Check } from './app-systems.ts';
import { createSignatures } from './auth/signatures.ts';
import type { Config } from './config/load.ts';
import type { ChatAdapter } from './core/chat.ts';
import type { Clock, DocumentFormat, Log, Route } from './core/ports.ts';
import { createRouter, type Router } from './core/router.ts';
import { createSignedFiles } from './http/signed-files.ts';
import { createTraffic } from './http/traffic.ts';
import { createDependencySource } from './providers/azure/dependencies.ts';
import { createChartRenderer } from './render/index.ts';
import { createCronTimes } from './schedule/cron-times.ts';
import { createSystemClock } from './schedule/system-clock.ts';
import { createAnswers } from './services/answers.ts';
import { createCatalogue } from './services/catalogue.ts';
import { createCharts } from './services/charts.ts';
import { createChoices } from './services/choices.ts';
import { createCallerOf, telemetryPlaces } from './services/correlation/dependencies.ts';
import { createDigests } from './services/digests.ts';
import { exampleHere } from './services/example-words.ts';
import { createHealth } from './services/health.ts';
import { builtInKpis } from './services/kpis.ts';
import { createSavedCharts } from './services/saved-charts.ts';
import { createSearch } from './services/search.ts';
import type { Services, Speech } from './services/services.ts';
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
  /** As StoreParts.access. */
  readonly access: 'write' | 'look';
}

/** Two threads draw while the main one answers; a picture takes tens of milliseconds, so eight seconds mean that it hangs. */
const rendering = { workers: 2, timeoutMs: 8_000 };

/** Opens the stores and connects all parts. `config` is asked again where a reload may change it. */
export async function assemble(config: () => Config, { clock, log, wake, metrics: figures, access }: Surroundings) {
  const { slack: slackConfig, teams: teamsConfig, store, server } = config();
  const signatures = createSignatures();
  const suggest = createSuggest();
  const time = createTimeText();
  const cron = createCronTimes();
  const random = Math.random;
  const wait = (ms: number, signal: AbortSignal): Promise<unknown> => pause(ms, undefined, { signal });

  const stores = await openStores(store, { clock, log, access });
  const { ledger, settings } = stores;

  const systems = assembleSystems({ config, signatures, clock, log, random, observe: figures.azure });
  const { metrics, logs, issues, sources } = systems;

  const renderer = createChartRenderer({ log, ...rendering });
  const key = access === 'write' ? await stores.files.key('link') : undefined;
  const signed =
    server.publicUrl === undefined || key === undefined
      ? undefined
      : createSignedFiles({ kept: stores.files, publicUrl: server.publicUrl, key, signatures });

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

  const catalogue = createCatalogue({ services: () => config().services, source: systems.resources, suggest, clock, log });
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
    errors: systems.errors,
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
  const speech: Speech = { incidentCard, threadNews, digest, notice };
  const stopping = new AbortController();
  const traffic = createTraffic();
  const alerting = assembleAlerts({
    config,
    stores,
    sources,
    polls: systems.polls,
    calls:
      config().azure &&
      createDependencySource({
        logs,
        places: () => telemetryPlaces(config().azure?.workspaces ?? {}, config().services),
        callerOf: createCallerOf(catalogue),
        log,
      }),
    catalogue,
    chats,
    issues,
    store: signatures.hash(key ?? '').slice(0, 8),
    digests,
    speech,
    cron,
    suggest,
    clock,
    log,
    random,
    pause: wait,
    observe: figures.delivery,
    stopping: stopping.signal,
    giveWay: traffic.giveWay,
    wake,
  });
  const { incidents, alerts, silences, failedDeliveries, deliveries } = alerting;
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
    alerts,
    silences,
    failedDeliveries,
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
    example: (words) => exampleHere(words, catalogue.services()),
    access: () => config().access,
    observe: (command, result, ms) => figures.command(command ?? 'unknown', result, ms / 1_000),
    respond: answers.to,
  });

  const routes: readonly Route[] = [...adapters.flatMap((adapter) => adapter.routes), ...(signed === undefined ? [] : [signed.route])];
  const jobs = [...alerting.jobs, digests.job, catalogue.discovery];

  const formats = [
    createTextFormat({ charts: renderer, time }),
    createJsonFormat({ charts: renderer }),
    createSlackFormat({ charts: renderer, time, log }),
    createTeamsFormat({ charts: renderer, time }),
  ];

  return {
    ledger,
    sources,
    tell: alerting.tell,
    traffic,
    /** Gives up what is being asked of outside systems by itself; the next start asks again. */
    stopAsking: () => stopping.abort(),
    adapters,
    router,
    answers,
    search: createSearch({ catalogue, places, savedQueries, suggest, log }),
    deliveries,
    jobs,
    routes,
    lastUses: systems.lastUses,
    formats: new Map<string, DocumentFormat>(formats.map((format) => [format.name, format])),
    checks: (signal: AbortSignal): readonly Check[] => [
      ...adapters.map((adapter) => ({ of: adapter.platform, run: () => adapter.check({ signal }) })),
      ...systems.checks(asking.configured(), signal),
    ],
    /** Closes the stores; everything that uses them must have stopped before. */
    close: async () => {
      await renderer.stop();
      await asking.parser.stop();
      await stores.close();
    },
  };
}
