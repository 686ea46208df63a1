import { describe, expect, it } from 'vitest';
import { configFrom, faultsIn } from '../../test/fakes/config.ts';
import { linkHostsOf } from './link-hosts.ts';

const hosts = (yaml: string): readonly string[] => linkHostsOf(configFrom(`services: { shop: {} }\n${yaml}`, { TOKEN: 't' }).config);
const portals = ['portal.azure.com', 'portal.azure.us', 'portal.azure.cn'];

describe('where the links of alerts may lead', () => {
  it('36 is Azure’s portal, what is connected, and what the configuration names', () => {
    expect(hosts('')).toEqual(portals);
    expect(
      hosts(
        'jira: { host: "https://shop.atlassian.net", email: a@example.com, token: "${TOKEN}" }\nincidents: { linkHosts: [Grafana.example.com] }',
      ),
    ).toEqual([...portals, 'shop.atlassian.net', 'Grafana.example.com']);
  });

  it.each(['https://grafana.example.com', 'grafana.example.com:3000', 'grafana.example.com/d', '*.example.com', ''])(
    '36 is no “%s”: a host is meant',
    (host) => {
      expect(faultsIn(`services: { shop: {} }\nincidents: { linkHosts: ["${host}"] }`).join()).toContain(
        'incidents.linkHosts[0]: must be a host such as',
      );
    },
  );
});
