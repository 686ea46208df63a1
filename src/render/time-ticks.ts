import { DateTime } from 'luxon';

export interface TimeTick {
  readonly at: number;
  readonly label: string;
  /** Begins a day (or, on long ranges, a year): drawn bold. */
  readonly major: boolean;
}

const minute = 60_000;
const day = 1_440;
/** Distances between ticks, in minutes, up to half a day; beyond it in days. */
const minuteSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720] as const;
const daySteps = [1, 2, 7, 14, 30, 91, 182, 365, 1_825] as const;

/**
 * Ticks on the round times of the clock in `zone`, at most `most` of them: whole hours stay whole across the change to and
 * from summer time, and days begin at midnight there.
 */
export function timeTicks(from: number, to: number, zone: string, most = 9): readonly TimeTick[] {
  const minutes = (to - from) / minute;
  const step = minuteSteps.find((one) => minutes / one <= most);
  return step === undefined ? dayTicks(from, to, zone, most) : minuteTicks(from, to, zone, step);
}

function minuteTicks(from: number, to: number, zone: string, step: number): readonly TimeTick[] {
  const found = new Map<number, TimeTick>();
  for (let date = DateTime.fromMillis(from, { zone }).startOf('day'); date.toMillis() <= to; date = date.plus({ days: 1 }).startOf('day')) {
    for (let of = 0; of < day; of += step) {
      const tick = date.set({ hour: Math.floor(of / 60), minute: of % 60 });
      const at = tick.toMillis();
      if (at < from || at > to) continue;
      found.set(at, of === 0 ? { at, label: tick.toFormat('LLL d'), major: true } : { at, label: tick.toFormat('HH:mm'), major: false });
    }
  }
  return [...found.values()];
}

function dayTicks(from: number, to: number, zone: string, most: number): readonly TimeTick[] {
  const days = (to - from) / (day * minute);
  const step = daySteps.find((one) => days / one <= most) ?? Math.ceil(days / most);
  const first = DateTime.fromMillis(from, { zone });
  // Long steps begin on the first of a month or year, weeks on Monday.
  const begin = first.startOf(step >= 365 ? 'year' : step >= 30 ? 'month' : step % 7 === 0 ? 'week' : 'day');
  const found: TimeTick[] = [];
  for (let count = 0; ; count += 1) {
    const date = step >= 30 ? begin.plus({ months: Math.round(step / 30.4) * count }) : begin.plus({ days: step * count });
    const at = date.toMillis();
    if (at > to) return found;
    if (at < from) continue;
    if (step >= 365) found.push({ at, label: date.toFormat('yyyy'), major: true });
    else if (step >= 30) found.push({ at, label: date.toFormat('LLL yyyy'), major: date.month === 1 });
    else found.push({ at, label: date.toFormat('LLL d'), major: date.day === 1 });
  }
}
