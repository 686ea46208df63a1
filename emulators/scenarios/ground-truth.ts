import type { AlertSourceName } from '../../src/core/model/alert.ts';
import { arrive, type Delivery, type TruthLine } from './arrivals.ts';
import { type Chance, chanceOf } from './chance.ts';
import { minuteMs } from './course.ts';
import { scenarios } from './list.ts';
import { playOut, type TrueMessage } from './play-out.ts';
import type { Cause, Scenario } from './scenario.ts';
import { straysOf } from './strays.ts';

export type { TruthLine } from './arrivals.ts';

export interface Variation {
  readonly seed: number;
  /** Of the scenarios that it is made of. */
  readonly names: readonly string[];
  /** In the order in which they arrive. */
  readonly lines: readonly TruthLine[];
}

/** Which services each of them meets; the storm is left out, whose ten thousand messages are a case of their own. */
const meets: Readonly<Record<string, readonly string[]>> = {
  'slow-database': ['compliance'],
  'bad-release': ['bps-website'],
  'crash-looping-pod': ['packamal'],
  'memory-leak': ['packamal'],
  'cache-down': ['compliance'],
  'job-failures': ['pixcrawler'],
  'shared-dependency': ['packamal', 'pixcrawler'],
  'two-unrelated': ['bps-website', 'pixcrawler'],
  flapping: ['pixcrawler'],
};

/**
 * One to three of the scenarios, begun and grown at random, and what the network makes of their messages: late ones, doubled
 * ones, lost resolves, clocks that differ; beside them alerts that belong to nothing. Truth is the cause, which is known because
 * it was put there. What two causes do to one service at the same moment nobody could tell apart: those come hours after each
 * other. Causes in different services overlap, whether or not one calls the other.
 */
export function createVariation(seed: number): Variation {
  const chance = chanceOf(seed);
  const from = Date.UTC(2026, 10, 2) + Math.floor(chance() * 24 * 1440) * minuteMs + Math.floor(chance() * 60) * 1_000;
  const chosen = choose(chance);
  const free = new Map<string, number>();
  const causes: Cause[] = [];
  let until = from;
  for (const scenario of chosen) {
    const services = meets[scenario.name] ?? [];
    const earliest = Math.max(from, ...services.map((one) => free.get(one) ?? from));
    const script = scenario.start(earliest + Math.floor(chance() * 15 * minuteMs), { magnitude: 0.9 + 0.5 * chance() });
    causes.push(...script.causes);
    until = Math.max(until, script.until + 25 * minuteMs);
    for (const one of services) free.set(one, script.until + (70 + 60 * chance()) * minuteMs);
  }
  const caused = playOut(causes, { from, until });
  const strays = straysOf(chance, { from, until });
  const delivery: Delivery = { skewMs: skews(chance), chance };
  const all: readonly TrueMessage[] = [...caused, ...strays];
  return { seed, names: chosen.map(({ name }) => name), lines: arrive(all, delivery) };
}

/** One, two or three; job-failures is a part of two-unrelated and comes once. */
function choose(chance: Chance): readonly Scenario[] {
  const open = scenarios.filter(({ name }) => name in meets);
  const many = [1, 2, 2, 2, 3][Math.floor(chance() * 5)] ?? 1;
  const chosen: Scenario[] = [];
  while (chosen.length < many) {
    const one = open[Math.floor(chance() * open.length)];
    const twice = (name: string): boolean => chosen.some((other) => other.name === name);
    const parts = one?.name === 'job-failures' ? 'two-unrelated' : one?.name === 'two-unrelated' ? 'job-failures' : '';
    if (one !== undefined && !twice(one.name) && !twice(parts)) chosen.push(one);
  }
  return chosen;
}

/** Most clocks agree; in one of five variations a source's is wrong by up to ten minutes. */
function skews(chance: Chance): ReadonlyMap<AlertSourceName, number> {
  const sources: readonly AlertSourceName[] = ['azure', 'sentry', 'alertmanager'];
  const wrong = chance() < 0.2 ? sources[Math.floor(chance() * sources.length)] : undefined;
  return new Map(sources.map((source) => [source, Math.round((source === wrong ? 20 * minuteMs : 4_000) * (chance() - 0.5))] as const));
}
