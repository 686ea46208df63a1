const unitMs = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

const wholeDuration = /^(?:\d{1,9}[wdhms])+$/u;
const parts = /(\d{1,9})([wdhms])/gu;

/** Reads "90s", "30m", "6h", "7d", "1w" and sums of them ("1h30m") into milliseconds; undefined for anything else. */
export function readDuration(words: string): number | undefined {
  const text = words.trim().toLowerCase();
  if (!wholeDuration.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(parts)) {
    if (isUnit(unit)) total += Number(count) * unitMs[unit];
  }
  return Number.isSafeInteger(total) ? total : undefined;
}

/**
 * Writes a duration so that readDuration gives it back, rounded to the second: "6h", "1h30m", "0s". Weeks are only named
 * where nothing is left over, because people say 8 days and not a week and a day.
 */
export function formatDuration(ms: number): string {
  let left = Math.round(Math.abs(ms) / unitMs.s) * unitMs.s;
  if (left === 0) return '0s';
  if (left % unitMs.w === 0) return `${left / unitMs.w}w`;
  let words = '';
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const count = Math.floor(left / unitMs[unit]);
    if (count > 0) words += `${count}${unit}`;
    left -= count * unitMs[unit];
  }
  return words;
}

function isUnit(unit: string | undefined): unit is keyof typeof unitMs {
  return unit !== undefined && Object.hasOwn(unitMs, unit);
}
