import type { Int } from './guards.ts';
import { add, big, exact, multiply } from './integers.ts';

export const ticksPerSecond = 10_000_000;
export const ticksPerMinute = 60 * ticksPerSecond;
export const ticksPerHour = 60 * ticksPerMinute;
export const ticksPerDay = 24 * ticksPerHour;

/** Days from 1970-01-01 to 2020-01-01, where our ticks begin. */
const epochDay = 18_262;
/** The service counts its ticks from 0001-01-01; ours are these many fewer. */
export const ticksBeforeEpoch = 637_134_336_000_000_000n;
const lastTick = 3_155_378_975_999_999_999n - ticksBeforeEpoch;

/** A day of the calendar and the ticks since its midnight. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Since 1970-01-01. */
  readonly dayNumber: number;
  readonly ticks: number;
}

/** Null where a datetime cannot reach: before the year 1, after 9999. */
export function inRange(ticks: Int): Int | null {
  return ticks >= -ticksBeforeEpoch && ticks <= lastTick ? ticks : null;
}

/** Days since 1970 of a date in the Gregorian calendar; a month outside of 1–12 counts on into other years. */
export function dayNumberOf(year: number, month: number, day: number): number {
  const months = year * 12 + month - 1;
  const whole = Math.floor(months / 12);
  const zeroBased = months - whole * 12;
  // Years that begin in March put the leap day at their end.
  const shifted = zeroBased < 2 ? whole - 1 : whole;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((zeroBased + 10) % 12) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

export function daysInMonth(year: number, month: number): number {
  return dayNumberOf(year, month + 1, 1) - dayNumberOf(year, month, 1);
}

/** Splits ticks since our epoch at midnight: days since 1970 and the rest. */
function splitDays(ticks: Int): { readonly dayNumber: number; readonly ticks: number } {
  if (typeof ticks === 'bigint') {
    const perDay = BigInt(ticksPerDay);
    const rest = ((ticks % perDay) + perDay) % perDay;
    return { dayNumber: Number((ticks - rest) / perDay) + epochDay, ticks: Number(rest) };
  }
  const modulo = ticks % ticksPerDay;
  const rest = modulo < 0 ? modulo + ticksPerDay : modulo + 0;
  return { dayNumber: (ticks - rest) / ticksPerDay + epochDay, ticks: rest };
}

export function momentOf(value: Int): Moment {
  const { dayNumber, ticks } = splitDays(value);
  const fromMarch = dayNumber + 719_468;
  const era = Math.floor(fromMarch / 146_097);
  const dayOfEra = fromMarch - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    dayNumber,
    ticks,
  };
}

/** Ticks since our epoch. */
export function ticksOf(dayNumber: number, ticksInDay: number): Int {
  return add(multiply(dayNumber - epochDay, ticksPerDay), ticksInDay);
}

/** 0 is Sunday. */
export function weekdayOf(dayNumber: number): number {
  return (((dayNumber + 4) % 7) + 7) % 7;
}

/** From the service's count (since the year 1) to ours; null out of range. */
export function fromAbsoluteTicks(ticks: Int): Int | null {
  return inRange(exact(big(ticks) - ticksBeforeEpoch));
}

export function toAbsoluteTicks(ticks: Int): Int {
  return exact(big(ticks) + ticksBeforeEpoch);
}

/** From a point in time in milliseconds since 1970, and back (whole milliseconds, downwards). */
export function fromUnixMs(ms: number): Int {
  return ticksOf(Math.floor(ms / 86_400_000), Math.round((ms - Math.floor(ms / 86_400_000) * 86_400_000) * 10_000));
}

export function toUnixMs(ticks: Int): number {
  const split = splitDays(ticks);
  return split.dayNumber * 86_400_000 + Math.floor(split.ticks / 10_000);
}
