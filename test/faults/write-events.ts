/** Run as a process of its own, to be killed: stores events as fast as it can and prints the identity of each acknowledged one. */

import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { createHandClock } from '../fakes/hand-clock.ts';

const file = process.argv[2];
if (file === undefined) throw new Error('usage: write-events.ts FILE');
const ledger = await openSqliteLedger({ file, clock: createHandClock() });

async function writeWithoutEnd(writer: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const identity = `${writer}-${count}`;
    await ledger.storeEvent({ source: 'azure', identity, receivedAt: count, body: 'x'.repeat(1_800) });
    process.stdout.write(`${identity}\n`);
  }
}

await Promise.all(Array.from({ length: 20 }, (_, writer) => writeWithoutEnd(writer)));
