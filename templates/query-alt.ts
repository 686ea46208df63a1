import { isOverTime, type Picture } from '../src/core/chart.ts';
import { clockText, zoneText } from '../src/core/moments.ts';
import { formatValue } from '../src/core/numbers.ts';

/** How many curves or rows are put into words. */
const most = 3;

/** What a picture of rows shows, for those who cannot see it: "requests in compliance: GET / highest 120 at 2026-11-20 14:05 CET; and 2 more". */
export function pictureWords(picture: Picture, timeZone: string): string {
  const described = isOverTime(picture)
    ? picture.series.map(({ label, points }) => `${label} ${highestOverTime(points, picture.unit, timeZone)}`)
    : 'categories' in picture
      ? picture.categories.map(
          (name, index) => `${name} ${picture.series.map((one) => formatValue(one.values[index], picture.unit)).join(' / ')}`,
        )
      : picture.series.map(({ label, points }) => `${label} ${points.length} points`);
  const rest = described.length > most ? `; and ${described.length - most} more` : '';
  return `${picture.title}: ${described.slice(0, most).join('; ')}${rest}`;
}

function highestOverTime(
  points: readonly { readonly at: number; readonly value: number | undefined }[],
  unit: Picture['unit'],
  timeZone: string,
): string {
  let highest: { readonly at: number; readonly value: number } | undefined;
  for (const { at, value } of points) {
    if (value !== undefined && (highest === undefined || value > highest.value)) highest = { at, value };
  }
  if (highest === undefined) return 'without values';
  return `highest ${formatValue(highest.value, unit)} at ${clockText(highest.at, timeZone).slice(0, 16)} ${zoneText(highest.at, timeZone)}`;
}
