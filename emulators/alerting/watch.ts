import type { Effect, Estate } from '../estate/estate.ts';
import { evaluateCondition } from './evaluate.ts';
import { type Life, quiet, step } from './life.ts';
import type { Rule } from './rule.ts';

const minuteMs = 60_000;

/** A rule has changed its mind about one value of its dimension. */
export interface Transition<Kind extends Rule> {
  readonly rule: Kind;
  readonly dimension: string | undefined;
  readonly told: 'fired' | 'resolved';
  readonly value: number;
  readonly at: number;
  /** When it fired. */
  readonly since: number;
}

/** Looks at rules when they are due. One that nothing touches is never looked at: the estate by itself makes no rule fire. */
export interface Watch<Kind extends Rule> {
  /** When the next rule is due, a minute after something began to touch it; undefined: all is quiet. */
  readonly nextDue: (now: number) => number | undefined;
  /** Looks at all rules that are due at `at`, in the order of the table. To be called in the order of time. */
  readonly look: (at: number) => readonly Transition<Kind>[];
}

interface Watched {
  nextAt: number | undefined;
  readonly lives: Map<string | undefined, Life>;
}

export function createWatch<Kind extends Rule>(rules: readonly Kind[], estate: Estate): Watch<Kind> {
  const watched = new Map<Kind, Watched>(rules.map((rule) => [rule, { nextAt: undefined, lives: new Map() }]));
  let seen = 0;

  /** Wakes the rules that new effects touch; `leadMs`: how long after that they are looked at. */
  const wake = (now: number, leadMs: number): void => {
    const fresh = estate.effects().slice(seen);
    seen = estate.effects().length;
    if (fresh.length === 0) return;
    for (const [rule, one] of watched) {
      const starts = fresh
        .filter((effect) => touches(effect, rule))
        .map((effect) => (effect.from > now ? effect.from + minuteMs : now + leadMs));
      if (starts.length > 0) one.nextAt = Math.min(one.nextAt ?? Number.POSITIVE_INFINITY, ...starts);
    }
  };

  const lookAt = (rule: Kind, one: Watched, at: number): readonly Transition<Kind>[] =>
    evaluateCondition(rule.condition, estate, at).flatMap(({ dimension, value, state }) => {
      const before = one.lives.get(dimension) ?? quiet;
      const { life, told } = step(before, state, rule, at);
      one.lives.set(dimension, life);
      if (told === undefined) return [];
      const since = before.state === 'firing' ? before.since : at;
      return [{ rule, dimension, told, value, at, since }];
    });

  return {
    nextDue: (now) => {
      wake(now, minuteMs);
      const due = [...watched.values()].flatMap(({ nextAt }) => nextAt ?? []);
      return due.length === 0 ? undefined : Math.min(...due);
    },
    look: (at) => {
      wake(at, 0);
      return [...watched].flatMap(([rule, one]) => {
        if (one.nextAt === undefined || one.nextAt > at) return [];
        const found = lookAt(rule, one, at);
        one.nextAt = nextLook(rule, one, estate, { at, due: one.nextAt });
        return found;
      });
    },
  };
}

/** While the rule is not at rest, or an effect is in its window: after its interval. Before an effect that is yet to come: a minute after that. */
function nextLook(
  rule: Rule,
  { lives }: Watched,
  estate: Estate,
  { at, due }: { readonly at: number; readonly due: number },
): number | undefined {
  const everyMs = rule.everyMinutes * minuteMs;
  // Kept on its own beat, however late it was looked at.
  const later = due + everyMs > at ? due + everyMs : at + everyMs;
  const atRest = [...lives.values()].every((life) => life.state === 'quiet' && life.wrong === 0);
  const windowMs = (rule.condition.windowMinutes + 1) * minuteMs;
  const mine = estate.effects().filter((effect) => touches(effect, rule) && effect.to + windowMs > at);
  if (!atRest || mine.some((effect) => effect.from <= later)) return later;
  return mine.length === 0 ? undefined : Math.min(...mine.map((effect) => effect.from)) + minuteMs;
}

const touches = (effect: Effect, { condition: { reading, of } }: Rule): boolean =>
  effect.resource === reading.resource || effect.resource === of?.resource;
