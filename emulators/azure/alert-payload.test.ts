import { existsSync, readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startAzure } from '../../test/fakes/azure-harness.ts';
import { EmulatorFault } from '../emulator.ts';
import { secrets } from '../world.ts';
import type { MetricAlert } from './alert-payload.ts';

const sample = new URL('../../../shared/contracts/azure/alerts/metric-static.resolved.json', import.meta.url);
const absent = !existsSync(sample);
const minute = 60_000;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Azure on one side, a webhook that keeps what it gets on the other. */
async function startBoth() {
  const got: { path: string; body: unknown }[] = [];
  const hook = fastify();
  hook.post('/*', async (request, reply) => {
    got.push({ path: request.url, body: request.body });
    return reply.code(202).send({ accepted: 1 });
  });
  const url = await hook.listen({ host: '127.0.0.1', port: 0 });
  const world = await startAzure({ botUrl: () => url });
  closers.push(
    () => hook.close(),
    async () => world[Symbol.asyncDispose](),
  );
  const alert: MetricAlert = {
    rule: 'slow',
    severity: 2,
    description: 'slow responses',
    resource: 'appi-compliance',
    metric: 'requests/duration',
    aggregation: 'average',
    operator: 'GreaterThan',
    threshold: 2000,
    windowMinutes: 5,
    firing: 'f0f0f0f0-0000-4000-8000-000000000001',
    firedAt: world.clock.now(),
  };
  return { world, got, alert };
}

const keysOf = (value: unknown): readonly string[] => Object.keys(z.record(z.string(), z.unknown()).parse(value));
const parts = z.object({
  data: z.object({ essentials: z.unknown(), alertContext: z.object({ condition: z.object({ allOf: z.tuple([z.unknown()]) }) }) }),
});

describe('an alert of the estate', () => {
  it('reaches the webhook with the secret in its path, and is understood by the product', async () => {
    const { world, got, alert } = await startBoth();
    await world.server.fireAlert(alert);
    await world.clock.advance(10 * minute);
    await world.server.fireAlert({ ...alert, resolvedAt: world.clock.now() });
    expect(got.map((one) => one.path)).toEqual(Array.from({ length: 2 }, () => `/webhooks/azure/${secrets.azureWebhook}`));
    const events = got.flatMap((one) => world.azure.alerts.read(one.body, { at: world.clock.now(), resource: undefined }));
    expect(events.map((one) => one.state)).toEqual(['fired', 'resolved']);
    expect(new Set(events.map((one) => one.key)).size).toBe(1);
    expect(events[0]).toMatchObject({
      severity: 'P2',
      at: alert.firedAt,
      resources: [expect.stringMatching(/components\/appi-compliance$/u)],
    });
    expect(events[0]?.title).toMatch(/^slow: Average requests\/duration of appi-compliance > 2000 \(is \d+(\.\d+)?\)$/u);
  });

  it.skipIf(absent)('has the fields of the official sample (skipped where ../shared is absent)', async () => {
    const { world, got, alert } = await startBoth();
    await world.server.fireAlert({ ...alert, resolvedAt: world.clock.now() });
    const ours = parts.parse(got[0]?.body).data;
    const theirs = parts.parse(JSON.parse(readFileSync(sample, 'utf8'))).data;
    expect(keysOf(ours.essentials).toSorted()).toEqual(keysOf(theirs.essentials).toSorted());
    expect(keysOf(ours.alertContext.condition.allOf[0])).toEqual(
      expect.arrayContaining([...keysOf(theirs.alertContext.condition.allOf[0])]),
    );
  });

  it('cannot be of a resource or metric that does not exist', async () => {
    const { world, alert } = await startBoth();
    await expect(world.server.fireAlert({ ...alert, resource: 'nothing' })).rejects.toThrow(EmulatorFault);
    await expect(world.server.fireAlert({ ...alert, metric: 'nothing' })).rejects.toThrow(EmulatorFault);
  });
});
