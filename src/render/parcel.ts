import { type Chart, type ChartSeries, isOverTime, type Picture } from '../core/chart.ts';

/**
 * A picture on its way to a thread. The points of a chart over time travel as numbers in a row: copying a hundred thousand little objects would keep the
 * main thread busy for a tenth of a second.
 */
export type Parcel = PackedChart | Exclude<Picture, Chart>;

type PackedChart = Omit<Chart, 'series'> & { readonly series: readonly PackedSeries[] };

type PackedSeries = Omit<ChartSeries, 'points'> & {
  /** Time and value of each point by turns; a gap is NaN. */
  readonly numbers: Float64Array<ArrayBuffer>;
};

export function pack(picture: Picture): Parcel {
  if (!isOverTime(picture)) return picture;
  return { ...picture, series: picture.series.map(({ points, ...rest }) => ({ ...rest, numbers: packPoints(points) })) };
}

/** What takes over the memory of the numbers instead of copying them. */
export function transferable(parcel: Parcel): ArrayBuffer[] {
  return isPacked(parcel) ? parcel.series.map((one) => one.numbers.buffer) : [];
}

export function unpack(parcel: Parcel): Picture {
  if (!isPacked(parcel)) return parcel;
  return { ...parcel, series: parcel.series.map(({ numbers, ...rest }) => ({ ...rest, points: unpackPoints(numbers) })) };
}

const isPacked = (parcel: Parcel): parcel is PackedChart => 'timeZone' in parcel;

function packPoints(points: ChartSeries['points']): Float64Array<ArrayBuffer> {
  const numbers = new Float64Array(points.length * 2);
  let at = 0;
  for (const point of points) {
    numbers[at] = point.at;
    numbers[at + 1] = point.value ?? Number.NaN;
    at += 2;
  }
  return numbers;
}

function unpackPoints(numbers: Float64Array): ChartSeries['points'] {
  return Array.from({ length: numbers.length / 2 }, (_, index) => {
    const value = numbers[index * 2 + 1];
    return { at: numbers[index * 2] ?? 0, value: value === undefined || Number.isNaN(value) ? undefined : value };
  });
}
