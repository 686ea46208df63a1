import { describe, expect, it } from 'vitest';
import { createFakeResources, resource, service, shopEstate } from '../../test/fakes/catalogue-estate.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Service } from '../core/model/service.ts';
import { createSuggest } from '../text/suggest.ts';
import { createCatalogue } from './catalogue.ts';

const minute = 60_000;
const outage = new ProviderError('Azure', 'it does not answer.', { retry: { when: 'later', afterMs: 1_000 } });

function build(services: readonly Service[] = shopEstate.services) {
  const source = createFakeResources(shopEstate.resources);
  const clock = createHandClock();
  const log = createLogList();
  const catalogue = createCatalogue({ services: () => services, source, suggest: createSuggest(), clock, log });
  return { catalogue, source, clock, log };
}

describe('a name', () => {
  it.each([
    ['shop', { kind: 'service', service: { name: 'shop' } }],
    ['SHOP', { kind: 'service', service: { name: 'shop' } }],
    ['web shop', { kind: 'service', service: { name: 'shop' } }],
    ['Shop-DB', { kind: 'resource', resource: { name: 'shop-db' } }],
    ['web app shop', { kind: 'resource', resource: { name: 'shop', type: 'microsoft.web/sites' } }],
    ['redis twin', { kind: 'resource', resource: { name: 'twin', type: 'microsoft.cache/redis' } }],
    ['plan', { kind: 'kind', title: 'plan' }],
    ['plans', { kind: 'kind', title: 'plan' }],
    ['postgres', { kind: 'kind', title: 'postgresql' }],
    ['microsoft.keyvault/vaults', { kind: 'kind', title: 'key vault' }],
    ['/SUBSCRIPTIONS/s1/resourceGroups/rg-shop/providers/Microsoft.Web/sites/shop', { kind: 'resource', resource: { name: 'shop' } }],
  ])('“%s” is understood', async (name, found) => {
    expect(await build().catalogue.find(name)).toMatchObject(found);
  });

  it.each([
    ['shpo', 'Did you mean shop?'],
    ['crawler-plna', 'Did you mean crawler-plan?'],
    ['postgrse', 'Did you mean postgres?'],
    ['postgrsql', 'Did you mean postgresql?'],
    ['zzzzzz', 'No service or resource called “zzzzzz”.'],
  ])('“%s” is answered with the nearest one', async (name, hint) => {
    await expect(build().catalogue.find(name)).rejects.toThrow(hint);
    await expect(build().catalogue.find(name)).rejects.toBeInstanceOf(UserError);
  });

  it('that two resources have is asked back', async () => {
    await expect(build().catalogue.find('twin')).rejects.toThrow('“storage twin” (group rg-a), “redis twin” (group rg-b)');
  });

  it('of a service that is not there is answered with the nearest service, not resource', () => {
    expect(() => build().catalogue.service('crawlr')).toThrow('No service called “crawlr”. Did you mean crawler?');
  });

  it('of a kind is looked up among the resources given', async () => {
    const { catalogue } = build();
    const all = await catalogue.resources();
    expect(catalogue.ofKind('redis', all).map((one) => one.name)).toEqual(['crawler-cache', 'twin']);
    expect(() => catalogue.ofKind('redsi', all)).toThrow('Did you mean redis?');
  });
});

describe('the resources of a service', () => {
  const byTag = resource('Microsoft.Web/sites', 'tagged', { group: 'rg-other', tags: { App: 'checkout' } });

  it.each([
    ['its ARM id, in any case', { id: byTag.id.toUpperCase() }, true],
    ['an id it lies below', { id: byTag.id.replace('/tagged', '/TAGGED') }, true],
    ['type and group together', { type: 'Microsoft.Web/sites', group: 'RG-OTHER' }, true],
    ['type, but not group', { type: 'microsoft.web/sites', group: 'rg-shop' }, false],
    ['a tag, its name in any case', { tags: { app: 'checkout' } }, true],
    ['a tag with another value', { tags: { app: 'Checkout' } }, false],
    ['nothing at all', {}, false],
  ])('are found by %s', async (_how, match, expected) => {
    const checkout = service('checkout', { resources: [match] });
    const { catalogue, source } = build([checkout]);
    source.answer = [byTag];
    expect((await catalogue.resourcesOf(checkout)).length).toBe(expected ? 1 : 0);
  });
});

describe('the service of an alert', () => {
  const azure = (...resources: string[]) => ({ source: 'azure', resources, labels: {} }) as const;

  it('is found by group without any discovery', async () => {
    const { catalogue, source } = build();
    source.answer = outage;
    const id = '/subscriptions/S1/resourcegroups/RG-CRAWLER/providers/microsoft.cache/redis/new-one';
    const found = await catalogue.serviceOf(azure(id));
    expect([found?.service.name, found?.by]).toEqual(['crawler', 'its resource new-one is in the group rg-crawler']);
    expect(source.asked()).toBe(0);
  });

  it('is found by tags, which discovery knows', async () => {
    const tagged = resource('Microsoft.Web/sites', 'tagged', { group: 'rg-other', tags: { app: 'checkout' } });
    const { catalogue, source } = build([service('checkout', { resources: [{ tags: { app: 'checkout' } }] })]);
    source.answer = [tagged];
    const found = await catalogue.serviceOf(azure(tagged.id.toLowerCase()));
    expect([found?.service.name, found?.by]).toEqual(['checkout', 'its resource tagged has the tag app=checkout']);
  });

  it('asks Azure in vain once a minute at most, and less often the longer it fails, so that a storm of alerts does not wait for each of them', async () => {
    const { catalogue, source, clock } = build([service('checkout', { resources: [{ tags: { app: 'checkout' } }] })]);
    source.answer = outage;
    const ask = () => expect(catalogue.serviceOf(azure(shopEstate.resources[0].id))).rejects.toBe(outage);
    await ask();
    await ask();
    expect(source.asked()).toBe(1);
    clock.move(minute);
    await ask();
    expect(source.asked()).toBe(2);
  });

  it('is asked for again, not taken for none, when only tags could tell and none were ever discovered', async () => {
    const tags = { app: 'checkout' };
    const tagged = resource('Microsoft.Web/sites', 'tagged', { group: 'rg-other', tags });
    const services = [service('checkout', { resources: [{ tags }] }), service('shop', { sentry: 'shop-web' })];
    const { catalogue, source, clock } = build(services);
    source.answer = outage;
    await expect(catalogue.serviceOf(azure(tagged.id))).rejects.toBe(outage);
    await expect(catalogue.serviceOf({ ...azure(), labels: { ResourceId: tagged.id } })).rejects.toBe(outage);
    expect((await catalogue.serviceOf({ ...azure(tagged.id), labels: { app: 'shop' } }))?.service.name).toBe('shop');
    expect((await catalogue.serviceOf({ source: 'sentry', resources: [], project: 'shop-web', labels: {} }))?.service.name).toBe('shop');
    expect(await catalogue.serviceOf({ source: 'sentry', resources: [], project: 'other', labels: {} })).toBeUndefined();
    source.answer = [tagged];
    clock.move(minute);
    expect((await catalogue.serviceOf(azure(tagged.id)))?.service.name).toBe('checkout');
    source.answer = outage;
    await catalogue.refresh();
    expect(await catalogue.serviceOf(azure(tagged.id.replace('/tagged', '/bare')))).toBeUndefined();
  });

  it('is unknown for a resource that belongs to none', async () => {
    const id = '/subscriptions/s1/resourceGroups/rg-nobody/providers/Microsoft.Web/sites/x';
    expect(await build().catalogue.serviceOf({ ...azure(id, 'not an id'), project: 'other' })).toBeUndefined();
  });
});

describe('discovery', () => {
  it('happens once for all who ask at the same time', async () => {
    const { catalogue, source } = build();
    await Promise.all([catalogue.resources(), catalogue.resources(), catalogue.find('shop')]);
    await catalogue.resources();
    expect(source.asked()).toBe(1);
  });

  it('is due at once, and then every ten minutes', async () => {
    const { catalogue, clock } = build();
    expect(await catalogue.discovery.next()).toBeLessThanOrEqual(clock.now());
    await catalogue.discovery.run(clock.now());
    expect(await catalogue.discovery.next()).toBe(clock.now() + 10 * minute);
  });

  it('that fails is tried again after 1, 2, 5 and then 10 minutes, and after a success in between begins anew', async () => {
    const { catalogue, source, clock } = build();
    const runWhenDue = async (): Promise<number> => {
      clock.move(Math.max(0, ((await catalogue.discovery.next()) ?? 0) - clock.now()));
      await catalogue.discovery.run(clock.now());
      return (((await catalogue.discovery.next()) ?? 0) - clock.now()) / minute;
    };
    source.answer = outage;
    const pauses: number[] = [];
    for (let failures = 0; failures < 5; failures += 1) pauses.push(await runWhenDue());
    source.answer = shopEstate.resources;
    pauses.push(await runWhenDue());
    source.answer = outage;
    pauses.push(await runWhenDue());
    expect(pauses).toEqual([1, 2, 5, 10, 10, 10, 1]);
  });

  it('keeps what was known when Azure fails, and tries again after a minute', async () => {
    const { catalogue, source, clock, log } = build();
    await catalogue.refresh();
    source.answer = outage;
    await catalogue.refresh();
    expect(await catalogue.resources()).toHaveLength(shopEstate.resources.length);
    expect(await catalogue.discovery.next()).toBe(clock.now() + minute);
    expect(log.entries.map((entry) => entry.level)).toContain('warn');
  });

  it('that never worked tells so, and works when Azure does', async () => {
    const { catalogue, source } = build();
    source.answer = outage;
    await expect(catalogue.find('shop')).rejects.toBe(outage);
    source.answer = shopEstate.resources;
    expect(await catalogue.resources()).toHaveLength(shopEstate.resources.length);
  });
});
