export interface KeptStatistics {
  /** What is kept now, in cells. */
  readonly cells: number;
  /** How many things have been made so far, by their kind: "columns", "rows". */
  readonly made: Readonly<Record<string, number>>;
}

/** Finds what was made under a key, or makes it. */
export type Shelf<T> = (key: string, make: () => T) => T;

/** What was made and may be asked for again; when it grows too large, what has not been used for longest goes. */
export interface Kept {
  /** For things of one kind; `weigh` in cells. */
  readonly shelf: <T>(kind: string, weigh: (made: T) => number) => Shelf<T>;
  readonly clear: () => void;
  readonly statistics: () => KeptStatistics;
}

interface Entry {
  readonly weight: number;
  readonly drop: () => void;
}

const leftOver = 0.8;

export function createKept(mostCells: number): Kept {
  // A map keeps the order of insertion: what was used last is put at its end.
  const entries = new Map<string, Entry>();
  const made: Record<string, number> = {};
  let cells = 0;
  const drop = (key: string, entry: Entry): void => {
    entries.delete(key);
    entry.drop();
    cells -= entry.weight;
  };
  const touch = (key: string): void => {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    entries.set(key, entry);
  };
  /** For more than is needed now: finding the oldest takes a while, since a map steps over all that has been taken from its front. */
  const makeRoom = (newest: string): void => {
    for (const [oldest, entry] of entries) {
      if (cells <= mostCells * leftOver || oldest === newest) break;
      drop(oldest, entry);
    }
  };
  const keep = (key: string, entry: Entry): void => {
    entries.set(key, entry);
    cells += entry.weight;
    if (cells > mostCells) makeRoom(key);
  };
  return {
    shelf: <T>(kind: string, weigh: (made: T) => number): Shelf<T> => {
      const values = new Map<string, { readonly value: T }>();
      return (key, make) => {
        const found = values.get(key);
        if (found !== undefined) {
          touch(`${kind}|${key}`);
          return found.value;
        }
        made[kind] = (made[kind] ?? 0) + 1;
        const value = make();
        values.set(key, { value });
        keep(`${kind}|${key}`, { weight: weigh(value), drop: () => values.delete(key) });
        return value;
      };
    },
    clear: () => {
      for (const [key, entry] of entries) drop(key, entry);
    },
    statistics: () => ({ cells, made: { ...made } }),
  };
}
