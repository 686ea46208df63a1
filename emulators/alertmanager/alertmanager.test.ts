import { afterEach, describe, expect, it } from 'vitest';
import { startHook } from '../../test/fakes/webhook.ts';
import { EmulatorClock } from '../clock.ts';
import { createEstate } from '../estate/estate.ts';
import { Faults } from '../faults.ts';
import { podsOf } from '../logs/cluster/pods.ts';
import { createKept } from '../logs/kept.ts';
import { createMinutes } from '../logs/minutes.ts';
import { secrets } from '../world.ts';
import { createGroups } from './groups.ts';
import { createAlertmanagerEmulator } from './index.ts';
import { fingerprintOf, groupBody, type PrometheusAlert } from './payload.ts';
import { crashingPodOf } from './rules.ts';

const minute = 60_000;
const times = { waitMs: 30_000, intervalMs: 5 * minute, repeatMs: 60 * minute };
const alert = (pod: string, startsAt: number, endsAt?: number): PrometheusAlert => ({
  labels: { alertname: 'PodCrashLooping', namespace: 'packamal', pod },
  annotations: { summary: `${pod} crashes` },
  startsAt,
  endsAt,
  generatorUrl: 'http://127.0.0.1/graph',
});

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** What is told, and when in minutes, until `until`. */
function flushes(groups: ReturnType<typeof createGroups>, until: number): readonly (readonly [number, readonly string[]])[] {
  const found: (readonly [number, readonly string[]])[] = [];
  for (let due = groups.nextDue(); due !== undefined && due <= until; due = groups.nextDue())
    for (const { alerts } of groups.flush(due))
      found.push([due / minute, alerts.map((one) => `${one.labels['pod']} ${one.endsAt === undefined ? 'fires' : 'is over'}`)]);
  return found;
}

describe('alerts of one group', () => {
  it('are told together after the wait, then at the interval when something is new, and again when they go on', () => {
    const groups = createGroups(['alertname', 'namespace'], times);
    groups.take(alert('a', 0), 0);
    groups.take(alert('b', 0), 10_000);
    expect(flushes(groups, minute)).toEqual([[0.5, ['a fires', 'b fires']]]);
    groups.take(alert('c', minute), minute);
    expect(flushes(groups, 60 * minute)).toEqual([[5.5, ['a fires', 'b fires', 'c fires']]]);
    expect(flushes(groups, 66 * minute)).toEqual([[65.5, ['a fires', 'b fires', 'c fires']]]);
  });

  it('end with the group, each told once', () => {
    const groups = createGroups(['alertname', 'namespace'], times);
    groups.take(alert('a', 0), 0);
    groups.take(alert('b', 0), 0);
    flushes(groups, minute);
    groups.take(alert('a', 0, 2 * minute), 2 * minute);
    expect(flushes(groups, 6 * minute)).toEqual([[5.5, ['a is over', 'b fires']]]);
    groups.take(alert('b', 0, 7 * minute), 7 * minute);
    expect(flushes(groups, 300 * minute)).toEqual([[10.5, ['b is over']]]);
    expect(groups.nextDue()).toBeUndefined();
  });

  it('that began and ended before the wait was over are not told at all', () => {
    const groups = createGroups(['alertname', 'namespace'], times);
    groups.take(alert('a', 0), 0);
    groups.take(alert('a', 0, 10_000), 10_000);
    expect(flushes(groups, 300 * minute)).toEqual([]);
  });
});

describe('the webhook’s body', () => {
  const body = (alerts: readonly PrometheusAlert[]) =>
    JSON.parse(
      JSON.stringify(groupBody({ receiver: 'tocsin', labels: { alertname: 'PodCrashLooping' }, alerts, externalUrl: 'http://x' })),
    );

  it('is of version 4, with what all alerts have in common', () => {
    const told = body([alert('a', 0), alert('b', 0, minute)]);
    expect(Object.keys(told).toSorted()).toEqual(
      [
        'version',
        'groupKey',
        'truncatedAlerts',
        'status',
        'receiver',
        'groupLabels',
        'commonLabels',
        'commonAnnotations',
        'externalURL',
        'alerts',
      ].toSorted(),
    );
    expect(told).toMatchObject({
      version: '4',
      status: 'firing',
      commonLabels: { alertname: 'PodCrashLooping', namespace: 'packamal' },
      commonAnnotations: {},
      groupKey: '{}:{alertname="PodCrashLooping"}',
      alerts: [
        { status: 'firing', endsAt: '0001-01-01T00:00:00Z' },
        { status: 'resolved', endsAt: '1970-01-01T00:01:00.000Z' },
      ],
    });
    expect(body([alert('b', 0, minute)]).status).toBe('resolved');
  });

  it('tells an alert by its labels, in whatever order they stand', () => {
    expect(fingerprintOf({ a: '1', b: '2' })).toBe(fingerprintOf({ b: '2', a: '1' }));
    expect(fingerprintOf({ a: '1', b: '2' })).not.toBe(fingerprintOf({ a: '1', b: '3' }));
    expect(fingerprintOf({ a: '1' })).toMatch(/^[0-9a-f]{16}$/u);
  });
});

describe('its sender', () => {
  it('shows the bearer token, and tries again after 5xx and silence, not after 4xx', async () => {
    const hook = await startHook([503, 500, 202, 400]);
    stops.push(hook.stop);
    const clock = new EmulatorClock({ start: 0, patienceMs: 0 });
    const emulator = createAlertmanagerEmulator({ clock, faults: new Faults(clock.now), botUrl: hook.url });
    const message = { source: 'alertmanager', at: 0, body: {}, alerts: [] } as const;
    await emulator.post(message);
    await clock.advance(10_000);
    expect(hook.got).toHaveLength(3);
    expect(hook.got[0]).toMatchObject({ path: '/webhooks/alertmanager', headers: { authorization: `Bearer ${secrets.alertmanager}` } });
    await emulator.post(message);
    await clock.advance(60 * minute);
    expect(hook.got).toHaveLength(4);
  });
});

it('names the pod whose crashes the estate’s logs tell', () => {
  const clock = { now: () => Date.UTC(2026, 10, 20, 12) };
  const estate = createEstate({ seed: 'tocsin', clock });
  const from = clock.now() - 10 * minute;
  estate.apply({ resource: 'packamal-aks', metric: 'inner/crashes', from, to: clock.now(), change: () => 1 });
  const { resource } = estate.seriesOf('packamal-aks', 'inner/crashes');
  const pods = podsOf({ seed: 'tocsin', minutes: createMinutes({ estate, kept: createKept(10_000) }) }, { resource });
  const crashing = pods.filter((one) => one.restartsBefore(clock.now() / minute).filter((at) => at >= from / minute).length >= 10);
  expect(crashing.map((one) => one.name)).toEqual([crashingPodOf(estate, 'tocsin')]);
});
