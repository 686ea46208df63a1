/**
 * Run as a process of its own, to be killed: stores events as fast as it can and prints the identity of each acknowledged one.
 * What the store cannot take for now is offered again.
 */
import { ProviderError } from '../../src/core/errors.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { openPostgresLedger } from '../../src/stores/postgres/open.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';

const where = process.argv[2];
if (where === undefined) throw new Error('usage: write-events.ts FILE-OR-URL [NAME]');
const name = process.argv[3] ?? '';
const clock = createHandClock();
const ledger = where.startsWith('postgres:')
  ? await openPostgresLedger({ url: where, clock, log: createLogList() })
  : await openSqliteLedger({ file: where, clock });

async function writeWithoutEnd(writer: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const identity = `${name}${writer}-${count}`;
    const event = { source: 'azure', identity, receivedAt: count, body: 'x'.repeat(1_800) } as const;
    while ((await ledger.storeEvent(event).catch(unless(ProviderError))) === undefined)
      await new Promise((resolve) => setTimeout(resolve, 20));
    process.stdout.write(`${identity}\n`);
  }
}

/** Any other failure ends the process. */
function unless(kind: typeof ProviderError): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof kind)) throw error;
  };
}

await Promise.all(Array.from({ length: 20 }, (_, writer) => writeWithoutEnd(writer)));
