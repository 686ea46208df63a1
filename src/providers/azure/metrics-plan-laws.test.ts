import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type Aggregation, aggregations, type MetricDefinition } from '../../core/model/series.ts';
import type { MetricWish } from '../../core/ports.ts';
import { cellsOf, type Group, groupCells, keyOf, type Question } from './metrics-cells.ts';
import { type Plan, planExactly, planOptimistically } from './metrics-plan.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 20, 12);

const some = fc.uniqueArray(fc.constantFrom(...aggregations), { minLength: 1, maxLength: 3 });
const metrics = fc.integer({ min: 0, max: 24 }).map((index) => `m${index}`);
const wish = fc.record({
  resource: fc.integer({ min: 0, max: 60 }).map((index) => ({
    id: `/subscriptions/s/resourceGroups/g/providers/a/b/r${index}`,
    name: `r${index}`,
    type: 'a/b',
    subscription: 's',
    group: 'g',
    region: 'westeurope',
    tags: {},
  })),
  metric: metrics,
  aggregations: fc.oneof(fc.constant<Aggregation[]>([]), some),
});
const wishes = fc.array(wish, { minLength: 1, maxLength: 200 });
const definitions = fc.uniqueArray(
  fc.record({ name: metrics, offered: some, grainsMs: fc.subarray([minute, 5 * minute, 60 * minute], { minLength: 1 }) }).map(
    ({ name, offered, grainsMs }): MetricDefinition => ({
      name,
      title: name,
      unit: 'count',
      aggregations: offered,
      primary: offered[0] ?? 'average',
      grainsMs,
      dimensions: ['D'],
    }),
  ),
  { selector: (one) => one.name, maxLength: 25 },
);
const question = fc.record({
  from: fc.constant(now - 180 * minute),
  to: fc.constant(now),
  grainMs: fc.constantFrom(minute, 5 * minute, 60 * minute),
  split: fc.option(fc.constant({ dimension: 'D', top: 5 }), { nil: undefined }),
  filter: fc.constant(undefined),
});

function groupOf(wanted: readonly MetricWish[]): Group {
  const [group] = groupCells(cellsOf({ wanted }));
  if (group === undefined) throw new Error('no group');
  return group;
}

/** Every cell is asked for in exactly one call, or settled, and no call is larger than Azure takes. */
function isComplete(group: Group, plan: Plan): boolean {
  const asked = plan.calls.flatMap(({ cells }) => cells.map(({ cell }) => keyOf(cell)));
  const known = new Set([...asked, ...plan.settled.keys()]);
  return (
    new Set(asked).size === asked.length &&
    asked.every((key) => !plan.settled.has(key)) &&
    known.size === group.cells.length &&
    plan.calls.every(
      ({ call, cells }) =>
        call.resources.length <= 50 &&
        call.metrics.length <= 20 &&
        cells.every(({ cell, metric }) => call.resources.some((one) => one.id === cell.resource.id) && call.metrics.includes(metric)),
    )
  );
}

describe('any plan', () => {
  it('that hopes asks for everything once, within what Azure takes', () => {
    fc.assert(
      fc.property(wishes, question, (wanted, asked: Question) => {
        const group = groupOf(wanted);
        const plan = planOptimistically(group, asked, now);
        const given = plan.calls.every(({ call, cells }) =>
          cells.every(
            ({ aggregation }) => call.aggregations.length === 0 || aggregation === undefined || call.aggregations.includes(aggregation),
          ),
        );
        return given && isComplete(group, plan);
      }),
    );
  });

  it('that knows the type asks no metric for an aggregation or an interval it lacks', () => {
    fc.assert(
      fc.property(wishes, definitions, question, fc.constantFrom('primaries', 'nothing'), (wanted, known, asked: Question, trust) => {
        const group = groupOf(wanted);
        const plan = planExactly(group, known, { question: asked, now, trust });
        const accepted = plan.calls.every(({ call, cells }) =>
          call.metrics.every((name) => {
            const definition = known.find((one) => one.name === name);
            const coarsest = Math.max(...(definition?.grainsMs ?? []));
            const grained =
              definition?.grainsMs.includes(call.grainMs) === true && (call.grainMs >= asked.grainMs || call.grainMs === coarsest);
            const own = cells.filter((one) => one.metric === name);
            const primaries = own.every((one) => one.aggregation === definition?.primary);
            const offered = call.aggregations.every((one) => definition?.aggregations.includes(one) === true);
            return grained && (call.aggregations.length === 0 ? trust === 'primaries' && primaries : offered);
          }),
        );
        return accepted && isComplete(group, plan);
      }),
    );
  });
});
