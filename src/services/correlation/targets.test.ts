import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resource } from '../../../test/fakes/catalogue-estate.ts';
import { readTarget, resourceOf } from './targets.ts';

const estate = [
  resource('Microsoft.Insights/components', 'orders'),
  resource('Microsoft.Web/sites', 'orders'),
  resource('Microsoft.DBforPostgreSQL/flexibleServers', 'pg-orders'),
  resource('Microsoft.Cache/Redis', 'twin'),
  resource('Microsoft.Storage/storageAccounts', 'twin'),
  resource('Microsoft.Sql/servers', 'sql'),
  resource('Microsoft.Sql/servers/databases', 'main', {
    id: '/subscriptions/s1/resourceGroups/rg-shop/providers/Microsoft.Sql/servers/sql/databases/main',
  }),
  resource('Microsoft.App/containerApps', 'ca-api'),
];

describe('what a call goes to', () => {
  it.each([
    ['pg-orders.postgres.database.azure.com | orders', 'pg-orders', 'microsoft.dbforpostgresql/flexibleservers'],
    ['PG-ORDERS.postgres.database.azure.com:5432', 'pg-orders', 'microsoft.dbforpostgresql/flexibleservers'],
    ['tcp:sql.database.windows.net,1433 | main', 'main', 'microsoft.sql/servers/databases'],
    ['sql.database.windows.net | other', 'sql', 'microsoft.sql/servers'],
    ['https://twin.blob.core.windows.net/reports?sv=1', 'twin', 'microsoft.storage/storageaccounts'],
    ['rediss://:secret@twin.redis.cache.windows.net:6380', 'twin', 'microsoft.cache/redis'],
    ['orders.azurewebsites.net | cid-v1:8a0d', 'orders', 'microsoft.web/sites'],
    ['ca-api.wonderful-sea-1.westeurope.azurecontainerapps.io', 'ca-api', 'microsoft.app/containerapps'],
    ['orders', 'orders', 'microsoft.web/sites'],
    ['orders.shop.svc.cluster.local:8080', 'orders', 'microsoft.web/sites'],
  ])('“%s” is %s', (text, name, type) => {
    const target = readTarget(text);
    expect(target && resourceOf(target, estate)).toMatchObject({ name, type });
  });

  it.each(['orders.example', 'pg-orders.mysql.database.azure.com', 'https://mail.example/v3/send'])('“%s” is no resource', (text) => {
    const target = readTarget(text);
    expect(target).toBeDefined();
    expect(target && resourceOf(target, estate)).toBeUndefined();
  });

  it.each([
    '',
    ' | main',
    'localhost:8080',
    '127.0.0.1',
    'http://169.254.169.254/metadata',
    'login.microsoftonline.com',
    'https://westeurope-5.in.applicationinsights.azure.com/',
  ])('“%s” tells nothing', (text) => {
    expect(readTarget(text)).toBeUndefined();
  });

  it('is read from whatever an application writes, soon', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2_000 }), (text) => void readTarget(text)));
    const begun = performance.now();
    readTarget(`${'a'.repeat(50_000)}:${'.'.repeat(50_000)}@`);
    expect(performance.now() - begun).toBeLessThan(200);
  });
});
