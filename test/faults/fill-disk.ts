/** Run as a process of its own on a small file system: fills it, then frees it, and prints what the stores said meanwhile. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { openLowdbSettings } from '../../src/stores/settings/open-settings.ts';
import { createHandClock } from '../fakes/hand-clock.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: fill-disk.ts FOLDER');
const ledger = await openSqliteLedger({ file: join(folder, 'ledger.db'), clock: createHandClock() });
const settings = await openLowdbSettings({ folder });
const store = (identity: string) => ledger.storeEvent({ source: 'azure', identity, receivedAt: 0, body: 'x'.repeat(50_000) });
const outcome = (work: Promise<string>) => work.catch((error: unknown) => String(error));

const before = [await outcome(store('before')), await outcome(settings.put('choices', { id: 'before' }))];
const ballast = fill(folder);
const full = [await outcome(store('full')), await outcome(settings.put('choices', { id: 'x'.repeat(9_000) })), await ledger.health()];
for (const path of ballast) rmSync(path, { force: true });
const after = [await ledger.health(), await outcome(store('full')), await outcome(settings.put('choices', { id: 'after' }))];
const kept = [(await ledger.untriaged(10)).map((event) => event.identity), (await settings.list('choices')).map((one) => one.id)];
await ledger.close();
process.stdout.write(JSON.stringify({ before, full, after, kept }));

function fill(where: string): readonly string[] {
  const paths: string[] = [];
  try {
    for (;;) {
      const path = join(where, `ballast-${paths.length}`);
      paths.push(path);
      writeFileSync(path, 'x'.repeat(4_096));
    }
  } catch {
    return paths;
  }
}
