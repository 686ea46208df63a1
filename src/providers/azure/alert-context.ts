import type { z } from 'zod';
import {
  activityContext,
  budgetContext,
  conditionContext,
  type Essentials,
  logContext,
  prometheusContext,
  smartContext,
} from './alert-schema.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What the part of an alert that differs from kind to kind says. */
export interface ContextReading {
  /** 'unknown': of a kind that is not known here, or nothing was told; so there may be dimensions that are not seen. */
  readonly kind: 'known' | 'unknown';
  /** What fires, where the alert names no rule. */
  readonly rule: string | undefined;
  /** The condition in words: "Average requests/duration of appi-compliance > 2000 (measured 3120)". */
  readonly words: string | undefined;
  /** Whatever tells two conditions of one rule and target apart. */
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** The event says it is over although monitorCondition says "Fired". */
  readonly over: boolean;
  /** Azure never says that an alert of this kind is over; see AlertEvent. */
  readonly endsAfterMs: number | undefined;
}

const unknown: ContextReading = { kind: 'unknown', rule: undefined, words: undefined, dimensions: [], over: false, endsAfterMs: undefined };
const known: ContextReading = { ...unknown, kind: 'known' };

/** An alert of an unknown kind is still an alert: its essentials suffice. */
export function readContext(context: unknown, essentials: Essentials): ContextReading {
  const target = lastPartOf(essentials.alertTargetIDs[0]);
  return (
    readAs(conditionContext, context, (one) => readCondition(one, target)) ??
    readAs(logContext, context, (one) => readLog(one)) ??
    readAs(prometheusContext, context, (one) => readPrometheus(one)) ??
    readAs(smartContext, context, (one) => ({ ...known, words: one.DetectionSummary ?? one.SmartDetectorName, endsAfterMs: dayMs })) ??
    readAs(budgetContext, context, (one) => readBudget(one)) ??
    readAs(activityContext, context, (one) => readActivity(one, target)) ??
    unknown
  );
}

function readAs<S extends z.ZodType>(schema: S, context: unknown, read: (value: z.infer<S>) => ContextReading): ContextReading | undefined {
  const parsed = schema.safeParse(context);
  return parsed.success ? read(parsed.data) : undefined;
}

function readCondition({ condition }: z.infer<typeof conditionContext>, target: string | undefined): ContextReading {
  const parts = condition.allOf.map((one) => {
    const what = one.metricName ?? one.metricMeasureColumn ?? 'results';
    const subject = one.webTestName ?? target;
    const whose = subject === undefined ? '' : ` of ${subject}`;
    const value = one.metricValue === undefined ? '' : ` (measured ${one.metricValue})`;
    const limit = one.threshold === undefined ? '' : ` ${symbolOf(one.operator)} ${one.threshold}`;
    return `${one.timeAggregation ?? ''} ${what}${whose}${limit}${value}`.trim();
  });
  return {
    ...known,
    words: parts.length === 0 ? undefined : parts.join(' and '),
    dimensions: condition.allOf.flatMap((one) => one.dimensions),
  };
}

function readLog(one: z.infer<typeof logContext>): ContextReading {
  const limit = one.Threshold === undefined ? '' : `, limit ${symbolOf(one.Operator)} ${one.Threshold}`;
  const words = one.ResultCount === undefined ? undefined : `${one.ResultCount} results${limit}`;
  // Rules of the first version know no state: each time they find something, that is a firing of its own.
  return { ...known, words, dimensions: one.Dimensions, endsAfterMs: hourMs };
}

function readPrometheus(one: z.infer<typeof prometheusContext>): ContextReading {
  const value = one.expressionValue === undefined ? '' : ` (measured ${one.expressionValue})`;
  return {
    ...known,
    words: `${one.annotations['summary'] ?? one.expression}${value}`,
    dimensions: Object.entries(one.labels).map(([name, label]) => ({ name, value: label })),
  };
}

function readBudget({ AlertData: budget }: z.infer<typeof budgetContext>): ContextReading {
  const spent = budget.SpentAmount === undefined ? '' : `: ${budget.SpentAmount} spent`;
  const limit = budget.BudgetThreshold === undefined ? '' : ` of ${budget.BudgetThreshold}`;
  return {
    ...known,
    rule: `budget ${budget.BudgetName}`,
    // It is told once for each threshold, and never taken back.
    endsAfterMs: dayMs,
    words: `budget ${budget.BudgetName}${spent}${limit}`,
    // A budget alert names neither rule nor target: the budget and the kind of its threshold are its identity.
    dimensions: [
      { name: 'budget', value: budget.BudgetId ?? budget.BudgetName },
      { name: 'threshold', value: budget.ThresholdType ?? '' },
    ],
  };
}

function readActivity(one: z.infer<typeof activityContext>, target: string | undefined): ContextReading {
  const details = one.properties;
  const affected = (details?.impactedServices ?? []).map(({ name, regions }) =>
    regions.length === 0 ? name : `${name} (${regions.join(', ')})`,
  );
  const health =
    details?.currentHealthStatus === undefined ? undefined : `${target ?? 'resource'} is ${details.currentHealthStatus.toLowerCase()}`;
  const words = [health, details?.title ?? one.operationName, affected.length === 0 ? undefined : affected.join(', ')];
  return {
    ...known,
    words: words.filter((part) => part !== undefined).join(': ') || undefined,
    dimensions: details?.trackingId === undefined ? [] : [{ name: 'trackingId', value: details.trackingId }],
    over: isOver(details?.stage, details?.currentHealthStatus),
    // Both kinds of health tell their end; all else in the activity log is over when it is told.
    endsAfterMs: details?.stage === undefined && details?.currentHealthStatus === undefined ? hourMs : undefined,
  };
}

// Service Health tells its end by the stage, Resource Health by the status; both still say "Fired".
function isOver(stage: string | undefined, health: string | undefined): boolean {
  return ['resolved', 'complete', 'canceled'].includes(stage?.toLowerCase() ?? '') || health?.toLowerCase() === 'available';
}

const symbols: ReadonlyMap<string, string> = new Map([
  ['greaterthan', '>'],
  ['greaterthanorequal', '≥'],
  ['greaterorlessthan', 'outside'],
  ['lessthan', '<'],
  ['lowerthan', '<'],
  ['lessthanorequal', '≤'],
  ['lowerthanorequal', '≤'],
  ['equals', '='],
  ['equal', '='],
]);

/** Azure writes "GreaterThan" and "Greater Than". */
function symbolOf(operator: string | undefined): string {
  return symbols.get((operator ?? '').replaceAll(' ', '').toLowerCase()) ?? operator ?? '';
}

/** The last part of an ARM id. */
export function lastPartOf(id: string | undefined): string | undefined {
  return id?.split('/').findLast((part) => part !== '');
}
