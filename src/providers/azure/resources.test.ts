import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureHarness, startAzure } from '../../../test/fakes/azure-harness.ts';
import { graphQuery, literal } from './resources.ts';

const { signal } = new AbortController();
const everything = { subscriptions: [], resourceGroups: [], tags: {} };

let world: AzureHarness;
beforeAll(async () => {
  world = await startAzure({ graphPage: 5 });
});
afterAll(async () => world[Symbol.asyncDispose]());

describe('discovery', () => {
  it('follows the pages to the end', async () => {
    const before = world.server.requests.length;
    const found = await world.azure.resources.list({ signal });
    expect(new Set(found.map((one) => one.id)).size).toBe(22);
    expect(world.server.requests.length - before).toBe(5);
  });

  it('gives types and regions in lower case, and the tags', async () => {
    const found = await world.azure.resources.list({ signal });
    expect(found.find((one) => one.name === 'bps-website-sp')).toMatchObject({
      type: 'microsoft.web/serverfarms',
      region: 'southafricanorth',
      group: 'rg-bps-website',
      tags: { service: 'bps-website', env: 'production' },
    });
  });

  it('heeds subscriptions, resource groups and tags', async () => {
    const [africa] = world.estate.subscriptions;
    const count = async (scope: object): Promise<number> => (await world.connect(scope).resources.list({ signal })).length;
    expect(await count({ subscriptions: [africa?.id ?? ''] })).toBe(10);
    expect(await count({ resourceGroups: ['RG-packamal', 'rg-compliance'] })).toBe(12);
    expect(await count({ tags: { service: 'Compliance', env: 'production' } })).toBe(6);
    expect(await count({ tags: { service: "x' or '1'=='1" } })).toBe(0);
  });

  it('says what to do when nothing is found', async () => {
    const lines = await world.connect({ tags: { service: 'none' } }).resources.check({ signal });
    expect(lines.at(-1)).toMatchObject({ ok: false, detail: expect.stringContaining('grant the role Reader') });
  });

  it('names each configured subscription of which nothing can be seen', async () => {
    const [africa] = world.estate.subscriptions;
    const nobody = '00000000-0000-4000-8000-00000000dead';
    const check = (subscriptions: readonly string[]) => world.connect({ subscriptions }).resources.check({ signal });
    expect((await check([africa?.id.toUpperCase() ?? ''])).map(({ ok }) => ok)).toEqual([true, true]);
    const lines = await check([africa?.id ?? '', nobody]);
    expect(lines.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(lines.at(-1)).toMatchObject({
      what: `Azure subscription ${nobody}`,
      detail: expect.stringMatching(/^nothing in it can be seen: grant the role Reader on it/u),
    });
  });
});

describe('the query', () => {
  it('binds what was configured as string literals', () => {
    expect(literal("it's \\ a\nline")).toBe("'it\\'s \\\\ a\\nline'");
    expect(graphQuery({ ...everything, resourceGroups: ['a', "b') | take 1"] })).toBe(
      "resources | where resourceGroup in~ ('a', 'b\\') | take 1') | project id, name, type, location, resourceGroup, subscriptionId, tags | order by id asc",
    );
  });
});
