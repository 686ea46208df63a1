import { expect, it } from 'vitest';
import { faultsOf, killAll, summaryOf } from './way/kills.ts';
import type { Point } from './way/points.ts';
import { openWay } from './way/way.ts';

/** Several processes are started one after the other, and a busy machine takes its time. */
const patience = { timeout: 120_000 };

/** The long suite has the others, and PostgreSQL's. */
const each: readonly Point[] = [
  'after verify',
  'before the commit of the event',
  'after the commit of the event',
  'before the commit of triage',
  'after the commit of triage',
  'before a post to slack',
  'after a post to slack',
  'after a post to teams',
  'after the message id is saved',
];

it('1 3 killed at each named point on SQLite, nothing acknowledged is lost and nothing told twice', patience, async () => {
  const toll = await killAll(
    await openWay(),
    each.map((point) => ({ point, nth: 1 })),
  );
  process.stdout.write(summaryOf(toll));
  expect(faultsOf(toll)).toEqual([]);
  expect(toll.kills).toBe(each.length);
});
