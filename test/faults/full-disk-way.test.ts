import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Replica } from './way/replica.ts';
import { openWay, type Way } from './way/way.ts';

/** Several processes are started one after the other, and a busy machine takes its time. */
const patience = { timeout: 120_000 };

const onSmallDisk = fileURLToPath(new URL('./on-small-disk.sh', import.meta.url));

/** undefined: this machine does not let the test mount a small file system. */
async function startOnSmallDisk(way: Way): Promise<Replica | undefined> {
  const folder = join(way.folder, 'disk');
  await mkdir(folder);
  return way.start({ folder }, ['env', 'DISK_SIZE=6m', 'sh', onSmallDisk, folder]).catch((error: unknown) => {
    if (String(error).includes('(77)')) return undefined;
    throw error;
  });
}

const ready = async ({ url }: Replica): Promise<unknown> => {
  const answer = await fetch(`${url}/readyz`);
  return [answer.status, await answer.json()];
};

it('5 on a full disk webhooks are answered 503, /readyz says why, and all goes on by itself once there is room', patience, async (test) => {
  const way = await openWay();
  const replica = await startOnSmallDisk(way);
  if (replica === undefined) return test.skip('this machine does not let the test mount a small file system');
  await way.post([replica], way.alerts(4, 1));
  await way.quiet([replica]);
  await replica.disk('fill');
  // What fits into the space the ledger already has is still taken.
  const statuses = new Set<number | undefined>();
  for (let round = 0; round < 100 && !statuses.has(503); round += 1)
    for (const { status } of await way.post([replica], way.alerts(10, round))) statuses.add(status);
  expect([...statuses].filter((one) => one !== 202)).toEqual([503]);
  expect(await ready(replica)).toEqual([
    503,
    expect.objectContaining({ dependencies: { ledger: { state: 'no', reason: 'cannot be used now: the disk is full.' } } }),
  ]);
  await way.pass([replica], 10_000);
  await replica.disk('free');
  await expect.poll(() => ready(replica)).toEqual([200, expect.objectContaining({ ready: true })]);
  await way.repeat([replica]);
  expect(way.unanswered()).toBe(0);
  await way.quiet([replica]);
  await replica.disk('save');
  const account = await way.account();
  expect(account).toMatchObject({ lost: [], twice: [], missing: [], undone: [], doubled: { slack: [] } });
});
