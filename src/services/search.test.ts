import { describe, expect, it } from 'vitest';
import { createFakeResources, resource, shopEstate } from '../../test/fakes/catalogue-estate.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { type SearchSource, searchSources } from '../core/actions.ts';
import { ProviderError } from '../core/errors.ts';
import { createSuggest } from '../text/suggest.ts';
import { createCatalogue } from './catalogue.ts';
import { createSearch } from './search.ts';

const mine = { id: 'morning', name: 'morning', command: 'kql requests', owner: 'slack:U1', ownerName: 'Ana' };

function build(answer: Parameters<typeof createFakeResources>[0] = shopEstate.resources) {
  const suggest = createSuggest();
  const log = createLogList();
  const source = createFakeResources(answer);
  const catalogue = createCatalogue({ services: () => shopEstate.services, source, suggest, clock: createHandClock(), log });
  const places = {
    names: async () => [
      { name: 'shop', title: 'shop (Web shop)' },
      { name: 'default', title: 'default (workspace)' },
    ],
  };
  const savedQueries = { list: async () => [{ name: 'slow', title: 'Slow operations', description: '', parameters: [], texts: {} }, mine] };
  const search = createSearch({ catalogue, places, savedQueries, suggest, log });
  const find = (of: SearchSource, typed: string, most = 5, signal = new AbortController().signal) =>
    search({ source: of, typed, most }, { signal });
  const labels = async (of: SearchSource, typed: string, most?: number) => (await find(of, typed, most)).map((one) => one.label);
  return { find, labels, catalogue };
}

describe('searching for a metric', () => {
  it('offers the most useful ones first', async () => {
    expect(await build().labels('metrics', '', 4)).toEqual(['CPU', 'Memory', 'Requests', 'Failures']);
  });

  it.each([
    ['cpu', ['CPU']],
    ['lat', ['Response time', 'p50 latency (from logs)', 'p95 latency (from logs)', 'p99 latency (from logs)']],
    ['time', ['Response time', 'Availability']],
    ['RES', ['Response time', 'Restarts', 'pod restarts (from logs)', 'Failures', 'Failure rate']],
    ['fail', ['Failures', 'Failure rate']],
    ['cup', ['CPU', 'cup']],
    ['Http5xx', ['Http5xx']],
    [' MemoryWorkingSet ', ['MemoryWorkingSet']],
    ['zz', []],
    ['z'.repeat(100), []],
  ])('finds for “%s” %j', async (typed, found) => {
    expect(await build().labels('metrics', typed)).toEqual(found);
  });

  it('gives the word that the command understands', async () => {
    const [first, second] = await build().find('metrics', 'latency');
    expect(first).toEqual({ label: 'Response time', value: 'response time' });
    expect(second).toEqual({ label: 'p50 latency (from logs)', value: 'p50 latency' });
  });

  it('puts last what nothing here has', async () => {
    const { labels } = build([resource('Microsoft.App/containerApps', 'api')]);
    const ofContainerApps = ['CPU', 'Memory', 'Requests', 'Response time', 'Network in', 'Network out', 'Replicas', 'Restarts'];
    expect(await labels('metrics', '', 9)).toEqual([...ofContainerApps, 'Failures']);
  });
});

describe('searching for what to draw', () => {
  it('offers services, then resources, then kinds', async () => {
    const all = await build().labels('targets', '', 100);
    expect(all.slice(0, 4)).toEqual(['shop (service)', 'crawler (service)', 'crawler-cache (redis)', 'crawler-plan (plan)']);
    expect(all.slice(-2)).toEqual(['every storage', 'every key vault']);
  });

  it.each([
    ['sho', ['shop (service)', 'shop (web app)', 'shop-ai (application insights)', 'shop-db (postgresql)', 'shop-keys (key vault)']],
    ['plan', ['every plan', 'crawler-plan (plan)', 'shop-plan (plan)']],
    ['web', ['shop (service)', 'every web app', 'shop (web app)']],
    ['crwler', ['crawler (service)']],
  ])('finds for “%s” %j', async (typed, found) => {
    expect(await build().labels('targets', typed)).toEqual(found);
  });

  it('gives words that mean exactly that one, also of namesakes', async () => {
    const twins = [...shopEstate.resources, resource('Microsoft.Cache/Redis', 'twin', { group: 'rg-c' })];
    const { find, catalogue } = build(twins);
    for (const { label, value } of await find('targets', '', 100)) {
      const found = await catalogue.find(value);
      if (found.kind === 'resource') expect(label).toBe(`${found.resource.name} (${catalogue.kindOf(found.resource)})`);
      if (found.kind === 'service') expect(label).toBe(`${found.service.name} (service)`);
      if (found.kind === 'kind') expect(label).toBe(`every ${found.title}`);
    }
    expect((await find('targets', 'twin')).map((one) => one.value)).toEqual([
      twins.findLast((one) => one.name === 'twin' && one.group === 'rg-b')?.id,
      twins.at(-1)?.id,
      'storage twin',
    ]);
  });

  it('still offers services when resources cannot be listed', async () => {
    const outage = new ProviderError('Azure', 'it does not answer.', { retry: { when: 'never' } });
    expect(await build(outage).labels('targets', '')).toEqual(['shop (service)', 'crawler (service)']);
  });
});

describe('searching for a time zone', () => {
  it.each([
    ['', ['UTC', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles']],
    ['berlin', ['Europe/Berlin']],
    ['new york', ['America/New_York']],
    ['Brelin', ['Europe/Berlin']],
  ])('finds for “%s” %j', async (typed, found) => {
    expect(await build().labels('zones', typed)).toEqual(found);
  });
});

describe('a search', () => {
  it('that breaks or is given up finds nothing instead of failing', async () => {
    expect(await build(new TypeError('x is undefined')).find('targets', 'shop')).toEqual([]);
    expect(await build().find('targets', 'shop', 5, AbortSignal.abort())).toEqual([]);
  });

  it('finds again whatever it has offered, by what was read', async () => {
    const { find } = build();
    for (const source of searchSources) {
      for (const choice of await find(source, '', 1_000)) expect((await find(source, choice.label))[0]).toEqual(choice);
    }
  });

  it('never gives more than are wanted', async () => {
    expect(await build().find('zones', 'e', 7)).toHaveLength(7);
  });
});
