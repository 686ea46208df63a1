import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sampleEvent } from '../../../../test/contract/ledger-samples.ts';
import { createHandClock } from '../../../../test/fakes/hand-clock.ts';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { ProviderError } from '../../../core/errors.ts';
import type { Ledger } from '../../../core/ledger.ts';
import { openLedger } from '../ledger.ts';
import { openThreadedSqliteLedger } from '../sqlite.ts';
import { openDatabase, sqliteDialect } from '../sqlite-dialect.ts';
import { writesInFlood } from './client.ts';

const clock = createHandClock();

async function begin(begins: 'at once' | 'in a flood'): Promise<Ledger> {
  const ledger = await openThreadedSqliteLedger({ file: join(await temporaryFolder(), 'ledger.db'), clock, begin: begins });
  onTestFinished(() => ledger.close());
  return ledger;
}

describe('the thread that writes the embedded ledger', () => {
  it('takes over in a flood, and nothing is lost or stored twice', async () => {
    const ledger = await begin('in a flood');
    const names = Array.from({ length: 400 }, (_, count) => `event ${count}`);
    const stored = await Promise.all([...names, ...names].map((name) => ledger.storeEvent(sampleEvent(name))));
    // By now it is there: what was written by either is seen by both.
    await expect.poll(async () => ledger.storeEvent(sampleEvent('event 7'))).toBe('duplicate');
    expect(stored.filter((one) => one === 'stored')).toHaveLength(400);
    expect((await ledger.untriaged(1_000)).map((event) => event.identity).toSorted()).toEqual(names.toSorted());
  });

  it('fails what it had in hand when it dies, and the next write goes on', async () => {
    const folder = await temporaryFolder();
    const dying = join(folder, 'dying.mjs');
    await writeFile(
      dying,
      "import { parentPort } from 'node:worker_threads';\nparentPort.once('message', () => { throw new Error('out of luck'); });\n",
    );
    const file = join(folder, 'ledger.db');
    const elsewhere = writesInFlood({ file, begin: 'at once', worker: pathToFileURL(dying) });
    const ledger = await openLedger({ dialect: sqliteDialect(openDatabase(file)), clock, elsewhere });
    onTestFinished(() => ledger.close());
    const failure = await ledger.storeEvent(sampleEvent('one')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProviderError);
    expect(String(failure)).toContain('its thread has failed: out of luck');
    expect(await ledger.health()).toMatchObject({ writable: 'no', reason: expect.stringContaining('its thread has failed') });
    expect(await ledger.untriaged(10)).toEqual([]);
  });

  it('fails alone what no message can hold', async () => {
    const ledger = await begin('at once');
    const unsendable = Object.assign(sampleEvent('bad'), { body: (): string => 'no text' });
    const [bad, good] = await Promise.allSettled([
      Reflect.apply(ledger.storeEvent, undefined, [unsendable]),
      ledger.storeEvent(sampleEvent('good')),
    ]);
    expect(bad.status).toBe('rejected');
    expect(good).toEqual({ status: 'fulfilled', value: 'stored' });
  });
});
