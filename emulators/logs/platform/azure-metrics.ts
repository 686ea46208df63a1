import type { Estate } from '../../estate/estate.ts';
import { plainRows } from '../plain-rows.ts';
import type { Stretch, TableMaker } from '../rows.ts';
import { minuteMs, ticksOf } from '../times.ts';

/** What a diagnostic setting sends of the metrics: minutes for each row, in the last week and before. */
const grains = { full: { minutes: 5, name: 'PT5M' }, thin: { minutes: 60, name: 'PT1H' } };

/** The metrics themselves, all but those of applications, which no diagnostic setting sends. */
export function metricTables({ estate }: { readonly estate: Estate }): readonly TableMaker[] {
  return [
    {
      table: 'AzureMetrics',
      writes: (resource) => resource.type !== 'microsoft.insights/components' && estate.metricsOf(resource.type).length > 0,
      rows: (stretch) => metricsTable(estate, stretch),
    },
  ];
}

function metricsTable(estate: Estate, stretch: Stretch) {
  const { resource, first } = stretch;
  const grain = grains[stretch.density];
  // A row is there when its time is over.
  const end = stretch.end - (stretch.end % grain.minutes);
  const rows = estate
    .metricsOf(resource.type)
    .flatMap((metric) =>
      estate
        .values(resource, metric, { from: first * minuteMs, to: end * minuteMs, grainMs: grain.minutes * minuteMs })
        .flatMap(({ at, summary }) => (summary === undefined ? [] : [{ at: ticksOf(at), metric, summary }])),
    );
  return plainRows(rows, {
    ResourceId: () => resource.id.toUpperCase(),
    ResourceGroup: () => resource.group.toUpperCase(),
    ResourceProvider: () => resource.provider.split('/')[0]?.toUpperCase() ?? '',
    Resource: () => resource.name.toUpperCase(),
    SubscriptionId: () => resource.subscription,
    MetricName: ({ metric }) => metric.name,
    UnitName: ({ metric }) => metric.unit,
    TimeGrain: () => grain.name,
    Total: ({ summary }) => summary.total,
    Count: ({ summary }) => summary.count,
    Minimum: ({ summary }) => summary.minimum,
    Maximum: ({ summary }) => summary.maximum,
    Average: ({ summary }) => summary.average,
  });
}
