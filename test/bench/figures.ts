/** One measured figure beside its bound. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Largest value that meets the goal; undefined: told for information. */
  readonly bound?: number | undefined;
  /** Smallest value that meets the goal, where more is better. */
  readonly atLeast?: number | undefined;
}

/** Nearest-rank percentile of unsorted values; `rank` 0..1. Throws for no values. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(rank * sorted.length) - 1))];
  if (found === undefined) throw new Error('a percentile of no values');
  return found;
}

export function isMet(figure: Figure): 'met' | 'missed' | 'told' {
  if (figure.bound === undefined && figure.atLeast === undefined) return 'told';
  return figure.value <= (figure.bound ?? Number.POSITIVE_INFINITY) && figure.value >= (figure.atLeast ?? 0) ? 'met' : 'missed';
}

function goalOf({ bound, atLeast, unit }: Figure): string {
  if (bound !== undefined) return `≤ ${bound} ${unit}`.trim();
  return atLeast === undefined ? '' : `≥ ${atLeast} ${unit}`.trim();
}

/** A table for people. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${figure.value >= 100 ? figure.value.toFixed(0) : figure.value.toPrecision(3)} ${figure.unit}`.trim(),
    goalOf(figure),
    isMet(figure) === 'told' ? '' : isMet(figure),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
