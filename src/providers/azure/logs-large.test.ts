import { afterAll, beforeAll, expect, it } from 'vitest';
import { centralLogs } from '../../../emulators/logs/workspaces.ts';
import { type AzureHarness, startAzure } from '../../../test/fakes/azure-harness.ts';
import { tableOutcome } from '../../../test/fakes/log-engine.ts';
import { UserError } from '../../core/errors.ts';

let world: AzureHarness;
beforeAll(async () => {
  world = await startAzure();
});
afterAll(async () => world[Symbol.asyncDispose]());

const to = Date.UTC(2026, 10, 18, 12);
const ask = () =>
  world.azure.logs.query(
    { place: { kind: 'workspace', id: centralLogs.id, title: 'central logs' }, text: 'T', from: to - 3_600_000, to, waitMs: 60_000 },
    new AbortController(),
  );
const asked = (): number => world.server.requests.filter((one) => one.includes('/azure/logs/')).length;

it('an answer of which there is too much is not read to its end, and what to ask instead is said', async () => {
  const row = JSON.stringify(['x'.repeat(100_000)]);
  world.logs.answer(
    tableOutcome(
      [{ name: 'c', type: 'string' }],
      Array.from({ length: 200 }, () => row),
    ),
  );
  const before = asked();
  const error = await ask().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toHaveProperty('message', 'The answer is larger than 16 MB. Ask for fewer rows, or for fewer or smaller columns.');
  expect(asked() - before).toBe(1);
});

it('keeps a large answer whole, but for cells that nobody could read', async () => {
  const row = JSON.stringify(['x '.repeat(50_000)]);
  world.logs.answer(
    tableOutcome(
      [{ name: 'c', type: 'string' }],
      Array.from({ length: 20 }, () => row),
    ),
  );
  const { table, cutCells } = await ask();
  expect([table.rows.length, cutCells]).toEqual([20, 20]);
  expect(table.rows.every(([cell]) => String(cell).endsWith('x … cut'))).toBe(true);
});
