import { z } from 'zod';

/** Azure leaves optional fields out or sends null, as it pleases. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
/** Numbers arrive as such or as strings. */
const number = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => value ?? undefined);

/** Milliseconds since 1970 (UTC); undefined for what is no time. */
export const moment = text.transform((value) => {
  const at = Date.parse(value ?? '');
  return Number.isFinite(at) ? at : undefined;
});

/** What alerts of every kind say about themselves, whichever way they came. */
export interface Essentials {
  /** One firing; the id of the rule for some kinds of activity log alerts. */
  readonly alertId: string | undefined;
  readonly alertRule: string | undefined;
  readonly severity: string | undefined;
  readonly monitorCondition: 'Fired' | 'Resolved';
  readonly monitoringService: string | undefined;
  readonly alertTargetIDs: readonly string[];
  readonly originAlertId: string | undefined;
  readonly firedDateTime: number | undefined;
  readonly resolvedDateTime: number | undefined;
  readonly description: string | undefined;
  readonly investigationLink: string | undefined;
}

/** The envelope of the common alert schema; what `alertContext` holds depends on the kind of alert. */
export const commonAlert = z.object({
  schemaId: z.literal('azureMonitorCommonAlertSchema'),
  data: z.object({
    essentials: z.object({
      alertId: text,
      alertRule: text,
      severity: text,
      monitorCondition: z.enum(['Fired', 'Resolved']),
      monitoringService: text,
      alertTargetIDs: texts,
      originAlertId: text,
      firedDateTime: moment,
      resolvedDateTime: moment,
      description: text,
      investigationLink: text,
    }),
    alertContext: z.unknown().optional(),
  }),
});

const dimensions = z
  .array(z.object({ name: z.string(), value: z.string().nullish() }))
  .nullish()
  .transform((list) => (list ?? []).map((one) => ({ name: one.name, value: one.value ?? '' })));

/** Metric alerts of every sort, and log alerts V2. */
export const conditionContext = z.object({
  conditionType: z.string(),
  condition: z.object({
    allOf: z.array(
      z.object({
        metricName: text,
        metricMeasureColumn: text,
        webTestName: text,
        operator: text,
        threshold: number,
        timeAggregation: text,
        metricValue: number,
        dimensions,
      }),
    ),
  }),
});

/** Log alerts of the first version, of Log Analytics and of Application Insights. */
export const logContext = z.object({
  SearchQuery: z.string(),
  ResultCount: number,
  Threshold: number,
  Operator: text,
  Dimensions: dimensions,
});

export const prometheusContext = z.object({
  expression: z.string(),
  expressionValue: number,
  labels: z
    .record(z.string(), z.string())
    .nullish()
    .transform((value) => value ?? {}),
  annotations: z
    .record(z.string(), z.string())
    .nullish()
    .transform((value) => value ?? {}),
});

/** Service Health sends the services as an array, or as a string that holds the array. */
const impactedServices = z
  .preprocess(
    (value) => (typeof value === 'string' ? parseJson(value) : value),
    z.array(z.object({ ServiceName: z.string(), ImpactedRegions: z.array(z.object({ RegionName: z.string() })).nullish() })),
  )
  .transform((list) => list.map((one) => ({ name: one.ServiceName, regions: (one.ImpactedRegions ?? []).map((each) => each.RegionName) })))
  .optional()
  .catch(undefined);

/** Activity log alerts; Service Health and Resource Health are among them. */
export const activityContext = z.object({
  eventSource: z.union([z.string(), z.number()]),
  operationName: text,
  status: text,
  properties: z
    .object({
      title: text,
      trackingId: text,
      stage: text,
      currentHealthStatus: text,
      previousHealthStatus: text,
      impactedServices,
    })
    .nullish()
    .transform((value) => value ?? undefined)
    .catch(undefined),
});

export const smartContext = z.object({ SmartDetectorName: z.string(), DetectionSummary: text });

export const budgetContext = z.object({
  AlertData: z.object({ BudgetName: z.string(), BudgetId: text, ThresholdType: text, SpentAmount: text, BudgetThreshold: text }),
});

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
