import { describe, expect, it } from 'vitest';
import { createFakeResources, resource, service } from '../../../test/fakes/catalogue-estate.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import type { DependencySource } from '../../core/alert-ports.ts';
import { ProviderError } from '../../core/errors.ts';
import { createSuggest } from '../../text/suggest.ts';
import { createCatalogue } from '../catalogue.ts';
import { createCallerOf, createDependencies, telemetryPlaces } from './dependencies.ts';

const minute = 60_000;
const outage = new ProviderError('Azure', 'it does not answer.', { retry: { when: 'later', afterMs: 1_000 } });
type Calls = Awaited<ReturnType<DependencySource['calls']>>;

const services = [
  service('shop', { dependsOn: ['orders'], workspace: 'central' }),
  service('orders', { workspace: 'own-guid' }),
  service('mailer'),
];
const estate = [
  resource('Microsoft.DBforPostgreSQL/flexibleServers', 'pg-shop'),
  resource('Microsoft.Cache/Redis', 'cache', { group: 'rg-orders' }),
  resource('Microsoft.Storage/storageAccounts', 'files', { group: 'rg-nobody' }),
  resource('Microsoft.Insights/components', 'shop-ai'),
];
const declared = { service: 'shop', on: 'orders', how: 'declared' };

function build() {
  const clock = createHandClock();
  const log = createLogList();
  const catalogue = createCatalogue({
    services: () => services,
    source: createFakeResources(estate),
    suggest: createSuggest(),
    clock,
    log,
  });
  const asked: { from: number; to: number }[] = [];
  const world: { answer: Calls | Error } = { answer: [] };
  const source: DependencySource = {
    calls: async (range) => {
      asked.push(range);
      if (world.answer instanceof Error) throw world.answer;
      return world.answer;
    },
  };
  const dependencies = createDependencies({ source, catalogue, clock, log });
  const run = () => dependencies.job.run(clock.now());
  const dueIn = async () => ((await dependencies.job.next()) ?? Number.NaN) - clock.now();
  return { clock, catalogue, dependencies, asked, world, run, dueIn, log };
}

describe('dependencies', () => {
  it('are what is declared, until telemetry has told more', async () => {
    const { dependencies, world, run, asked, clock } = build();
    expect(dependencies.all()).toEqual([declared]);
    world.answer = [
      { service: 'shop', target: 'cache.redis.cache.windows.net:6380', count: 500 },
      { service: 'mailer', target: 'files.blob.core.windows.net', count: 500 },
      { service: 'mailer', target: 'shop:8080', count: 500 },
      { service: 'mailer', target: 'smtp.example', count: 10 },
    ];
    await run();
    expect(asked).toEqual([{ from: clock.now() - 60 * minute, to: clock.now() }]);
    expect(dependencies.all()).toEqual([
      declared,
      { service: 'shop', on: 'orders', target: { name: 'cache', id: estate[1]?.id }, how: 'seen' },
      { service: 'mailer', on: undefined, target: { name: 'files', id: estate[2]?.id }, how: 'seen' },
      { service: 'mailer', on: 'shop', target: { name: 'shop' }, how: 'seen' },
      { service: 'mailer', on: undefined, target: { name: 'smtp.example' }, how: 'seen' },
    ]);
  });

  it('are not what a service calls on its own machine, or hardly ever; of its own, resources only', async () => {
    const { dependencies, world, run } = build();
    world.answer = [
      { service: 'shop', target: 'pg-shop.postgres.database.azure.com | shop', count: 900 },
      { service: 'shop', target: 'shop:8080', count: 900 },
      { service: 'shop', target: 'localhost:9000', count: 900 },
      { service: 'shop', target: 'smtp.example', count: 9 },
    ];
    await run();
    expect(dependencies.all()).toEqual([
      declared,
      { service: 'shop', on: 'shop', target: { name: 'pg-shop', id: estate[0]?.id }, how: 'seen' },
    ]);
  });

  it('are asked for ten minutes after a start, then each hour; a failure keeps what was known and is tried again after ten minutes', async () => {
    const { dependencies, world, run, dueIn, clock, asked } = build();
    expect(await dueIn()).toBe(10 * minute);
    world.answer = [{ service: 'mailer', target: 'smtp.example', count: 99 }];
    await run();
    const first = clock.now();
    expect(await dueIn()).toBe(60 * minute);
    clock.move(60 * minute);
    world.answer = outage;
    await run();
    expect(dependencies.all()).toHaveLength(2);
    expect(await dueIn()).toBe(10 * minute);
    clock.move(10 * minute);
    world.answer = [];
    await run();
    // Since the last look that was answered, so that nothing falls between.
    expect(asked.at(-1)).toEqual({ from: first, to: clock.now() });
    expect(dependencies.all()).toHaveLength(2);
  });

  it('count for a day, and rare calls of several hours together', async () => {
    const { dependencies, world, run, clock } = build();
    world.answer = [{ service: 'mailer', target: 'smtp.example', count: 5 }];
    await run();
    expect(dependencies.all()).toEqual([declared]);
    clock.move(60 * minute);
    await run();
    expect(dependencies.all()).toHaveLength(2);
    world.answer = [];
    clock.move(23 * 60 * minute);
    await run();
    expect(dependencies.all()).toEqual([declared]);
  });

  it('are what is declared where nothing can be asked', async () => {
    const { catalogue, clock, log } = build();
    const { all, job } = createDependencies({ source: undefined, catalogue, clock, log });
    await job.run(clock.now());
    expect([all(), await job.next()]).toEqual([[declared], undefined]);
  });
});

describe('telemetry', () => {
  it('is looked for in each workspace once, by its name or its id', () => {
    expect(
      telemetryPlaces({ Central: 'central-guid', other: 'OTHER-guid' }, [...services, service('x', { workspace: 'other-guid' })]),
    ).toEqual([
      { kind: 'workspace', id: 'central-guid', title: 'Central' },
      { kind: 'workspace', id: 'other-guid', title: 'other-guid' },
      { kind: 'workspace', id: 'own-guid', title: 'own-guid' },
    ]);
  });

  it.each([
    ['orders', estate[3]?.id ?? '', 'orders'],
    ['shop-worker', estate[3]?.id ?? '', 'shop'],
    ['unknown', '/subscriptions/s1/resourceGroups/rg-x/providers/microsoft.insights/components/x', undefined],
  ])('of the role %s is its service’s', async (role, component, expected) => {
    expect(await createCallerOf(build().catalogue)({ role, resource: component })).toBe(expected);
  });
});
