import { isDeepStrictEqual } from 'node:util';
import type { CollectionName, Settings, SettingsCollections } from '../../src/core/ports.ts';

type Kept = { readonly [C in CollectionName]: readonly SettingsCollections[C][] };

/** What is known of a channel of Teams that is called "incidents". */
export const teamsRoom: SettingsCollections['conversations'] = {
  id: '19:1@thread.tacv2',
  platform: 'teams',
  name: 'incidents',
  kind: 'channel',
  tenant: undefined,
  serviceUrl: '',
};

/** Settings that are kept in memory. */
export function createMemorySettings(): Settings {
  let kept: Kept = {
    schedules: [],
    conversations: [],
    choices: [],
    runs: [],
    charts: [],
    signs: [],
    bindings: [],
    savedQueries: [],
    keptQueries: [],
    silences: [],
  };
  return {
    list: async (collection) => kept[collection],
    get: async (collection, id) => kept[collection].find((one) => one.id === id),
    put: async (collection, value) => {
      const others = kept[collection].filter((one) => one.id !== value.id);
      const result = others.length === kept[collection].length ? 'added' : 'replaced';
      kept = { ...kept, [collection]: [...others, value] };
      return result;
    },
    replace: async (collection, read, by) => {
      const isSame = isDeepStrictEqual(
        kept[collection].find((one) => one.id === read.id),
        read,
      );
      if (!isSame) return 'differs';
      kept = { ...kept, [collection]: kept[collection].map((one) => (one.id === by.id ? by : one)) };
      return 'replaced';
    },
    remove: async (collection, id) => {
      const others = kept[collection].filter((one) => one.id !== id);
      const result = others.length === kept[collection].length ? 'absent' : 'removed';
      kept = { ...kept, [collection]: others };
      return result;
    },
    close: async () => undefined,
  };
}
