import { describe, expect, it } from 'vitest';
import { UserError } from '../../core/errors.ts';
import { checkEndpoints, cloudOf, rewrite } from './endpoints.ts';

const cloud = cloudOf({});

describe('custom endpoints', () => {
  it('leave requests alone where none is given', () => {
    expect(rewrite('https://management.azure.com/subscriptions?a=1', cloud, {})).toBeUndefined();
  });

  it('replace each of the cloud’s hosts by its own address', () => {
    const endpoints = { login: 'http://127.0.0.1:1/login', arm: 'http://127.0.0.1:1/arm/', metrics: 'http://127.0.0.1:1/metrics' };
    expect(rewrite('https://login.microsoftonline.com/t/oauth2/v2.0/token', cloud, endpoints)).toBe(
      'http://127.0.0.1:1/login/t/oauth2/v2.0/token',
    );
    expect(rewrite('https://management.azure.com//subscriptions/s?x=%2F', cloud, endpoints)).toBe(
      'http://127.0.0.1:1/arm/subscriptions/s?x=%2F',
    );
    expect(rewrite('https://westeurope.metrics.monitor.azure.com/subscriptions/s/metrics:getBatch', cloud, endpoints)).toBe(
      'http://127.0.0.1:1/metrics/westeurope/subscriptions/s/metrics:getBatch',
    );
    expect(rewrite('https://example.com/', cloud, endpoints)).toBeUndefined();
  });

  it('put the region where the address says', () => {
    const endpoints = { metrics: 'https://{region}.proxy.example/azure' };
    expect(rewrite('https://westeurope.metrics.monitor.azure.com/x', cloud, endpoints)).toBe('https://westeurope.proxy.example/azure/x');
  });

  it.each(['http://127.0.0.1:1/logs', 'http://127.0.0.1:1/logs/', 'http://127.0.0.1:1/logs/v1'])(
    'take the queries of logs to %s',
    (logs) => {
      expect(rewrite('https://api.loganalytics.io/v1//subscriptions/s/query', cloud, { logs })).toBe(
        'http://127.0.0.1:1/logs/v1//subscriptions/s/query',
      );
    },
  );

  it('choose a sovereign cloud by its own hosts', () => {
    const china = { login: 'https://login.chinacloudapi.cn', arm: 'https://management.chinacloudapi.cn/' };
    expect(cloudOf(china)).toMatchObject({
      arm: 'management.chinacloudapi.cn',
      metrics: 'metrics.monitor.azure.cn',
      logs: 'api.loganalytics.azure.cn',
    });
    expect(rewrite('https://management.chinacloudapi.cn/x', cloudOf(china), china)).toBeUndefined();
    expect(cloudOf({ arm: 'https://proxy.example' })).toBe(cloud);
  });

  it.each(['http://127.0.0.1:8/a', 'http://localhost/a', 'http://[::1]:4/a', 'https://proxy.example'])('may be %s', (arm) => {
    expect(() => checkEndpoints({ arm })).not.toThrow();
  });

  it.each(['http://proxy.example', 'http://127.0.0.1.example.com', 'ftp://localhost', 'nonsense'])('may not be %s', (arm) => {
    expect(() => checkEndpoints({ arm })).toThrow(UserError);
  });
});
