/** One alert as it was put into an incident: what truth says, and what was found. */
export interface Placed {
  /** The alert's key. */
  readonly alert: string;
  /** undefined: it belongs to nothing else. */
  readonly truth: string | undefined;
  readonly found: string;
}

/** Pairs of alerts: put together rightly, put together wrongly, kept apart wrongly. */
export interface Pairs {
  readonly right: number;
  readonly merged: number;
  readonly split: number;
}

const noPairs: Pairs = { right: 0, merged: 0, split: 0 };

/** Every pair of distinct alerts; one that fires ten times in one incident counts once, one that was put into two incidents twice. */
export function pairsOf(placed: readonly Placed[]): Pairs {
  const distinct = [...new Map(placed.map((one) => [[one.alert, one.truth ?? '', one.found].join('\n'), one])).values()];
  let [right, merged, split] = [0, 0, 0];
  for (const [index, one] of distinct.entries()) {
    for (const other of distinct.slice(index + 1)) {
      const belongs = one.truth === undefined ? other.truth === undefined && one.alert === other.alert : one.truth === other.truth;
      const together = one.found === other.found;
      if (belongs && together) right += 1;
      else if (together) merged += 1;
      else if (belongs) split += 1;
    }
  }
  return { right, merged, split };
}

export const sumOf = (all: readonly Pairs[]): Pairs =>
  all.reduce((sum, one) => ({ right: sum.right + one.right, merged: sum.merged + one.merged, split: sum.split + one.split }), noPairs);

/** 1: every pair right. Of no pairs at all 1 too. */
export function f1Of({ right, merged, split }: Pairs): number {
  const wrong = merged + split;
  return right + wrong === 0 ? 1 : (2 * right) / (2 * right + wrong);
}
