import type { Effect } from '../estate/estate.ts';
import { type Trouble, troubles } from '../estate/inner.ts';
import type { Release, Variant } from './scenario.ts';

export const minuteMs = 60_000;

/** How strong something is, 0 to 1, so many minutes after its beginning. */
export type Course = (minute: number) => number;

/** At its worst within a minute; from `until` on it recovers for so many minutes. */
export function plateau({ until, recovery }: { readonly until: number; readonly recovery: number }): Course {
  return (minute) => {
    if (minute < 1) return 0.7;
    return minute < until ? 1 : Math.max(0, 1 - (minute - until + 1) / recovery);
  };
}

/** Grows evenly until `full`, and is gone all at once at `until`. */
export const growth =
  ({ full, until }: { readonly full: number; readonly until: number }): Course =>
  (minute) =>
    minute < until ? Math.min(1, (minute + 1) / full) : 0;

/** On for so many minutes of each `every`. */
export const waves =
  (on: number, every: number): Course =>
  (minute) =>
    minute % every < on ? 1 : 0;

/** What a value becomes: at least or at most a level, a multiple of what it was, or more than it was. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number } | { readonly times: number } | { readonly plus: number };

/** Writes effects that all begin with the minute of `now` and follow one course. */
export function effectsFrom(now: number, minutes: number, course: Course, { magnitude = 1 }: Partial<Variant> = {}) {
  const from = Math.floor(now / minuteMs) * minuteMs;
  const change = (resource: string, metric: string, goal: Goal): Effect => ({
    resource,
    metric,
    from,
    to: from + minutes * minuteMs,
    change: (value, at) => Math.max(0, value + (goalOf(value, goal) - value) * course(at / minuteMs) * magnitude),
  });
  /** What is wrong, as exceptions tell it. */
  const trouble = (component: string, kind: Trouble): Effect => {
    const number = 1 + troubles.indexOf(kind);
    return { ...change(component, 'inner/trouble', { plus: 0 }), change: (value, at) => (course(at / minuteMs) > 0 ? number : value) };
  };
  return { change, trouble };
}

function goalOf(value: number, goal: Goal): number {
  if ('atLeast' in goal) return Math.max(value, goal.atLeast);
  if ('atMost' in goal) return Math.min(value, goal.atMost);
  return 'times' in goal ? value * goal.times : value + goal.plus;
}

/** Built four minutes before it goes live, and named by that: "compliance@2026.1120.0930". */
export function releaseAt(project: string, releasedAt: number): Release {
  const createdAt = releasedAt - 4 * minuteMs;
  const built = new Date(createdAt).toISOString();
  const version = `${project}@${built.slice(0, 4)}.${built.slice(5, 7)}${built.slice(8, 10)}.${built.slice(11, 13)}${built.slice(14, 16)}`;
  return { project, version, createdAt, releasedAt };
}
