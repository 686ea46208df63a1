import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startAzure } from '../../test/fakes/azure-harness.ts';
import { startHook } from '../../test/fakes/webhook.ts';
import type { AlertMessage } from '../alerting/rule.ts';
import { secrets } from '../world.ts';
import { type AzureFiring, alertPayload, firingOf } from './alert-payload.ts';
import { azureRules } from './alert-rules.ts';

const samples = new URL('../../../shared/contracts/azure/alerts/', import.meta.url);
const absent = !existsSync(samples);
const minute = 60_000;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Azure on one side, a webhook that keeps what it gets on the other. */
async function startBoth() {
  const hook = await startHook();
  const world = await startAzure({ botUrl: () => hook.url });
  closers.push(hook.stop, async () => world[Symbol.asyncDispose]());
  const firing = (name: string, measuredName: string, targetName = measuredName): AzureFiring => {
    const rule = azureRules.find((one) => one.name === name);
    const named = (wanted: string) => world.estate.resources.find((one) => one.name === wanted);
    const [target, measured] = [named(targetName), named(measuredName)];
    if (rule === undefined || target === undefined || measured === undefined) throw new Error(`no rule ${name}`);
    return { rule, target, measured, dimension: undefined, value: 2304.5, firedAt: world.clock.now() };
  };
  return { world, hook, firing };
}

function messageOf(firing: AzureFiring): AlertMessage {
  const { rule, measured, resolvedAt, firedAt } = firing;
  const state = resolvedAt === undefined ? 'fired' : 'resolved';
  return {
    source: 'azure',
    at: resolvedAt ?? firedAt,
    body: alertPayload(firing),
    alerts: [{ rule: rule.name, service: rule.service, resource: measured.name, state, firing: firingOf(firing) }],
  };
}

const keysOf = (value: unknown): readonly string[] => Object.keys(z.record(z.string(), z.unknown()).parse(value)).toSorted();
const parts = z.object({
  data: z.object({
    essentials: z.unknown(),
    alertContext: z.looseObject({ condition: z.looseObject({ allOf: z.tuple([z.unknown()]) }) }),
  }),
});
const read = (name: string) => parts.parse(JSON.parse(readFileSync(new URL(name, samples), 'utf8'))).data;

describe('an alert of the estate', () => {
  it('reaches the webhook with the secret in its path, and is understood by the product', async () => {
    const { world, hook, firing } = await startBoth();
    const fired = firing('compliance-slow-responses', 'appi-compliance');
    await world.server.post(messageOf(fired));
    await world.clock.advance(10 * minute);
    await world.server.post(messageOf({ ...fired, resolvedAt: world.clock.now() }));
    expect(hook.got.map((one) => one.path)).toEqual(Array.from({ length: 2 }, () => `/webhooks/azure/${secrets.azureWebhook}`));
    const events = hook.got.flatMap((one) => world.azure.alerts.read(JSON.parse(one.body), { at: world.clock.now(), resource: undefined }));
    expect(events.map((one) => one.state)).toEqual(['fired', 'resolved']);
    expect(new Set(events.map((one) => one.key)).size).toBe(1);
    expect(events[0]).toMatchObject({
      severity: 'P2',
      at: fired.firedAt,
      resources: [expect.stringMatching(/components\/appi-compliance$/u)],
    });
    expect(events[0]?.title).toContain('compliance-slow-responses: Average requests/duration of appi-compliance > 2000');
  });

  it.skipIf(absent)('has the fields of the official samples of metric alerts (skipped where ../shared is absent)', async () => {
    const { world, firing } = await startBoth();
    const fired = firing('compliance-slow-responses', 'appi-compliance');
    const ours = parts.parse(alertPayload(fired)).data;
    const theirs = read('test.metric-static.json');
    expect(keysOf(ours)).toEqual(keysOf(theirs));
    expect(keysOf(ours.essentials)).toEqual(keysOf(theirs.essentials));
    expect(keysOf(ours.alertContext)).toEqual(keysOf(theirs.alertContext));
    expect(keysOf(ours.alertContext.condition)).toEqual(keysOf(theirs.alertContext.condition));
    expect(keysOf(ours.alertContext.condition.allOf[0])).toEqual(keysOf(theirs.alertContext.condition.allOf[0]));
    const resolved = parts.parse(alertPayload({ ...fired, resolvedAt: world.clock.now() })).data;
    expect(keysOf(resolved.essentials)).toEqual(keysOf(read('metric-static.resolved.json').essentials));
  });

  it.skipIf(absent)('has the fields of the official sample of a log search alert (skipped where ../shared is absent)', async () => {
    const { world, firing } = await startBoth();
    const fired = firing('packamal-database-connections', 'packamal-db', 'packamal-logs');
    const ours = parts.parse(alertPayload(fired)).data;
    const theirs = read('test.log-v2.json');
    expect(keysOf(ours.essentials)).toEqual(keysOf(theirs.essentials));
    expect(keysOf(ours.alertContext)).toEqual(keysOf(theirs.alertContext));
    expect(keysOf(ours.alertContext.condition)).toEqual(keysOf(theirs.alertContext.condition));
    expect(keysOf(ours.alertContext.condition.allOf[0])).toEqual(keysOf(theirs.alertContext.condition.allOf[0]));
    // Only metric alerts tell when they were resolved.
    const resolved = parts.parse(alertPayload({ ...fired, resolvedAt: world.clock.now() })).data;
    expect(keysOf(resolved.essentials)).not.toContain('resolvedDateTime');
    expect(ours.essentials).toMatchObject({ signalType: 'Log', alertTargetIDs: [expect.stringContaining('workspaces/packamal-logs')] });
  });
});

describe('the secure webhook', () => {
  it('carries a token of Entra ID that only the published keys have signed', async () => {
    const { world, hook, firing } = await startBoth();
    world.server.actionGroups.use('secure', 'compliance-slow-responses');
    await world.server.post(messageOf(firing('compliance-slow-responses', 'appi-compliance')));
    await world.server.post(messageOf(firing('pixcrawler-slow-responses', 'pixcrawler-ai')));
    expect(hook.got.map((one) => one.path)).toEqual(['/webhooks/azure', `/webhooks/azure/${secrets.azureWebhook}`]);
    expect(hook.got.map((one) => one.headers['authorization']?.slice(0, 7))).toEqual(['Bearer ', undefined]);
  });
});
