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

/** What the part of an alert that differs from kind to kind says. */
export interface ContextReading {
  /** The condition in words: "Average requests/duration of appi-compliance > 2000 (is 3120)". */
  readonly words: string | undefined;
  /** Whatever tells two conditions of one rule and target apart. */
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** The event says it is over although monitorCondition says "Fired". */
  readonly over: boolean;
}

const nothing: ContextReading = { words: undefined, dimensions: [], over: false };

/** An alert of an unknown kind is still an alert: its essentials suffice. */
export function readContext(context: unknown, essentials: Essentials): ContextReading {
  const target = nameOf(essentials.alertTargetIDs[0]);
  return (
    readAs(conditionContext, context, (one) => readCondition(one, target)) ??
    readAs(logContext, context, (one) => readLog(one)) ??
    readAs(prometheusContext, context, (one) => readPrometheus(one)) ??
    readAs(smartContext, context, (one) => ({ ...nothing, words: one.DetectionSummary ?? one.SmartDetectorName })) ??
    readAs(budgetContext, context, (one) => readBudget(one)) ??
    readAs(activityContext, context, (one) => readActivity(one, target)) ??
    nothing
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
    const value = one.metricValue === undefined ? '' : ` (is ${one.metricValue})`;
    const limit = one.threshold === undefined ? '' : ` ${symbolOf(one.operator)} ${one.threshold}`;
    return `${one.timeAggregation ?? ''} ${what}${whose}${limit}${value}`.trim();
  });
  return {
    words: parts.length === 0 ? undefined : parts.join(' and '),
    dimensions: condition.allOf.flatMap((one) => one.dimensions),
    over: false,
  };
}

function readLog(one: z.infer<typeof logContext>): ContextReading {
  const limit = one.Threshold === undefined ? '' : `, limit ${symbolOf(one.Operator)} ${one.Threshold}`;
  const words = one.ResultCount === undefined ? undefined : `${one.ResultCount} results${limit}`;
  return { ...nothing, words, dimensions: one.Dimensions };
}

function readPrometheus(one: z.infer<typeof prometheusContext>): ContextReading {
  const value = one.expressionValue === undefined ? '' : ` (is ${one.expressionValue})`;
  return {
    ...nothing,
    words: `${one.annotations['summary'] ?? one.expression}${value}`,
    dimensions: Object.entries(one.labels).map(([name, label]) => ({ name, value: label })),
  };
}

function readBudget({ AlertData: budget }: z.infer<typeof budgetContext>): ContextReading {
  const spent = budget.SpentAmount === undefined ? '' : `: ${budget.SpentAmount} spent`;
  const limit = budget.BudgetThreshold === undefined ? '' : ` of ${budget.BudgetThreshold}`;
  return {
    ...nothing,
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
    ...nothing,
    words: words.filter((part) => part !== undefined).join(': ') || undefined,
    dimensions: details?.trackingId === undefined ? [] : [{ name: 'trackingId', value: details.trackingId }],
    over: isOver(details?.stage, details?.currentHealthStatus),
  };
}

// Service Health tells its end by the stage, Resource Health by the status; both still say "Fired".
function isOver(stage: string | undefined, health: string | undefined): boolean {
  return ['resolved', 'complete', 'canceled'].includes(stage?.toLowerCase() ?? '') || health?.toLowerCase() === 'available';
}

const symbols: Readonly<Record<string, string>> = {
  greaterthan: '>',
  greaterthanorequal: '≥',
  greaterorlessthan: 'outside',
  lessthan: '<',
  lowerthan: '<',
  lessthanorequal: '≤',
  lowerthanorequal: '≤',
  equals: '=',
  equal: '=',
};

/** Azure writes "GreaterThan" and "Greater Than". */
function symbolOf(operator: string | undefined): string {
  return symbols[(operator ?? '').replaceAll(' ', '').toLowerCase()] ?? operator ?? '';
}

/** The last part of an ARM id. */
function nameOf(id: string | undefined): string | undefined {
  return id?.split('/').findLast((part) => part !== '');
}
