import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Low } from 'lowdb';
import type { CollectionName, Settings, SettingsCollections } from '../../core/ports.ts';
import { storeError } from '../errors.ts';
import { jsonFile } from './json-file.ts';
import { type Collections, emptySettings, type SettingsData } from './schema.ts';

type Edit = (data: Collections) => Collections;

interface Waiting {
  readonly edit: Edit;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Settings in `folder`/settings.json, for people to read. All edits that arrive while a write goes on are written together
 * with the next one. Readers see what is on disk: an edit that could not be written is as if it had not been made.
 * Throws UserError when the file is damaged, ProviderError when it cannot be written.
 */
export async function openLowdbSettings(options: { readonly folder: string }): Promise<Settings> {
  const low = new Low<SettingsData>(jsonFile(join(options.folder, 'settings.json')), emptySettings);
  await low.read();
  let onDisk: Collections = low.data;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  const writeAll = async (): Promise<void> => {
    // Lets the edits of this moment gather.
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        const edited = group.reduce((data, one) => one.edit(data), onDisk);
        low.data = { ...edited, version: 1 };
        await low.write();
        onDisk = edited;
        for (const one of group) one.resolve();
      } catch (error) {
        low.data = { ...onDisk, version: 1 };
        const reason = storeError('the settings', error);
        for (const one of group) one.reject(reason);
      }
    }
    writing = undefined;
  };

  const write = (edit: Edit): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ edit, resolve, reject });
      writing ??= writeAll();
    });

  return {
    list: async (collection) => structuredClone(onDisk[collection]),
    get: async (collection, id) => structuredClone(find(onDisk, collection, id)),
    put: async (collection, value) => {
      let result: 'added' | 'replaced' = 'added';
      const kept = structuredClone(value);
      await write((data) => {
        result = find(data, collection, kept.id) === undefined ? 'added' : 'replaced';
        return withValue(data, collection, kept);
      });
      return result;
    },
    replace: async (collection, read, by) => {
      let result: 'replaced' | 'differs' = 'differs';
      const [before, kept] = structuredClone([read, by]);
      await write((data) => {
        result = isDeepStrictEqual(find(data, collection, before.id), before) ? 'replaced' : 'differs';
        return result === 'replaced' ? withValue(data, collection, kept) : data;
      });
      return result;
    },
    remove: async (collection, id) => {
      let result: 'removed' | 'absent' = 'absent';
      if (find(onDisk, collection, id) === undefined && waiting.length === 0 && writing === undefined) return result;
      await write((data) => {
        result = find(data, collection, id) === undefined ? 'absent' : 'removed';
        return { ...data, [collection]: data[collection].filter((one) => one.id !== id) };
      });
      return result;
    },
    close: async () => {
      await writing;
    },
  };
}

function find<C extends CollectionName>(data: Collections, collection: C, id: string): SettingsCollections[C] | undefined {
  return data[collection].find((one) => one.id === id);
}

function withValue<C extends CollectionName>(data: Collections, collection: C, value: SettingsCollections[C]): Collections {
  const others = data[collection].filter((one) => one.id !== value.id);
  return { ...data, [collection]: [...others, value].toSorted(byId) };
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}
