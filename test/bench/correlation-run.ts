import type { TruthLine, Variation } from '../../emulators/scenarios/ground-truth.ts';
import type { Config } from '../../src/config/load.ts';
import type { ResourceSource } from '../../src/core/ports.ts';
import { createAlertmanager } from '../../src/providers/alertmanager/index.ts';
import { createAzureAlerts } from '../../src/providers/azure/alerts.ts';
import { createSentry } from '../../src/providers/sentry/index.ts';
import { createSonarcloud } from '../../src/providers/sonarcloud/index.ts';
import { createCronTimes } from '../../src/schedule/cron-times.ts';
import { createCatalogue } from '../../src/services/catalogue.ts';
import { assess } from '../../src/services/correlation/assess.ts';
import { correlate } from '../../src/services/correlation/correlate.ts';
import type { Correlate, Dependencies } from '../../src/services/correlation/correlation.ts';
import { marksFor } from '../../src/services/correlation/marks.ts';
import type { Correlating } from '../../src/services/triage/context.ts';
import { createReplayClock, type ReplayedMessage, replay } from '../../src/services/triage/replay.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { createSuggest } from '../../src/text/suggest.ts';
import { plainSignatures, silentLog } from '../fakes/azure-harness.ts';
import type { Placed } from './correlation-pairs.ts';

/** What all runs have in common. */
export interface Estate {
  readonly config: Config;
  readonly resources: ResourceSource;
  readonly dependencies: Dependencies;
}

/** By some rule an alert joins the open incident that was opened last; every other one stands alone. */
const groupedBy = (joins: (...[alert, incident]: Parameters<GroupRule>) => ReturnType<GroupRule>): Correlating => {
  const group: Correlate = (alert, candidates) => {
    const incident = candidates
      .filter((one) => one.state !== 'resolved' && joins(alert, one) === 'joins')
      .toSorted((one, other) => other.openedAt - one.openedAt)[0];
    return incident === undefined ? { kind: 'alone', reason: 'none' } : { kind: 'joins', incident, score: 1, reason: 'grouped' };
  };
  return { correlate: group, marksFor, assess };
};
type GroupRule = (alert: Parameters<Correlate>[0], incident: Parameters<Correlate>[1][number]) => 'joins' | 'stays out';

/** The product's, and what it is compared with. */
export const ways: Readonly<Record<'Tocsin' | 'by service' | 'by rule', Correlating>> = {
  Tocsin: { correlate, marksFor, assess },
  'by service': groupedBy((alert, incident) => (alert.service !== undefined && incident.service === alert.service ? 'joins' : 'stays out')),
  'by rule': groupedBy((alert, incident) => (incident.alerts.some(({ rule }) => rule === alert.rule) ? 'joins' : 'stays out')),
};

/** The variation's messages through the sources and the triage that run live, on a ledger in memory. */
export async function placeAll({ lines }: Variation, way: Correlating, estate: Estate): Promise<readonly Placed[]> {
  const clock = createReplayClock();
  const ledger = await openSqliteLedger({ file: ':memory:', clock });
  const log = silentLog;
  const catalogue = createCatalogue({
    services: () => estate.config.services,
    source: estate.resources,
    suggest: createSuggest(),
    clock,
    log,
  });
  const signatures = plainSignatures;
  const sources = [
    createAzureAlerts({ webhook: {}, signatures }),
    createSentry({ url: 'https://sentry.io', organization: '', clientSecret: [], signatures, clock, log }).alerts,
    createAlertmanager({ signatures }),
    createSonarcloud({ webhookSecret: [], signatures }),
  ];
  const rules = () => estate.config.incidents;
  const settings = { list: async () => [] };
  const needs = {
    ...way,
    ledger,
    clock,
    log,
    catalogue,
    sources,
    rules,
    settings,
    dependencies: estate.dependencies,
    cron: createCronTimes(),
  };
  const told: ReplayedMessage[] = [];
  try {
    const messages = lines.map(({ at, source, body, resource }) => ({ at, source, body: JSON.stringify(body), resource }));
    await replay(needs, messages, (one) => void told.push(one));
  } finally {
    await ledger.close();
  }
  return placements(lines, told);
}

/** Where each alert was put; one that was only ever taken for a repetition is where that is. */
function placements(lines: readonly TruthLine[], told: readonly ReplayedMessage[]): readonly Placed[] {
  const all = lines.flatMap(({ incident: truth }, index) =>
    (told[index]?.alerts ?? []).flatMap(({ decision, incident: found, alert }) =>
      found === undefined || alert === undefined ? [] : [{ alert, truth: truth === '' ? undefined : truth, found, decision }],
    ),
  );
  const whose = ({ alert, truth }: Placed): string => `${alert}\n${truth ?? ''}`;
  const put = all.filter(({ decision }) => decision === 'opened' || decision === 'joined');
  const known = new Set(put.map(whose));
  return [...put, ...all.filter((one) => one.decision === 'duplicate' && !known.has(whose(one)))];
}
