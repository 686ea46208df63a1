import type { Dice } from '../dice.ts';
import { diceOf, longTailed } from '../dice.ts';
import type { Stretch, TableMaker } from '../rows.ts';
import { type Applications, toldRows } from './activity.ts';
import { bucketOf } from './buckets.ts';
import { spanIdOf } from './context.ts';
import type { RequestRow } from './requests.ts';
import { isComponent, profileOf } from './tables.ts';

/** What browsers tell: a view of a page for the requests that show one, and for some of these how long each part of it took. */
export function visitTables(applications: Applications): readonly TableMaker[] {
  return [
    { table: 'pageViews', writes: isComponent, rows: (stretch) => pageViewsTable(applications, stretch) },
    { table: 'browserTimings', writes: isComponent, rows: (stretch) => browserTimingsTable(applications, stretch) },
  ];
}

const viewsOf = ({ requests }: Applications, stretch: Stretch): readonly RequestRow[] =>
  requests(stretch).filter(
    ({ kind, operation }) =>
      kind !== 'failed' && operation.role === 'web' && operation.name.startsWith('GET /') && !/api|health/u.test(operation.path),
  );

/** In ms: the server's part, and what the network and the browser need. */
const loadOf = (dice: Dice, { key, duration }: RequestRow): number => duration + 380 * longTailed(dice, key);

const titleOf = ({ operation }: RequestRow): string => {
  const [, word = ''] = operation.path.split('/');
  return word === '' ? 'Home' : word.charAt(0).toUpperCase() + word.slice(1);
};

function pageViewsTable(applications: Applications, stretch: Stretch) {
  const { seed } = applications;
  const dice = diceOf(seed, stretch.resource.id, 'load');
  const spanId = spanIdOf(seed, stretch, 'request');
  const { host } = profileOf(stretch);
  return toldRows<RequestRow>({
    seed,
    stretch,
    table: 'pageViews',
    rows: viewsOf(applications, stretch),
    told: (row) => ({ request: () => row, key: row.key, count: row.count }),
    cells: {
      id: ({ key }) => spanId(key),
      name: titleOf,
      url: ({ operation, key }) => `${host}${operation.path.replace('{id}', String(key % 900))}`,
      duration: (row) => Math.round(loadOf(dice, row)),
      performanceBucket: (row) => bucketOf(loadOf(dice, row)),
      itemType: () => 'pageView',
      client_Type: () => 'Browser',
    },
  });
}

function browserTimingsTable(applications: Applications, stretch: Stretch) {
  const { seed } = applications;
  const dice = diceOf(seed, stretch.resource.id, 'load');
  const part = (share: number) => (row: RequestRow) => Math.round((loadOf(dice, row) - row.duration) * share);
  const total = (row: RequestRow): number => part(0.2)(row) + part(0.05)(row) + Math.round(row.duration) + part(0.1)(row) + part(0.65)(row);
  return toldRows<RequestRow>({
    seed,
    stretch,
    table: 'browserTimings',
    rows: viewsOf(applications, stretch).filter(({ key }) => key % 3 === 0),
    told: (row) => ({ request: () => row, key: row.key, count: row.count }),
    cells: {
      name: titleOf,
      url: ({ operation }) => `${profileOf(stretch).host}${operation.path}`,
      networkDuration: part(0.2),
      sendDuration: (row) => part(0.05)(row) + Math.round(row.duration),
      receiveDuration: part(0.1),
      processingDuration: part(0.65),
      totalDuration: total,
      performanceBucket: (row) => bucketOf(total(row)),
      itemType: () => 'browserTiming',
      client_Type: () => 'Browser',
    },
  });
}
