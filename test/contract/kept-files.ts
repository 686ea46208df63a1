import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgresFiles, openPostgresSettings } from '../../src/stores/postgres/open.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';
import { ask } from '../harness/postgres.ts';

/** Pictures and keys that any replica may be asked for. */
export function describeKeptFiles(newUrl: () => Promise<string>): void {
  const open = async (url: string) => {
    const files = await openPostgresFiles({ url, clock: createHandClock(), log: createLogList() });
    onTestFinished(() => files.close());
    return files;
  };

  describe('files in PostgreSQL', () => {
    it('are found by every process, and forgotten after a month', async () => {
      const url = await newUrl();
      const [one, other] = [await open(url), await open(url)];
      const content = Uint8Array.from({ length: 256 }, (_, at) => at);
      await one.put('a.png', content);
      await other.put('a.png', content);
      expect(Uint8Array.from((await other.get('a.png')) ?? [])).toEqual(content);
      expect(await other.get('b.png')).toBeUndefined();
      await ask(url, "update files set kept_at = now() - interval '31 days'");
      await one.put('b.png', content);
      expect(await other.get('a.png')).toBeUndefined();
    });

    it('have one key for the links of all processes, also when all start at once', async () => {
      const url = await newUrl();
      const all = await Promise.all([1, 2, 3].map(() => open(url)));
      const keys = await Promise.all(all.map((one) => one.key('links')));
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toMatch(/^[0-9a-f]{64}$/u);
      expect(await all[0]?.key('other')).not.toBe(keys[0]);
    });
  });

  describe('settings in PostgreSQL', () => {
    it('are seen by another process at once, and keep what PostgreSQL has no text for', async () => {
      const url = await newUrl();
      const settings = await Promise.all([1, 2].map(() => openPostgresSettings({ url, clock: createHandClock(), log: createLogList() })));
      for (const one of settings) onTestFinished(() => one.close());
      await settings[0]?.put('keptQueries', { id: 'q\u0000', text: 'a\u0000\\u0000', usedAt: 1 });
      expect(await settings[1]?.get('keptQueries', 'q\u0000')).toEqual({ id: 'q\u2400', text: 'a\u2400\\u0000', usedAt: 1 });
      expect(await settings[1]?.remove('keptQueries', 'q\u0000')).toBe('removed');
    });
  });
}
