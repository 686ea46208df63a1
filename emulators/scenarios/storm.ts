import type { AlertMessage } from '../alerting/rule.ts';
import { alertPayload, firingOf } from '../azure/alert-payload.ts';
import type { AzureRule } from '../azure/alert-rules.ts';
import type { EstateResource } from '../estate/resources.ts';
import { subscriptions } from '../estate/resources.ts';
import { minuteMs } from './course.ts';
import type { Cause, Scenario } from './scenario.ts';

const branches = 20;
const spanMs = minuteMs;
/** What fires at each gateway, and for which of its interfaces. */
const kinds = [
  { name: 'gateway-packet-loss', metric: 'PacketLoss', threshold: 5, value: 38, severity: 2, says: 'A branch gateway loses packets.' },
  { name: 'gateway-latency', metric: 'Latency', threshold: 250, value: 1900, severity: 2, says: 'A branch gateway answers slowly.' },
  { name: 'gateway-errors', metric: 'InterfaceErrors', threshold: 20, value: 411, severity: 3, says: 'A gateway’s interface has errors.' },
  {
    name: 'gateway-discards',
    metric: 'InterfaceDiscards',
    threshold: 50,
    value: 902,
    severity: 3,
    says: 'A gateway’s interface drops packets.',
  },
  {
    name: 'gateway-sessions',
    metric: 'LostSessions',
    threshold: 10,
    value: 64,
    severity: 1,
    says: 'Sessions through a branch gateway break.',
  },
] as const;
const interfaces = Array.from({ length: 10 }, (_, number) => `eth${number}`);

/** Twice fired (once told again), resolved, … and at last a message that comes late: ten of each alert, 10,000 in all. */
const course: readonly { readonly firing: number; readonly state: 'fired' | 'resolved' }[] = [
  { firing: 0, state: 'fired' },
  { firing: 0, state: 'fired' },
  { firing: 0, state: 'resolved' },
  { firing: 1, state: 'fired' },
  { firing: 1, state: 'fired' },
  { firing: 1, state: 'resolved' },
  { firing: 2, state: 'fired' },
  { firing: 2, state: 'fired' },
  { firing: 2, state: 'resolved' },
  { firing: 1, state: 'fired' },
];

/** A carrier's fault: the gateways of twenty branches, none of which any service knows, complain about everything at once. */
export const storm: Scenario = {
  name: 'storm',
  title: 'Storm: the gateways of 20 branches send 10,000 messages within a minute',
  start: (now) => {
    const [first, ...others] = Array.from({ length: branches }, (_, number) => branch(number + 1, now));
    if (first === undefined) throw new RangeError('a storm needs branches');
    return { causes: [first, ...others], until: now + 2 * minuteMs };
  },
};

function branch(number: number, now: number): Cause {
  const name = `branch-${String(number).padStart(2, '0')}`;
  const gateway = gatewayOf(name);
  const messages = kinds.flatMap((kind, place) =>
    interfaces.flatMap((dimension, port) => {
      const rule = ruleOf(kind);
      // The alerts of all gateways begin within the first tenth, each after another.
      const order = (port * kinds.length + place) * branches + number - 1;
      const offset = (order / (branches * kinds.length * interfaces.length)) * (spanMs / course.length);
      const at = (step: number): number => now + Math.floor((step * spanMs) / course.length + offset);
      const firstStep = (firing: number): number => course.findIndex((one) => one.firing === firing);
      return course.map(({ firing, state }, step): AlertMessage => {
        const endStep = course.findIndex((one) => one.firing === firing && one.state === 'resolved');
        const told = {
          rule,
          target: gateway,
          measured: gateway,
          dimension,
          value: state === 'fired' ? kind.value : 0,
          firedAt: at(firstStep(firing)),
          resolvedAt: state === 'resolved' ? at(endStep) : undefined,
        };
        const alert = { rule: rule.name, service: rule.service, resource: gateway.name, state, firing: firingOf(told) };
        return { source: 'azure', at: at(step), body: alertPayload(told), alerts: [alert] };
      });
    }),
  );
  return { name: `storm: ${name}`, effects: [], releases: [], messages: messages.toSorted((one, other) => one.at - other.at) };
}

function gatewayOf(name: string): EstateResource {
  const [{ id: subscription }] = subscriptions;
  const provider = 'Microsoft.Compute/virtualMachines';
  const group = `rg-${name}`;
  return {
    id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/${provider}/${name}-gateway`,
    name: `${name}-gateway`,
    type: provider.toLowerCase(),
    subscription,
    group,
    region: 'southafricanorth',
    tags: { env: 'edge' },
    service: 'bps-website',
    provider,
  };
}

function ruleOf({ name, metric, threshold, severity, says }: (typeof kinds)[number]): AzureRule {
  return {
    name,
    service: 'bps-website',
    description: says,
    severity,
    condition: {
      reading: { resource: '', metric, aggregation: 'average' },
      dimension: 'Interface',
      operator: 'GreaterThan',
      threshold,
      windowMinutes: 1,
    },
    everyMinutes: 1,
    firesAfter: 1,
    resolvesAfter: 1,
  };
}
