import type { AlertMessage } from '../alerting/rule.ts';
import { type AzureFiring, alertPayload, firingOf } from '../azure/alert-payload.ts';
import type { AzureRule } from '../azure/alert-rules.ts';
import { resources } from '../estate/resources.ts';
import type { Chance } from './chance.ts';
import { minuteMs } from './course.ts';
import type { TrueMessage } from './play-out.ts';

/** Alerts as every estate has them: true, harmless, and caused by nothing that anybody works on. */
const kinds = [
  ['bps-website-keys', 'ServiceApiLatency', 40, 'Key vault answers slowly'],
  ['bpsafricaweb', 'StorageUsed', 20_000_000_000, 'The container registry grows'],
  ['bps-website-sp', 'BytesSent', 400_000_000, 'Much is downloaded'],
  ['pixcrawler-index', 'NormalizedRUConsumption', 90, 'Request units are nearly used up'],
  ['pixcrawler-db', 'physical_data_read_percent', 80, 'Much is read from the disk'],
  ['packamal-logs', 'Query Count', 20, 'Many queries of logs'],
  ['packamal-db', 'storage_percent', 80, 'The disk fills up'],
  ['stcompliance', 'UsedCapacity', 230_000_000_000, 'The storage account grows'],
  ['log-compliance', 'Query Count', 20, 'Many queries of logs'],
  ['pg-compliance', 'storage_percent', 80, 'The disk fills up'],
] as const;

/** None in most variations, one or two in the others; each fires, and resolves a while later. */
export function straysOf(chance: Chance, { from, until }: { readonly from: number; readonly until: number }): readonly TrueMessage[] {
  const many = [0, 0, 0, 1, 1, 2][Math.floor(chance() * 6)] ?? 0;
  return Array.from({ length: many }, () => {
    const [name, metric, threshold, says] = kinds[Math.floor(chance() * kinds.length)] ?? kinds[0];
    const firedAt = Math.floor(from + chance() * (until - from));
    const resolvedAt = firedAt + Math.floor((5 + 20 * chance()) * minuteMs);
    const target = resources.find((one) => one.name === name);
    if (target === undefined) throw new RangeError(`the estate has no ${name}`);
    const rule: AzureRule = {
      name: `${target.name}-${metric.replaceAll(/\W+/gu, '-').toLowerCase()}`,
      service: target.service,
      description: `${says}.`,
      severity: 3,
      condition: { reading: { resource: name, metric, aggregation: 'average' }, operator: 'GreaterThan', threshold, windowMinutes: 15 },
      everyMinutes: 5,
      firesAfter: 1,
      resolvesAfter: 3,
    };
    const firing: AzureFiring = { rule, target, measured: target, dimension: undefined, value: threshold * 1.2, firedAt };
    return [told(firing, 'fired', firedAt), told({ ...firing, value: threshold * 0.8, resolvedAt }, 'resolved', resolvedAt)];
  }).flat();
}

function told(firing: AzureFiring, state: 'fired' | 'resolved', at: number): TrueMessage {
  const { rule, target } = firing;
  const alert = { rule: rule.name, service: rule.service, resource: target.name, state, firing: firingOf(firing) };
  const message: AlertMessage = { source: 'azure', at, body: alertPayload(firing), alerts: [alert] };
  return { message, incident: '' };
}
