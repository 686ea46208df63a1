import type { ChartSeries } from '../core/chart.ts';

import type { Resource } from '../core/model/resource.ts';
import type { Plan } from './charts-metric.ts';
import { beforeWords } from './charts-past.ts';
import type { Curve } from './charts-read.ts';
import { interval } from './charts-words.ts';
import { kindTitle } from './kinds.ts';

/** The curves as the picture names them, each followed by its past where that is known. */
export function seriesOf(
  plan: Plan,
  curves: readonly Curve[],
  past: { readonly curves: readonly Curve[]; readonly versusMs: number } | undefined,
) {
  const label = labelsOf(plan, curves);
  return curves.flatMap((curve): readonly ChartSeries[] => {
    const now = { label: label(curve), points: curve.points };
    const before = past?.curves.find((one) => one.reading.resource.id === curve.reading.resource.id && one.value === curve.value);
    if (past === undefined || before === undefined) return [now];
    const points = before.points.map(({ at, value }) => ({ at: at + past.versusMs, value }));
    return [now, { label: `${now.label}, ${beforeWords(past.versusMs)}`, points, pastOf: now.label }];
  });
}

/** The resource's name, and whatever it takes to tell it from the others: its kind or group, how it is aggregated, its interval, its value where it is split. */
function labelsOf({ readings }: Plan, curves: readonly Curve[]): (curve: Curve) => string {
  const ways = new Set(curves.map((one) => one.aggregation));
  const finest = Math.min(...curves.map((one) => one.grainMs));
  const all = readings.map((one) => one.resource);
  return ({ reading: { resource, of }, value, aggregation, grainMs }) => {
    const more = [
      ...distinction(resource, all),
      ...(ways.size > 1 && of === undefined ? [aggregation] : []),
      ...(grainMs > finest ? [`per ${interval(grainMs)}`] : []),
    ];
    const name = more.length === 0 ? resource.name : `${resource.name} (${more.join(', ')})`;
    if (value === undefined) return name;
    const shown = value === '' ? '(none)' : value;
    return readings.length === 1 ? shown : `${name} · ${shown}`;
  };
}

function distinction(resource: Resource, all: readonly Resource[]): readonly string[] {
  const alike = all.filter((one) => one.name === resource.name);
  if (alike.length === 1) return [];
  const isOneOfKind = alike.filter((one) => one.type === resource.type).length === 1;
  return [kindTitle(resource.type), ...(isOneOfKind ? [] : [resource.group])];
}
