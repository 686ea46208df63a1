import { setImmediate as yieldToOthers } from 'node:timers/promises';

/** Writes many items at once; the answers stand in the order of the items. */
export type WriteGroup<Item, Answer> = (items: readonly Item[]) => Promise<readonly Answer[]>;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

const mostAtOnce = 500;

/**
 * Gathers what callers want written at the same moment into one commit, because each commit waits for the disk. A group
 * that fails is written item by item, so that a bad one fails alone, unless `isHopeless` says that the store itself is
 * at fault.
 */
export function createGroupWriter<Item, Answer>(
  write: WriteGroup<Item, Answer>,
  isHopeless: (error: unknown) => boolean,
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let state: 'idle' | 'writing' = 'idle';

  const writeGroup = async (group: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await write(group.map((one) => one.item));
      for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
    } catch (error) {
      if (group.length === 1 || isHopeless(error)) for (const one of group) one.reject(error);
      else for (const one of group) await writeGroup([one]);
    }
  };

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      // Node's SQLite never yields by itself; here requests are read, and add to the group.
      await yieldToOthers();
      const group = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      await writeGroup(group);
    }
    state = 'idle';
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (state === 'writing') return;
      state = 'writing';
      void writeAll();
    });
}
