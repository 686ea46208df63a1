import { z } from 'zod';

/** A row of Resource Graph's answer, as our query projects it. */
export const resourceRow = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    location: z.string().nullish(),
    resourceGroup: z.string().nullish(),
    subscriptionId: z.string(),
    tags: z.record(z.string(), z.coerce.string()).nullish(),
  })
  .transform((row) => ({
    id: row.id,
    name: row.name,
    type: row.type.toLowerCase(),
    subscription: row.subscriptionId,
    group: row.resourceGroup ?? '',
    // Resources of no region are "global", which is also what the metrics endpoint calls them.
    region: (row.location ?? '').replaceAll(' ', '').toLowerCase() || 'global',
    tags: row.tags ?? {},
  }));

const point = z.object({
  timeStamp: z.date(),
  average: z.number().nullish(),
  minimum: z.number().nullish(),
  maximum: z.number().nullish(),
  total: z.number().nullish(),
  count: z.number().nullish(),
});

const dimension = z
  .object({ name: z.union([z.string(), z.object({ value: z.string() })]), value: z.string().nullish() })
  .transform((one) => ({
    name: typeof one.name === 'string' ? one.name : one.name.value,
    value: one.value ?? '',
  }));

/** One time series of the batch client (`metadatavalues`, as on the wire) or of the single one (`metadataValues`). */
const timeseries = z
  .object({ data: z.array(point).nullish(), metadataValues: z.array(dimension).nullish(), metadatavalues: z.array(dimension).nullish() })
  .transform((one) => ({ points: one.data ?? [], dimensions: one.metadataValues ?? one.metadatavalues ?? [] }));

const metric = z.object({
  name: z.string(),
  unit: z.string().optional(),
  errorCode: z.string().nullish(),
  errorMessage: z.string().nullish(),
  timeseries: z.array(timeseries),
});

/** The answer about one resource, as both metrics clients give it. `granularity` may differ from what was asked. */
export const resourceMetrics = z.object({
  resourceId: z.string().optional(),
  granularity: z.string().optional(),
  metrics: z.array(metric),
});
export type ResourceMetrics = z.infer<typeof resourceMetrics>;

export const metricDefinition = z.object({
  name: z.string(),
  description: z.string().nullish(),
  unit: z.string().optional(),
  primaryAggregationType: z.string().optional(),
  supportedAggregationTypes: z.array(z.string()).nullish(),
  metricAvailabilities: z.array(z.object({ granularity: z.string().optional() })).nullish(),
  dimensions: z.array(z.string()).nullish(),
});
