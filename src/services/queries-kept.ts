import type { Clock, Settings, Signatures } from '../core/ports.ts';
import type { Queries } from './query-services.ts';

export interface KeptNeeds {
  readonly settings: Pick<Settings, 'list' | 'get' | 'put' | 'remove'>;
  readonly clock: Clock;
  readonly hash: Signatures['hash'];
}

/** 128 bits in hex: nobody finds another text with the same id, which would then be run in the place of this one. */
const idLength = 32;

const mostKept = 500;
/** That a text is still used is noted no more often. */
const noteEveryMs = 3_600_000;

/** Texts that are too long for a button. */
export function createKeptTexts({ settings, clock, hash }: KeptNeeds): Pick<Queries, 'keep' | 'kept'> {
  const use = async (id: string, text: string, usedAt: number | undefined): Promise<void> => {
    if (usedAt !== undefined && clock.now() - usedAt < noteEveryMs) return;
    await settings.put('keptQueries', { id, text, usedAt: clock.now() });
    if (usedAt !== undefined) return;
    const all = await settings.list('keptQueries');
    const oldest = all.toSorted((one, other) => one.usedAt - other.usedAt).slice(0, Math.max(0, all.length - mostKept));
    for (const one of oldest) await settings.remove('keptQueries', one.id);
  };

  return {
    keep: async (text) => {
      const id = hash(text).slice(0, idLength);
      const known = await settings.get('keptQueries', id);
      await use(id, text, known?.usedAt);
      return id;
    },
    kept: async (id) => {
      const known = await settings.get('keptQueries', id.toLowerCase());
      if (known !== undefined) await use(known.id, known.text, known.usedAt);
      return known?.text;
    },
  };
}
