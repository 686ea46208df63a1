interface Part {
  readonly label: string;
  readonly values: readonly (number | undefined)[];
}

/** Each value as its share, in percent, of what all series have at the same place. Of nothing there are no shares. */
export function sharesOf(series: readonly Part[]): readonly Part[] {
  const sizeOf = (value: number | undefined): number => Math.abs(value ?? 0);
  const whole = (at: number): number => series.reduce((sum, { values }) => sum + sizeOf(values[at]), 0);
  const wholes = (series[0]?.values ?? []).map((_, at) => whole(at));
  return series.map(({ label, values }) => ({
    label,
    values: values.map((value, at) => (value === undefined || wholes[at] === 0 ? undefined : (value / (wholes[at] ?? 1)) * 100)),
  }));
}
