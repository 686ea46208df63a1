import type { EstateMetric } from './metric.ts';

const minuteMs = 60_000;
// Source: "Azure Monitor metrics overview": platform metrics are there within three minutes at most.
const missingMs = 80_000;
const incompleteMs = 3 * minuteMs;
const incompletePart = 0.6;

/**
 * How much of the minute that begins at `at` Azure has by now, 0 to 1; undefined: it gives no value yet. What adds up on a
 * platform's own counters is a zero until it arrives, and everything that adds up comes in parts.
 */
export function arrived(at: number, now: number, metric: EstateMetric): number | undefined {
  const age = now - (at + minuteMs);
  if (age >= incompleteMs) return 1;
  if (age >= missingMs) return incompletePart;
  return metric.shape.kind === 'counter' ? 0 : undefined;
}
