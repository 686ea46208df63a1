/**
 * The wiring of `tocsin replay`: the same triage over a ledger in memory, and sources that only read.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createSignatures } from './auth/signatures.ts';
import type { ReplayComparison, Replayed } from './cli/dependencies.ts';
import type { RecordedMessage as RecordedLine } from './cli/replay-input.ts';
import type { Config, LoadedConfig } from './config/load.ts';
import type { AlertSource } from './core/alert-ports.ts';
import { UserError } from './core/errors.ts';
import type { Ledger } from './core/ledger.ts';
import type { Clock, Log, ResourceSource } from './core/ports.ts';
import { createAlertmanager } from './providers/alertmanager/index.ts';
import { createAzureAlerts } from './providers/azure/alerts.ts';
import { createSentry } from './providers/sentry/index.ts';
import { createSonarcloud } from './providers/sonarcloud/index.ts';
import { createCronTimes } from './schedule/cron-times.ts';
import { createSystemClock } from './schedule/system-clock.ts';
import { createCatalogue } from './services/catalogue.ts';
import { assess } from './services/correlation/assess.ts';
import { correlate } from './services/correlation/correlate.ts';
import { createDependencies } from './services/correlation/dependencies.ts';
import { marksFor } from './services/correlation/marks.ts';
import { type Course, compare, courseOf } from './services/triage/compare.ts';
import { createReplayClock, type RecordedMessage, type ReplayedMessage, replay } from './services/triage/replay.ts';
import { openCopyOfSqliteLedger } from './stores/ledger/copy.ts';
import { openSqliteLedger } from './stores/ledger/sqlite.ts';
import { openPostgresLedger } from './stores/postgres/open.ts';
import { createSuggest } from './text/suggest.ts';

/** Nothing can be discovered without a network: resources are told by their ids alone. */
const noDiscovery: ResourceSource = { list: async () => [], check: async () => [] };

const page = 1_000;

/** What triage would do with each of the recorded messages. */
export async function replayLines(
  { config }: LoadedConfig,
  { messages: lines, onMessage }: { readonly messages: readonly RecordedLine[]; readonly onMessage: () => void },
  log: Log,
): Promise<readonly Replayed[]> {
  const messages = lines.map(({ body, ...line }): RecordedMessage => ({ ...line, body: JSON.stringify(body) }));
  const replayed: ReplayedMessage[] = [];
  await replayAll(config, messages, log, (one) => {
    replayed.push(one);
    onMessage();
  });
  return replayed;
}

/** What happened here, and what the rules of the configuration would have made of it. Throws UserError where there is no ledger. */
export async function replayLedger(
  { config }: LoadedConfig,
  { sinceMs, onMessage }: { readonly sinceMs: number; readonly onMessage: () => void },
  log: Log,
): Promise<ReplayComparison> {
  const clock = createSystemClock();
  const ledger = await openPast(config.store, { clock, log });
  try {
    const from = clock.now() - sinceMs;
    let messages = 0;
    const wouldHave = await replayAll(config, recorded(ledger, from), log, () => {
      messages += 1;
      onMessage();
    });
    const { timeZone } = config.incidents;
    const tallies = compare(await courseOf(ledger, from), wouldHave, timeZone);
    return { messages, from, timeZone, happened: tallies.happened, wouldHave: tallies.replayed, notes: notesOn(config) };
  } finally {
    await ledger.close();
  }
}

/** A bot of another version may be at work on it: nothing of what it uses is changed. */
async function openPast(store: Config['store'], { clock, log }: { readonly clock: Clock; readonly log: Log }): Promise<Ledger> {
  if (store.kind === 'postgres') return openPostgresLedger({ url: store.url, log, clock, version: 'must be the same' });
  const file = join(store.folder, 'ledger.db');
  // Opening would make an empty one.
  if (!existsSync(file)) throw new UserError(`There is no ledger in ${store.folder}: nothing has happened here yet.`);
  return openCopyOfSqliteLedger({ file, clock });
}

async function* recorded(ledger: Ledger, since: number): AsyncGenerator<RecordedMessage> {
  for (let after = 0; ; ) {
    const events = await ledger.events({ since, after, most: page });
    for (const { receivedAt: at, rejected, ...event } of events) if (rejected === undefined) yield { at, ...event };
    const last = events.at(-1);
    if (last === undefined || events.length < page) return;
    after = last.id;
  }
}

async function replayAll(
  config: Config,
  messages: Iterable<RecordedMessage> | AsyncIterable<RecordedMessage>,
  log: Log,
  tell: (one: ReplayedMessage) => void,
): Promise<Course> {
  const clock = createReplayClock();
  const ledger = await openSqliteLedger({ file: ':memory:', clock });
  const catalogue = createCatalogue({ services: () => config.services, source: noDiscovery, suggest: createSuggest(), clock, log });
  try {
    return await replay(
      {
        ledger,
        clock,
        log,
        catalogue,
        correlate,
        marksFor,
        assess,
        sources: readersOf(clock, log),
        rules: () => config.incidents,
        // Silences that people made are settings of the running bot, and a replay is about rules.
        settings: { list: async () => [] },
        dependencies: createDependencies({ source: undefined, catalogue, clock, log }),
        cron: createCronTimes(),
      },
      messages,
      tell,
    );
  } finally {
    await ledger.close();
  }
}

/** Every source, as it reads what was verified when it came; none of them can be called. */
function readersOf(clock: Clock, log: Log): readonly AlertSource[] {
  const signatures = createSignatures();
  return [
    createAzureAlerts({ webhook: {}, signatures }),
    createSentry({ url: 'https://sentry.io', organization: '', clientSecret: [], signatures, clock, log }).alerts,
    createAlertmanager({ signatures }),
    createSonarcloud({ webhookSecret: [], signatures }),
  ];
}

function notesOn({ services }: Config): readonly string[] {
  const byTags = services.filter((service) => service.resources.some((match) => match.tags !== undefined)).map((service) => service.name);
  return [
    'Of dependencies a replay knows those that are declared (dependsOn); silences made in a chat are left out.',
    ...(byTags.length === 0 ? [] : [`A replay cannot look up tags: alerts of ${byTags.join(', ')} may have stayed unassigned.`]),
  ];
}
