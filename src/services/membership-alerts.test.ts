import { describe, expect, it } from 'vitest';
import { resource, service } from '../../test/fakes/catalogue-estate.ts';
import { type AboutAlert, membershipOf, serviceLabels } from './membership-alerts.ts';

const services = [
  service('shop', { title: 'Web shop', sentry: 'shop-api', sonarcloud: 'acme_shop', labels: { team: 'web' } }),
  service('orders', {
    labels: { team: 'web', tier: 'db' },
    resources: [{ type: 'Microsoft.Sql/servers/databases', tags: { of: 'orders' } }],
  }),
  service('crawler'),
];
const db = resource('Microsoft.Sql/servers', 'srv/databases/orders-db', {
  type: 'microsoft.sql/servers/databases',
  tags: { of: 'orders' },
});
const component = '/subscriptions/s1/resourceGroups/rg-crawler/providers/microsoft.insights/components/crawler-ai';

const ask = (about: Partial<AboutAlert>): readonly [string | undefined, string | undefined] => {
  const found = membershipOf({ source: 'azure', resources: [], labels: {}, ...about }, services, [{ ...db, name: 'orders-db' }]);
  return [found?.service.name, found?.by];
};

describe('an alert belongs to a service', () => {
  it.each<[string, Partial<AboutAlert>, string, string]>([
    ['an Application Insights component', { resources: [component] }, 'crawler', 'its resource crawler-ai is in the group rg-crawler'],
    [
      'type and tags that discovery knows',
      { resources: ['/subscriptions/s9/resourceGroups/rg-no/providers/Microsoft.Web/sites/x', db.id.toUpperCase()] },
      // Both shop (by its group) and orders fit: the first in the catalogue has it.
      'shop',
      'its resource orders-db is in the group rg-shop',
    ],
    [
      'an id in a dimension of a log alert',
      { labels: { _ResourceId: component } },
      'crawler',
      'its resource crawler-ai is in the group rg-crawler',
    ],
    ['a Sentry project', { source: 'sentry', project: 'Shop-API' }, 'shop', 'Shop-API is its Sentry project'],
    ['a SonarCloud project', { source: 'sonarcloud', project: 'acme_shop' }, 'shop', 'acme_shop is its SonarCloud project'],
    ['its configured label', { labels: { team: 'web', pod: 'x' } }, 'shop', 'its label is team=web'],
    ['the most configured labels', { labels: { team: 'web', tier: 'db' } }, 'orders', 'its labels are team=web, tier=db'],
    ['a label that is its title', { labels: { app: 'web SHOP' } }, 'shop', 'its label app is web SHOP'],
    ['a job with its namespace', { labels: { job: 'prod/crawler' } }, 'crawler', 'its label job is prod/crawler'],
    ['a dimension of Application Insights', { labels: { 'cloud/roleName': 'crawler' } }, 'crawler', 'its label cloud/roleName is crawler'],
  ])('by %s', (_what, about, name, by) => {
    expect(ask(about)).toEqual([name, by]);
  });

  it('by resources before its project, by the project before labels', () => {
    expect(ask({ source: 'sentry', resources: [component], project: 'shop-api' })[0]).toBe('crawler');
    expect(ask({ source: 'sentry', project: 'shop-api', labels: { service: 'crawler' } })[0]).toBe('shop');
  });

  it('by its naming labels in their order, whatever the order they come in', () => {
    expect(ask({ labels: { namespace: 'shop', service: 'crawler' } })[0]).toBe('crawler');
    expect(ask({ labels: { namespace: 'shop', service: 'nobody' } })[0]).toBe('shop');
    expect(serviceLabels[0]).toBe('service');
  });

  it.each<[string, Partial<AboutAlert>]>([
    ['a Sentry project that is only SonarCloud’s', { source: 'sentry', project: 'acme_shop' }],
    ['one of several configured labels', { labels: { tier: 'db' } }],
    ['a label that is not in the list', { labels: { pod: 'crawler' } }],
    ['a part of a name', { labels: { app: 'crawler-worker' } }],
  ])('never by %s', (_what, about) => {
    expect(ask(about)).toEqual([undefined, undefined]);
  });
});
