import type { MetricResult } from '../core/ports.ts';

/** What could not be read, as a sentence: the resource stands before the reason, unless that names it. */
export function failureWords({ resource, metric, reason }: MetricResult['failures'][number]): string {
  if (reason.includes(resource.name)) return reason;
  return `${resource.name}${metric === undefined ? '' : ` (${metric})`}: ${reason}`;
}
