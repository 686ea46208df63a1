import { commands } from '../../commands/index.ts';
import type { Role } from '../../src/core/model/person.ts';
import { createCatalogue } from '../../src/services/catalogue.ts';
import { createSavedCharts } from '../../src/services/saved-charts.ts';
import type { ChartRequest, Context, SavedCharts } from '../../src/services/services.ts';
import { createSuggest } from '../../src/text/suggest.ts';
import { createFakeResources, type FakeResources, shopEstate } from './catalogue-estate.ts';
import { createMemorySettings } from './catalogue-settings.ts';
import { sampleChart } from './chart-samples.ts';
import { createHandClock } from './hand-clock.ts';
import { createLogList } from './log.ts';

const notHere = (): never => {
  throw new Error('this test asks for a service that it has not set up');
};

export interface CommandTestBed {
  readonly context: Context;
  readonly requests: readonly ChartRequest[];
  readonly source: FakeResources;
  readonly savedCharts: SavedCharts;
  /** What Ana last did with `chart` in this channel. */
  last: string | undefined;
}

/** A context for commands about the catalogue and charts: Ana in Berlin on 20 November 2026 at 09:00 UTC. */
export function createCommandContext({ role = 'viewer' }: { readonly role?: Role } = {}): CommandTestBed {
  const clock = createHandClock();
  const suggest = createSuggest();
  const source = createFakeResources(shopEstate.resources);
  const requests: ChartRequest[] = [];
  const catalogue = createCatalogue({ services: () => shopEstate.services, source, suggest, clock, log: createLogList() });
  const settings = createMemorySettings();
  const savedCharts = createSavedCharts({
    settings,
    ledger: { lastDone: async () => (bed.last === undefined ? [] : [bed.last]) },
    suggest,
  });
  const context: Context = {
    actor: { platform: 'slack', id: 'U1', name: 'Ana', email: 'ana@example.com' },
    role,
    place: { platform: 'slack', channel: 'C1', kind: 'channel' },
    timeZone: 'Europe/Berlin',
    now: clock.now(),
    origin: { kind: 'typed' },
    signal: new AbortController().signal,
    report: () => undefined,
    suggest,
    commands,
    services: {
      catalogue,
      charts: {
        draw: async (request) => {
          requests.push(request);
          const alt = 'CPU of shop-plan: average 31 %';
          return {
            chart: sampleChart(),
            dimensions: ['Instance', 'StatusCode'],
            alt,
            failures: ['shop-db: it did not answer.'],
            notes: ['Releases are not marked.'],
          };
        },
      },
      savedCharts,
      incidents: {
        open: notHere,
        view: notHere,
        inThread: notHere,
        acknowledge: notHere,
        resolve: notHere,
        note: notHere,
        story: notHere,
        openIssue: notHere,
      },
      queries: { ask: notHere, explain: notHere, cancel: notHere, keep: notHere, kept: notHere },
      savedQueries: { list: notHere, find: notHere, save: notHere, remove: notHere, lastAsked: notHere },
      bindings: { of: notHere, bind: notHere, unbind: notHere },
      digests: { list: notHere, add: notHere, remove: notHere, content: notHere },
      choices: { timeZoneOf: notHere, chooseTimeZone: notHere },
      alerts: { firing: notHere, rejected: notHere, explain: notHere },
      silences: { timeZone: 'UTC', list: notHere, add: notHere, end: notHere },
      failedDeliveries: { list: notHere, retry: notHere },
    },
  };
  const bed: CommandTestBed = { context, requests, source, savedCharts, last: undefined };
  return bed;
}
