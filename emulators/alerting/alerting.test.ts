import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prometheusRules } from '../alertmanager/rules.ts';
import { azureRules } from '../azure/alert-rules.ts';
import { EmulatorClock } from '../clock.ts';
import { createEstate, type Effect } from '../estate/estate.ts';
import { sentryRules } from '../sentry/alert-rules.ts';
import { evaluateCondition, judge } from './evaluate.ts';
import { type AlertMessage, createAlerting } from './index.ts';
import { type Life, quiet, step } from './life.ts';
import { startAlerting } from './live.ts';
import type { Rule } from './rule.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 20, 12, 3, 20);
const allRules: readonly Rule[] = [...azureRules, ...sentryRules, ...prometheusRules('pod')];

/** An estate whose clock is moved by hand, and what watches it. */
function begin(seed = 'tocsin') {
  let now = start;
  const estate = createEstate({ seed, clock: { now: () => now } });
  const alerting = createAlerting({ estate, seed, baseUrl: 'http://127.0.0.1:4400' });
  return { estate, alerting, moveTo: (at: number) => (now = at) };
}

/** Steps from one due moment to the next. */
function play({ alerting, moveTo }: ReturnType<typeof begin>, until: number): readonly AlertMessage[] {
  const found: AlertMessage[] = [];
  for (let due = alerting.nextDue(start); due !== undefined && due <= until; due = alerting.nextDue(due)) {
    moveTo(due);
    found.push(...alerting.evaluateAll(due));
  }
  return found;
}

const effect = (resource: string, metric: string, value: number | undefined, minutes: number, from = start): Effect => ({
  resource,
  metric,
  from: Math.floor(from / minute) * minute,
  to: Math.floor(from / minute) * minute + minutes * minute,
  change: () => value,
});

const told = (messages: readonly AlertMessage[]) =>
  messages.flatMap(({ at, source, alerts }) => alerts.map((one) => [Math.round((at - start) / minute), source, one.rule, one.state]));

describe('the life of a rule', () => {
  const rule = { firesAfter: 2, resolvesAfter: 3 };
  const walk = (findings: readonly ('wrong' | 'right')[], from: Life = quiet) => {
    let life = from;
    return findings.map((finding, index) => {
      const next = step(life, finding, rule, index);
      life = next.life;
      return next.told;
    });
  };

  it('fires and resolves after so many evaluations in a row, and is put back by one of the other kind', () => {
    expect(walk(['wrong', 'right', 'wrong', 'wrong', 'wrong'])).toEqual([undefined, undefined, undefined, 'fired', undefined]);
    const firing: Life = { state: 'firing', since: 0, right: 0 };
    expect(walk(['right', 'right', 'wrong', 'right', 'right', 'right'], firing)).toEqual([...Array.from({ length: 5 }), 'resolved']);
  });

  it('tells fired and resolved in turn, whatever is found', () => {
    const finding = fc.constantFrom('wrong' as const, 'right' as const);
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 60 }), (findings) => {
        const words = walk(findings).filter((one) => one !== undefined);
        expect(words).toEqual(words.map((_, index) => (index % 2 === 0 ? 'fired' : 'resolved')));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what watches the estate', () => {
  it('is quiet while nothing happens', () => {
    const world = begin();
    expect(world.alerting.nextDue(start)).toBeUndefined();
    expect(world.alerting.evaluateAll(start + 60 * minute)).toEqual([]);
  });

  it('fires when the window is bad enough and resolves after three healthy evaluations, with one identity', () => {
    const world = begin();
    world.estate.apply(effect('ca-compliance-api', 'Replicas', 0, 10));
    const messages = play(world, start + 60 * minute);
    // From the first minute the average of the window is below 1 only when more than half of it is.
    expect(told(messages)).toEqual([
      [3, 'azure', 'compliance-no-replicas', 'fired'],
      [15, 'azure', 'compliance-no-replicas', 'resolved'],
    ]);
    expect(new Set(messages.flatMap((one) => one.alerts.map(({ firing }) => firing))).size).toBe(1);
    expect(world.alerting.nextDue(start + 61 * minute)).toBeUndefined();
  });

  it('keeps its state while nothing is measured', () => {
    const world = begin();
    world.estate.apply(effect('ca-compliance-api', 'Replicas', 0, 10));
    world.estate.apply(effect('ca-compliance-api', 'Replicas', undefined, 30, start + 10 * minute));
    expect(told(play(world, start + 35 * minute))).toEqual([[3, 'azure', 'compliance-no-replicas', 'fired']]);
  });

  it('says each value of a dimension apart', () => {
    const world = begin();
    world.estate.apply(effect('stcompliance', 'Availability', 0, 10));
    const fired = play(world, start + 5 * minute);
    expect(fired.length).toBeGreaterThan(1);
    expect(new Set(fired.map(({ body }) => JSON.stringify(body).match(/"dimensions":\[[^\]]+\]/u)?.[0])).size).toBe(fired.length);
    expect(new Set(fired.flatMap((one) => one.alerts.map(({ firing }) => firing))).size).toBe(fired.length);
  });

  it('finds a pod that crashes after five minutes, and has Alertmanager tell it half a minute later', () => {
    const world = begin();
    world.estate.apply(effect('packamal-aks', 'inner/crashes', 1, 12));
    const messages = play(world, start + 40 * minute).filter(({ source }) => source === 'alertmanager');
    expect(messages.map(({ at, body }) => [(at - start) / minute, 'status' in body && body.status])).toEqual([
      [6.5, 'firing'],
      [21.5, 'resolved'],
    ]);
  });

  it('asks what is to come a minute after it began, and says the same every time', () => {
    const run = () => {
      const world = begin();
      world.estate.apply(effect('appi-compliance', 'exceptions/count', 30, 8, start + 30 * minute));
      expect(world.alerting.nextDue(start)).toBe(Math.floor((start + 30 * minute) / minute) * minute + minute);
      return play(world, start + 90 * minute);
    };
    expect(told(run()).map(([, source, , state]) => [source, state])).toEqual([
      ['sentry', 'fired'],
      ['sentry', 'resolved'],
    ]);
    expect(run()).toEqual(run());
  });

  it('posts by the emulator’s clock, and puts nothing on it when all is over', async () => {
    const clock = new EmulatorClock({ start, patienceMs: 0 });
    const estate = createEstate({ seed: 'tocsin', clock });
    const alerting = createAlerting({ estate, seed: 'tocsin', baseUrl: '' });
    const posted: AlertMessage[] = [];
    const live = startAlerting({ alerting, clock, post: async (message) => void posted.push(message) });
    estate.apply(effect('ca-compliance-api', 'Replicas', 0, 10, clock.now()));
    live.changed();
    await clock.advance(30 * minute);
    expect(told(posted).map(([, , rule, state]) => [rule, state])).toEqual([
      ['compliance-no-replicas', 'fired'],
      ['compliance-no-replicas', 'resolved'],
    ]);
    const before = performance.now();
    await clock.advance(7 * 24 * 60 * minute);
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe('an estate where nothing happens', () => {
  const week = 7 * 24 * 60;
  // Closely with the demo's own seed, which people look at.
  it.each([
    ['tocsin', 2],
    ['second', 15],
    ['third', 15],
  ])('makes no rule fire in a week (seed %s)', (seed, everyMinutes) => {
    const estate = createEstate({ seed, clock: { now: () => start + week * minute } });
    const wrong = allRules.flatMap(({ name, condition }) => {
      // What is split costs most, and has nothing that wanders.
      const stride = condition.dimension === undefined ? everyMinutes : 60;
      return Array.from({ length: Math.floor(week / stride) }, (_, index) => start + index * stride * minute)
        .filter((at) => evaluateCondition(condition, estate, at).some((one) => one.state === 'wrong'))
        .map((at) => `${name} at ${new Date(at).toISOString()}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('an evaluation', () => {
  it('is cheap: all rules at once take few milliseconds', () => {
    const estate = createEstate({ seed: 'tocsin', clock: { now: () => start } });
    const once = (): void => {
      for (const { condition } of allRules) evaluateCondition(condition, estate, start);
    };
    once();
    const before = performance.now();
    for (let time = 0; time < 20; time += 1) once();
    expect((performance.now() - before) / 20).toBeLessThan(20);
  });

  it('compares as the operator says, and takes the threshold itself for healthy', () => {
    expect([9, 10, 11].map((value) => judge({ operator: 'GreaterThan', threshold: 10 }, value))).toEqual(['right', 'right', 'wrong']);
    expect([9, 10, 11].map((value) => judge({ operator: 'LessThan', threshold: 10 }, value))).toEqual(['wrong', 'right', 'right']);
  });

  it('is of series that the estate has', () => {
    const estate = createEstate({ seed: 'tocsin', clock: { now: () => start } });
    expect(new Set(allRules.map((one) => one.name)).size).toBe(allRules.length);
    for (const { condition } of allRules) {
      const { metric } = estate.seriesOf(condition.reading.resource, condition.reading.metric);
      expect(metric.aggregations.some((one) => one === condition.reading.aggregation) || metric.name.startsWith('inner/')).toBe(true);
    }
  });
});
