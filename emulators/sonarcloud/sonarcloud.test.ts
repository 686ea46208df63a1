import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { startHook } from '../../test/fakes/webhook.ts';
import { EmulatorClock } from '../clock.ts';
import { Faults } from '../faults.ts';
import { secrets } from '../world.ts';
import { createSonarcloudEmulator, projectKeyOf } from './index.ts';
import { type GateTold, gateBody, usualConditions } from './payload.ts';

const at = Date.UTC(2026, 10, 20, 9);
const told: GateTold = {
  project: projectKeyOf('compliance'),
  status: 'ERROR',
  conditions: usualConditions(61.25),
  branch: 'main',
  revision: 'c739069ec7105e01303e8b3065a81141aad9f129',
  task: 'AVh21JS2JepAEhwQ-b3u',
  at,
};
const body = gateBody(told, { url: 'https://sonarcloud.io', organization: 'example' });

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

describe('the webhook of a quality gate', () => {
  it('says which condition failed', () => {
    expect(body).toMatchObject({
      status: 'SUCCESS',
      analysedAt: '2026-11-20T09:00:00+0000',
      project: { key: 'example_compliance', name: 'compliance' },
      qualityGate: {
        status: 'ERROR',
        conditions: expect.arrayContaining([expect.objectContaining({ metric: 'new_coverage', status: 'ERROR', value: '61.3' })]),
      },
    });
    expect(usualConditions(85).every((one) => one.status !== 'ERROR')).toBe(true);
  });

  it('is signed over the raw body, names its project, and is never sent again', async () => {
    const hook = await startHook([503]);
    stops.push(hook.stop);
    const clock = new EmulatorClock({ start: at, patienceMs: 0 });
    const emulator = createSonarcloudEmulator({ clock, faults: new Faults(clock.now), botUrl: hook.url });
    expect(await emulator.post({ source: 'sonarcloud', at, body, alerts: [] })).toMatchObject({ status: 503 });
    await clock.advance(3_600_000);
    expect(hook.got).toHaveLength(1);
    expect(hook.got[0]).toMatchObject({
      path: '/webhooks/sonarcloud',
      headers: {
        'x-sonarqube-project': 'example_compliance',
        'x-sonar-webhook-hmac-sha256': createHmac('sha256', secrets.sonarcloud)
          .update(hook.got[0]?.body ?? '')
          .digest('hex'),
      },
    });
  });

  const sample = new URL('../../../shared/contracts/sonarcloud/webhook.payload-example.json', import.meta.url);
  it.skipIf(!existsSync(sample))('has the fields of the official example (skipped where ../shared is absent)', () => {
    const theirs = JSON.parse(readFileSync(sample, 'utf8'));
    const ours = JSON.parse(JSON.stringify(body));
    expect(Object.keys(ours)).toEqual(expect.arrayContaining(Object.keys(theirs)));
    expect(Object.keys(ours.qualityGate).toSorted()).toEqual(Object.keys(theirs.qualityGate).toSorted());
    const shapes = (conditions: readonly object[]) => new Set(conditions.map((one) => Object.keys(one).toSorted().join()));
    expect(shapes(ours.qualityGate.conditions)).toEqual(shapes(theirs.qualityGate.conditions));
  });
});
