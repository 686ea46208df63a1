import { moment, plain, type Run } from '../src/core/document.ts';

const dayMs = 86_400_000;

/** "at 08:40 UTC", "between 08:40 UTC and 08:52 UTC"; with their dates where they lie a day or more apart. */
export function between(from: number, to: number, timeZone: string): readonly Run[] {
  if (isSameMinute(from, to)) return [plain('at '), moment(from, timeZone, styleOf(from, to))];
  return [plain('between '), moment(from, timeZone, styleOf(from, to)), plain(' and '), moment(to, timeZone, styleOf(from, to))];
}

/** ", until 08:52 UTC" behind what began at `from`; nothing within a minute. */
export function until(from: number, to: number, timeZone: string): readonly Run[] {
  return isSameMinute(from, to) ? [] : [plain(', until '), moment(to, timeZone, styleOf(from, to))];
}

const isSameMinute = (from: number, to: number): boolean => Math.floor(from / 60_000) === Math.floor(to / 60_000);
const styleOf = (from: number, to: number): 'time' | 'datetime' => (to - from < dayMs ? 'time' : 'datetime');
