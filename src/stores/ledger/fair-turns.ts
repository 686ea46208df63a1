/** A delivery that could go out now. */
export interface Candidate {
  readonly id: number;
  readonly destination: string;
  readonly owner: string;
  /** The smaller the sooner, whoever is its owner. */
  readonly rank: number;
  readonly dueAt: number;
}

export interface Served {
  readonly destination: string;
  readonly owner: string;
  /** The larger the later. */
  readonly turn: number;
}

/** Who is taken, in the order they are served, each with the turn of its owner in its destination. */
export type Taken = Candidate & { readonly turn: number };

/**
 * Of each destination as many as it has room for: always of the smallest rank, and there the first of that owner who was served
 * longest ago, the owners never served before the others. The destinations take turns, so that `most` does not leave one out.
 */
export function takeFairly(
  candidates: readonly Candidate[],
  options: { readonly served: readonly Served[]; readonly room: ReadonlyMap<string, number>; readonly most: number },
): readonly Taken[] {
  const ofEach = Map.groupBy(candidates.toSorted(byRank), (one) => one.destination);
  const lists = [...ofEach].map(([destination, list]) =>
    inTurns(
      list,
      options.served.filter((one) => one.destination === destination),
      Math.min(options.room.get(destination) ?? 0, options.most),
    ),
  );
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const mixed = Array.from({ length: longest }, (_, round) => lists.flatMap((list) => list[round] ?? []));
  return mixed.flat().slice(0, options.most);
}

function inTurns(list: readonly Candidate[], served: readonly Served[], room: number): readonly Taken[] {
  const queues = Map.groupBy(list, (one) => one.owner);
  const turns = new Map(served.map((one) => [one.owner, one.turn]));
  const taken: Taken[] = [];
  for (let turn = Math.max(0, ...turns.values()) + 1; taken.length < room; turn += 1) {
    const heads = [...queues.values()].flatMap((queue) => queue[0] ?? []);
    const inTurn = (one: Candidate, other: Candidate): number => (turns.get(one.owner) ?? 0) - (turns.get(other.owner) ?? 0);
    const next = heads.toSorted((one, other) => one.rank - other.rank || inTurn(one, other) || byRank(one, other))[0];
    if (next === undefined) break;
    queues.get(next.owner)?.shift();
    turns.set(next.owner, turn);
    taken.push({ ...next, turn });
  }
  return taken;
}

function byRank(one: Candidate, other: Candidate): number {
  return one.rank - other.rank || one.dueAt - other.dueAt || one.id - other.id;
}
