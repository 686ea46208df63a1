/** One measured figure beside its bound. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Largest value that meets the goal; undefined: told for information. */
  readonly bound?: number | undefined;
}

/** Nearest-rank percentile of unsorted values; `rank` 0..1. Throws for no values. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(rank * sorted.length) - 1))];
  if (found === undefined) throw new Error('a percentile of no values');
  return found;
}

export function isMet(figure: Figure): 'met' | 'missed' | 'told' {
  if (figure.bound === undefined) return 'told';
  return figure.value <= figure.bound ? 'met' : 'missed';
}

/** A table for people. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${figure.value >= 100 ? figure.value.toFixed(0) : figure.value.toPrecision(3)} ${figure.unit}`.trim(),
    figure.bound === undefined ? '' : `≤ ${figure.bound} ${figure.unit}`.trim(),
    figure.bound === undefined ? '' : isMet(figure),
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
