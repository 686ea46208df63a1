import { describe, expect, it } from 'vitest';
import { service } from '../../../test/fakes/catalogue-estate.ts';
import { firingAlert, openIncident } from '../../../test/fakes/correlation.ts';
import type { Alert } from '../../core/model/alert.ts';
import type { Incident } from '../../core/model/incident.ts';
import { correlate } from './correlate.ts';
import type { CorrelationContext, Dependency } from './correlation.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 10, 20, 12);
const id = (name: string, type = 'Microsoft.Web/sites'): string => `/subscriptions/s1/resourceGroups/rg/providers/${type}/${name}`;
const database = id('orders-db', 'Microsoft.DBforPostgreSQL/flexibleServers');

const declared: Dependency = { service: 'checkout', on: 'orders', how: 'declared' };
const seen: Dependency = { service: 'checkout', on: 'orders', target: { name: 'orders-db', id: database }, how: 'seen' };
const own: Dependency = { ...seen, service: 'orders' };
const cacheOf = (name: string): Dependency => ({ service: name, on: undefined, target: { name: 'cache.example' }, how: 'seen' });

function ask(alert: Partial<Alert>, other: Partial<Alert>, dependencies: readonly Dependency[] = []) {
  const incident = openIncident('INC-1', [firingAlert({ key: 'other', ...other })]);
  const context: CorrelationContext = { now: noon, services: [service('checkout'), service('orders')], dependencies };
  return correlate(firingAlert({ key: 'mine', ...alert }), [incident], context);
}

describe('an alert joins', () => {
  it.each<[string, Partial<Alert>, Partial<Alert>, readonly Dependency[], string]>([
    ['its service', { service: 'orders', firedAt: noon + 40_000 }, { service: 'orders' }, [], 'same service, 40 s after'],
    [
      'what its service needs',
      { service: 'checkout', firedAt: noon + 2 * minute },
      { service: 'orders' },
      [declared],
      'orders is a dependency of checkout, 2 min after',
    ],
    [
      'what needs its service',
      { service: 'orders', firedAt: noon - 30_000 },
      { service: 'checkout' },
      [declared],
      'orders is a dependency of checkout, 30 s before',
    ],
    [
      'the very resource that is called, though it is no service’s',
      { service: 'checkout', firedAt: noon + 12 * minute },
      { resources: [database.toUpperCase()] },
      [{ ...seen, on: undefined }],
      'orders-db is a dependency of checkout, 12 min after',
    ],
    [
      'what needs the same',
      { service: 'checkout', firedAt: noon + 20_000 },
      { service: 'orders' },
      ['checkout', 'orders'].map(cacheOf),
      'both need cache.example, 20 s after',
    ],
    [
      'what calls the same of one of them, though neither is about that',
      { service: 'checkout', firedAt: noon + 60_000 },
      { service: 'orders', resources: [id('orders-web')] },
      [declared, seen, own],
      'both call orders-db, 1 min after',
    ],
    [
      'its resource, without a service',
      { resources: [database], firedAt: noon + minute },
      { resources: [database.toLowerCase()] },
      [],
      'same resource orders-db, 1 min after',
    ],
    [
      'the whole of which its resource is a part',
      { resources: [`${database}/databases/main`] },
      { resources: [database] },
      [],
      'same resource orders-db, at the same moment',
    ],
    [
      'its release, without a service',
      { release: 'checkout@4.2', firedAt: noon + 65_000 },
      { service: 'checkout', release: 'checkout@4.2' },
      [],
      'same release checkout@4.2, 1 min after',
    ],
    [
      'its operation, without a service',
      { operation: 'GET /orders' },
      { service: 'orders', operation: 'GET /orders' },
      [],
      'same operation GET /orders, at the same moment',
    ],
    [
      'the incident it fired in before, for an hour after it ended there',
      { key: 'other', firedAt: noon + 110 * minute },
      { state: 'resolved', resolvedAt: noon + hours(1) },
      [],
      'the same alert, 50 min after it ended',
    ],
    [
      'what a minor alert began, while it is near',
      { service: 'orders', firedAt: noon + 12 * minute },
      { service: 'orders', severity: 'P3' },
      [],
      'same service, 12 min after',
    ],
    [
      'by two hints, where neither alone suffices any more',
      { service: 'orders', release: 'o@1', firedAt: noon + 45 * minute },
      { service: 'orders', release: 'o@1' },
      [],
      'same release o@1 and same service, 45 min after',
    ],
  ])('%s', (_what, alert, other, dependencies, reason) => {
    expect(ask(alert, other, dependencies)).toMatchObject({ kind: 'joins', incident: { id: 'INC-1' }, reason });
  });
});

describe('an alert stays alone', () => {
  const shared = ['a', 'b', 'c', 'checkout', 'orders'].map(cacheOf);
  it.each<[string, Partial<Alert>, Partial<Alert>, readonly Dependency[], string]>([
    [
      'beside a service it has nothing to do with',
      { service: 'checkout' },
      { service: 'orders' },
      [],
      'no incident of checkout, nor of what it needs or what needs it, is open',
    ],
    ['without a service', {}, {}, [], 'it belongs to no service, and no open incident has its resource, release or operation'],
    [
      'where most services need the same',
      { service: 'checkout' },
      { service: 'orders' },
      shared,
      'no incident of checkout, nor of what it needs or what needs it, is open',
    ],
    [
      'long after the last news',
      { service: 'orders', firedAt: noon + hours(3) },
      { service: 'orders' },
      [],
      'too little ties it to INC-1 (same service, 3 h after: 0.00 of the 0.5 needed)',
    ],
    [
      'though something of its service has just ended',
      { service: 'orders', firedAt: noon + 61 * minute },
      { service: 'orders', state: 'resolved', resolvedAt: noon + hours(1) },
      [],
      'too little ties it to INC-1 (same service, 1 h 1 min after: 0.13 of the 0.5 needed)',
    ],
    [
      'in the incident it fired in before, when that is hours ago',
      { key: 'other', firedAt: noon + hours(3) },
      { state: 'resolved', resolvedAt: noon + hours(1) },
      [],
      'too little ties it to INC-1 (the same alert, 2 h after it ended: 0.12 of the 0.5 needed)',
    ],
    [
      'a while after a minor alert of its service',
      { service: 'orders', firedAt: noon + 15 * minute },
      { service: 'orders', severity: 'P3' },
      [],
      'too little ties it to INC-1 (same service, 15 min after: 0.47 of the 0.5 needed)',
    ],
    [
      'where its service calls another part of that service',
      { service: 'checkout' },
      { service: 'orders', resources: [id('orders-web')] },
      [declared, seen],
      'too little ties it to INC-1 (orders is a dependency of checkout, at the same moment: 0.35 of the 0.5 needed)',
    ],
    [
      'where both call the same of one of them, but did not begin together',
      { service: 'checkout', firedAt: noon + 2 * minute },
      { service: 'orders', resources: [id('orders-web')] },
      [declared, seen, own],
      'too little ties it to INC-1 (both call orders-db, 2 min after: 0.48 of the 0.5 needed)',
    ],
    [
      'where both need the same, but it is about a database, which calls nobody',
      { service: 'checkout', resources: [id('checkout-db', 'Microsoft.Sql/servers')] },
      { service: 'orders' },
      ['checkout', 'orders'].map(cacheOf),
      'no incident of checkout, nor of what it needs or what needs it, is open',
    ],
    [
      'when it is about a database, which calls nobody',
      { service: 'checkout', resources: [id('checkout-db', 'Microsoft.Sql/servers')] },
      { service: 'orders', resources: [database] },
      [seen],
      'no incident of checkout, nor of what it needs or what needs it, is open',
    ],
    [
      'with an operation that another service has too',
      { service: 'checkout', operation: 'GET /health' },
      { service: 'orders', operation: 'GET /health' },
      [],
      'too little ties it to INC-1 (same operation GET /health, at the same moment: 0.20 of the 0.5 needed)',
    ],
    [
      'where both were only found in the same workspace',
      { service: 'checkout', resources: [id('logs', 'Microsoft.OperationalInsights/workspaces')] },
      { service: 'orders', resources: [id('logs', 'Microsoft.OperationalInsights/workspaces')] },
      [],
      'no incident of checkout, nor of what it needs or what needs it, is open',
    ],
  ])('%s', (_what, alert, other, dependencies, reason) => {
    expect(ask(alert, other, dependencies)).toEqual({ kind: 'alone', reason });
  });

  it('when the incident is resolved', () => {
    const over = openIncident('INC-1', [firingAlert({ service: 'orders' })], { state: 'resolved' });
    const context = { now: noon, services: [], dependencies: [] };
    expect(correlate(firingAlert({ key: 'mine', service: 'orders' }), [over], context).kind).toBe('alone');
  });
});

describe('of several incidents', () => {
  const context: CorrelationContext = { now: noon, services: [], dependencies: [declared] };
  const at = (incidentId: string, over: Partial<Alert>, openedAt = noon): Incident =>
    openIncident(incidentId, [firingAlert({ key: incidentId, ...over })], { openedAt });
  const choose = (candidates: readonly Incident[]): string | undefined => {
    const found = correlate(firingAlert({ key: 'mine', service: 'checkout' }), candidates, context);
    return found.kind === 'joins' ? found.incident.id : undefined;
  };

  it.each<[string, readonly Incident[], string]>([
    ['the stronger tie', [at('INC-1', { service: 'orders' }), at('INC-2', { service: 'checkout', firedAt: noon - 5 * minute })], 'INC-2'],
    [
      'of equal ties the nearer in time',
      [at('INC-1', { service: 'checkout', firedAt: noon - 5 * minute }), at('INC-2', { service: 'checkout', firedAt: noon - minute })],
      'INC-2',
    ],
    [
      'of equally near ones the older',
      [at('INC-3', { service: 'checkout' }, noon + 1), at('INC-4', { service: 'checkout' }, noon)],
      'INC-4',
    ],
    ['of equally old ones the lower number', [at('INC-10', { service: 'checkout' }), at('INC-9', { service: 'checkout' })], 'INC-9'],
  ])('%s decides, whatever their order', (_rule, candidates, expected) => {
    expect([choose(candidates), choose(candidates.toReversed())]).toEqual([expected, expected]);
  });
});

function hours(count: number): number {
  return count * 60 * minute;
}
