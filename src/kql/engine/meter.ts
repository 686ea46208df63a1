import { KqlFailure } from '../failure.ts';
import type { Value } from '../types.ts';

/** Looks after what a query takes while its expressions are computed: time, and room for texts and dynamics. */
export interface Meter {
  /** Called with each value that a call has made; gives it back. Throws KqlFailure 'limit'. */
  readonly made: (value: Value) => Value;
}

/** About bytes. A list of 1,048,576 items, which range() and make_list() may give, is well below. */
const mostOfOne = 32 * 1024 * 1024;
/** Of all texts and dynamics that the calls of a query make, forgotten ones too. */
const mostOfAll = 1024 * 1024 * 1024;
/** Texts shorter than this are not counted. */
const shortText = 256;
/** The size of a dynamic smaller than this is sooner counted again than looked up. */
const smallDynamic = 4_096;

/** How many calls go between two looks at the clock at most. */
const mostCalls = 256;
/** So many milliseconds between two looks are little: the next may wait for more calls. */
const littleMs = 5;

/** `check` throws when the time is over · `elapsed`: milliseconds since the query began. */
export function createMeter(check: () => void, elapsed: () => number): Meter {
  /** A value that holds another one twice is twice as large for whoever writes it out, though it is there once. */
  const sizes = new WeakMap<object, number>();
  let every = 1;
  let left = 1;
  let last = 0;
  let total = 0;

  const look = (): void => {
    check();
    const now = elapsed();
    every = now - last < littleMs ? Math.min(every * 2, mostCalls) : 1;
    left = every;
    last = now;
  };

  const count = (size: number): void => {
    total += size;
    if (total > mostOfAll)
      throw tooLarge('The query makes texts and dynamics of more than 1 GB on its way. Take fewer rows or shorter values.');
  };

  const sizeOf = (value: unknown): number => {
    if (typeof value === 'string') return value.length;
    if (typeof value !== 'object' || value === null) return 8;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    const [size, places] = Array.isArray(value) ? sizeOfList(value) : sizeOfBag(value);
    if (size >= smallDynamic) sizes.set(value, size);
    count(16 + 8 * places);
    return size;
  };

  const sizeOfList = (list: readonly unknown[]): readonly [size: number, places: number] => {
    let size = 16;
    for (const item of list) size = grown(size, sizeOf(item));
    return [size, list.length];
  };

  const sizeOfBag = (bag: object): readonly [size: number, places: number] => {
    const entries = Object.entries(bag);
    let size = 16;
    for (const [key, item] of entries) size = grown(size, key.length + sizeOf(item));
    return [size, entries.length];
  };

  return {
    made: (value) => {
      left -= 1;
      if (left <= 0) look();
      if (typeof value === 'string') {
        if (value.length >= shortText) count(grown(0, value.length));
      } else if (typeof value === 'object' && value !== null) {
        sizeOf(value);
      }
      return value;
    },
  };
}

function grown(size: number, by: number): number {
  if (size + by > mostOfOne) throw tooLarge('The query makes a text or a dynamic of more than 32 MB. Take fewer rows or shorter values.');
  return size + by;
}

const tooLarge = (message: string): KqlFailure => new KqlFailure('limit', message);
