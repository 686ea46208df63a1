import { KqlFailure } from '../../failure.ts';
import type { Step } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { bagUnpack } from './bag-unpack.ts';
import { dcountIntersect } from './dcount-intersect.ts';
import type { StepRunner } from './helpers.ts';
import { ipLookup } from './ip-lookup.ts';
import { narrow } from './narrow.ts';
import { pivot } from './pivot.ts';
import { rollingPercentile } from './rolling-percentile.ts';
import { rowsNear } from './rows-near.ts';
import { activityCounts, slidingWindowCounts } from './user-windows.ts';
import { withSchema } from './with-schema.ts';

type Evaluate = Extract<Step, { readonly kind: 'evaluate' }>;

const plugins: ReadonlyMap<string, StepRunner<'evaluate'>> = new Map([
  ['pivot', pivot],
  ['bag_unpack', bagUnpack],
  ['narrow', narrow],
  ['rows_near', rowsNear],
  ['ipv4_lookup', ipLookup('ipv4_is_match')],
  ['ipv6_lookup', ipLookup('ipv6_is_match')],
  ['dcount_intersect', dcountIntersect],
  ['sliding_window_counts', slidingWindowCounts],
  ['activity_counts_metrics', activityCounts],
  ['rolling_percentile', rollingPercentile],
]);

/** The plug-ins that shape tables. Those that learn from data, or reach out, are none of ours. */
export const evaluate: StepRunner<'evaluate'> = (step: Evaluate, input, run): Table => {
  const plugin = plugins.get(step.plugin);
  if (plugin === undefined) throw new KqlFailure('unsupported', `The plug-in ${step.plugin} of “evaluate” is not supported here.`);
  const made = plugin(step, input, run);
  if (step.schema === undefined) return made;
  const stays = new Set(made.columns.map(({ name }) => name));
  const kept = step.schema.others === 'kept' ? input.columns.filter(({ name }) => stays.has(name)) : [];
  return withSchema(made, [...kept, ...step.schema.columns]);
};
