import { describe, expect, it } from 'vitest';
import { createFakeResources, resource, service } from '../../test/fakes/catalogue-estate.ts';
import { createMemorySettings } from '../../test/fakes/catalogue-settings.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLogList } from '../../test/fakes/log.ts';
import type { Place } from '../core/model/person.ts';
import { createSuggest } from '../text/suggest.ts';
import { createBindings } from './bindings.ts';
import { createCatalogue } from './catalogue.ts';
import type { ChannelRule } from './queries-channels.ts';
import { createQueryPlaces } from './queries-places.ts';

const ben = { platform: 'slack', id: 'U1', name: 'Ben' };
const here: Place = { platform: 'slack', channel: 'C1', channelName: 'ops', kind: 'channel' };
const central = '10c5ce27-0000-4000-8000-0000000000c1';
const own = '77777777-8888-4999-8aaa-bbbbbbbbbbbb';

const services = [
  service('shop', { title: 'Web shop' }),
  service('orders', { workspace: own }),
  service('cluster'),
  service('billing', { workspace: 'central' }),
  service('silent'),
];
const resources = [
  resource('Microsoft.Insights/components', 'shop-ai', { group: 'rg-shop' }),
  resource('Microsoft.Insights/components', 'orders-ai', { group: 'rg-orders' }),
  resource('Microsoft.OperationalInsights/workspaces', 'cluster-logs', { group: 'rg-cluster' }),
  resource('Microsoft.ContainerService/managedClusters', 'cluster-aks', { group: 'rg-cluster' }),
  resource('Microsoft.KeyVault/vaults', 'silent-keys', { group: 'rg-silent' }),
];

function build(over: { readonly workspaces?: Record<string, string>; readonly channels?: readonly ChannelRule[] } = {}) {
  const suggest = createSuggest();
  const source = createFakeResources(resources);
  const catalogue = createCatalogue({ services: () => services, source, suggest, clock: createHandClock(), log: createLogList() });
  const bindings = createBindings({ settings: createMemorySettings(), catalogue });
  const { workspaces = { default: central, central, security: own }, channels = [] } = over;
  const places = createQueryPlaces({ catalogue, bindings, workspaces: () => workspaces, channels: () => channels, suggest });
  return { places, bindings };
}

describe('where a query is asked', () => {
  it.each([
    ['shop', 'classic', 'shop-ai', 'classic', 'shop'],
    ['Web Shop', 'classic', 'shop-ai', 'classic', 'shop'],
    // What it has not gives way to what it has.
    ['shop', 'workspace', 'shop-ai', 'classic', 'shop'],
    ['orders', 'classic', 'orders-ai', 'classic', 'orders'],
    ['orders', 'either', 'orders-ai', 'classic', 'orders'],
    ['orders', 'workspace', own, 'workspace', 'orders'],
    ['billing', 'classic', central, 'workspace', 'billing'],
    ['cluster', 'workspace', 'cluster-logs', 'workspace', 'cluster'],
    ['cluster-aks', 'workspace', 'cluster-aks', 'workspace', 'cluster'],
    ['ORDERS-AI', 'either', 'orders-ai', 'classic', 'orders'],
    ['security', 'either', own, 'workspace', 'orders'],
    ['default', 'either', central, 'workspace', 'billing'],
    [own.toUpperCase(), 'either', own, 'workspace', 'orders'],
  ] as const)('of %s with %s tables is right', async (name, wanted, where, tables, of) => {
    const found = await build().places.find(name, wanted, here);
    const { place } = found;
    expect([place.kind === 'workspace' ? place.id : place.resource.name, found.tables, found.service?.name]).toEqual([where, tables, of]);
  });

  it('is the channel’s service where nothing is named, and else the default workspace', async () => {
    const { places, bindings } = build();
    expect((await places.find(undefined, 'either', here)).name).toBe('default');
    await bindings.bind(here, 'SHOP', ben);
    expect(await bindings.of(here)).toEqual({ id: 'slack:C1', service: 'shop', boundBy: 'Ben' });
    expect((await places.find(undefined, 'either', here)).name).toBe('shop');
    expect((await places.find(undefined, 'either', { ...here, channel: 'C2' })).name).toBe('default');
    expect([await bindings.unbind(here), await bindings.unbind(here)]).toEqual(['removed', 'absent']);
    await expect(bindings.bind(here, 'shpo', ben)).rejects.toThrow('Did you mean shop?');
  });

  it.each([
    [undefined, 'Of what? No service is bound to this channel'],
    ['shpo', 'Did you mean shop?'],
    ['securty', 'Did you mean security?'],
    ['silent', 'silent has no logs that I know of'],
    ['key vault', 'is a kind of resource'],
    // A workspace of somebody else's.
    ['99999999-8888-4999-8aaa-bbbbbbbbbbbb', 'No service or resource called'],
  ])('is not found for %j', async (name, words) => {
    await expect(build({ workspaces: { security: own } }).places.find(name, 'workspace', here)).rejects.toThrow(words);
  });

  it('offers every name once, services first', async () => {
    const names = await build().places.names();
    expect(names.map((one) => one.name)).toEqual([
      'shop',
      'orders',
      'cluster',
      'billing',
      'silent',
      'default',
      'central',
      'security',
      'shop-ai',
      'orders-ai',
      'cluster-logs',
    ]);
    expect(names[0]?.title).toBe('shop (Web shop)');
  });
});

describe('a channel in which only some services may be asked about', () => {
  const rule = (channel: string): readonly ChannelRule[] => [{ channel: { platform: 'slack', channel }, services: ['shop', 'cluster'] }];

  it.each(['C1', '#ops', '#Ops'])('%s lets these pass and nothing else', async (channel) => {
    const { places, bindings } = build({ channels: rule(channel) });
    expect((await places.find('shop', 'either', here)).name).toBe('shop');
    expect((await places.find('cluster-logs', 'either', here)).service?.name).toBe('cluster');
    for (const name of ['orders', 'orders-ai', 'default', 'security', own])
      await expect(places.find(name, 'either', here)).rejects.toThrow('may not be asked about in this channel; shop, cluster may.');
    // Not even by way of the default.
    await expect(places.find(undefined, 'either', here)).rejects.toThrow('Of what?');
    await bindings.bind(here, 'orders', ben);
    await expect(places.find(undefined, 'either', here)).rejects.toThrow('may not be asked about');
  });

  it('leaves all others alone', async () => {
    const { places } = build({ channels: rule('#ops') });
    expect((await places.find('orders', 'either', { ...here, channel: 'C2', channelName: 'dev' })).name).toBe('orders');
    expect((await places.find('orders', 'either', { ...here, platform: 'teams' })).name).toBe('orders');
    expect((await places.find('orders', 'either', { platform: 'slack', channel: 'D1', kind: 'direct' })).name).toBe('orders');
  });

  it('may be the one whose name was not told: then nothing is allowed', async () => {
    const { places } = build({ channels: rule('#ops') });
    await expect(places.find('shop', 'either', { platform: 'slack', channel: 'C9', kind: 'channel' })).rejects.toThrow(
      'I was not told the name of this channel',
    );
  });

  it('needs no name where only one service may be asked about', async () => {
    const { places } = build({ channels: [{ channel: { platform: 'slack', channel: 'C1' }, services: ['shop'] }] });
    expect((await places.find(undefined, 'either', here)).name).toBe('shop');
  });
});
