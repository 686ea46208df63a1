import { epochMs, ticksPerMs } from '../../src/kql/types.ts';

export const minuteMs = 60_000;
export const minutesPerHour = 60;

/** Milliseconds since 1970 as ticks. */
export const ticksOf = (ms: number): number => Math.round((ms - epochMs) * ticksPerMs);

export const ticksPerMinute = minuteMs * ticksPerMs;

/** The first tick of a minute since 1970. */
export const ticksOfMinute = (minute: number): number => ticksOf(minute * minuteMs);

/** A time within `minutes` from a minute on, where `part` (0 to 1) of them is over: what happens in a minute is counted in it. */
export const within = (minute: number, part: number, minutes = 1): number =>
  ticksOfMinute(minute) + Math.floor(Math.min(Math.max(part, 0), 0.99999) * minutes * ticksPerMinute);
