import type { AlertTold, Reading, Rule } from '../alerting/rule.ts';
import { prometheusRules } from '../alertmanager/rules.ts';
import { azureRules } from '../azure/alert-rules.ts';
import { createEstate, type Effect } from '../estate/estate.ts';
import { sentryRules } from '../sentry/alert-rules.ts';
import { minuteMs } from './course.ts';
import type { Cause } from './scenario.ts';

/** Says which cause made an alert fire: by what was done to the series that its rule reads, and by nothing else. */
export interface Truth {
  readonly add: (cause: Cause) => void;
  /** The cause's name; "" where none touches the series. A resolve belongs to what its firing belonged to. */
  readonly causeOf: (alert: AlertTold, at: number) => string;
}

/** How long after an effect its rule may still fire: its window, and a few evaluations. */
const slackMs = 15 * minuteMs;

export function createTruth({ seed }: { readonly seed: string }): Truth {
  const causes: Cause[] = [];
  const byFiring = new Map<string, string>();
  const rules = new Map<string, Rule>([...azureRules, ...sentryRules, ...prometheusRules('')].map((one) => [one.name, one]));
  /** The same estate, where nothing ever happens. */
  let now = 0;
  const usual = createEstate({ seed, clock: { now: () => now } });

  /** By how much the effects move the series in the rule's window; of several causes the one that moves it most has made it fire. */
  const push = (effects: readonly Effect[], reading: Reading, range: { readonly from: number; readonly to: number }): number => {
    const { resource, metric } = usual.seriesOf(reading.resource, reading.metric);
    now = range.to;
    let moved = 0;
    for (const { at, summary } of usual.values(resource, metric, { ...range, grainMs: minuteMs })) {
      const before = (metric.shape.kind === 'gauge' ? summary?.average : summary?.total) ?? 0;
      const after = effects.reduce<number | undefined>(
        (value, one) => (value === undefined || at < one.from || at >= one.to ? value : one.change(value, at - one.from)),
        before,
      );
      moved += Math.abs((after ?? 0) - before);
    }
    return moved;
  };

  const blame = ({ condition }: Rule, at: number): string => {
    const { reading, of, windowMinutes } = condition;
    const touching = causes.flatMap((cause) => {
      const effects = cause.effects.filter(
        (one) =>
          one.resource === reading.resource &&
          [reading.metric, of?.metric].includes(one.metric) &&
          one.from < at &&
          at < one.to + windowMinutes * minuteMs + slackMs,
      );
      return effects.length === 0 ? [] : [{ name: cause.name, effects }];
    });
    if (touching.length < 2) return touching[0]?.name ?? '';
    const to = Math.floor(at / minuteMs) * minuteMs;
    const range = { from: to - Math.max(windowMinutes, 5) * minuteMs, to };
    return touching
      .map(({ name, effects }) => ({
        name,
        moved: push(
          effects.filter((one) => one.metric === reading.metric),
          reading,
          range,
        ),
      }))
      .reduce((most, one) => (one.moved > most.moved ? one : most)).name;
  };

  return {
    add: (cause) => void causes.push(cause),
    causeOf: ({ rule: name, firing }, at) => {
      const known = byFiring.get(firing);
      if (known !== undefined) return known;
      const rule = rules.get(name);
      const cause = rule === undefined ? '' : blame(rule, at);
      byFiring.set(firing, cause);
      return cause;
    },
  };
}
