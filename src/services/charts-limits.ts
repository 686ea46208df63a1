import type { ChartLine } from '../core/chart.ts';
import type { Unit } from '../core/model/series.ts';
import type { Service } from '../core/model/service.ts';
import { formatValue } from '../core/numbers.ts';
import { builtInKpis, kpiOf } from './kpis.ts';

/**
 * The target and critical lines of a KPI, as the service has them; none where the metric is measured in another unit than the
 * KPI is stated in.
 */
export function limitLines(name: string | undefined, unit: Unit, service: Service | undefined): readonly ChartLine[] {
  const builtIn = builtInKpis.find((one) => one.name === name);
  if (builtIn === undefined || builtIn.unit !== unit) return [];
  const { target, critical } = service === undefined ? builtIn : kpiOf(builtIn, service);
  return [
    { label: `target ${formatValue(target, unit)}`, value: target, tone: 'warning' },
    { label: `critical ${formatValue(critical, unit)}`, value: critical, tone: 'bad' },
  ];
}
