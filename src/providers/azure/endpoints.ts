import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { UserError } from '../../core/errors.ts';

/** Base URLs other than the public cloud's: a sovereign cloud, a proxy, a server of one's own. */
export interface AzureEndpoints {
  readonly login?: string | undefined;
  readonly arm?: string | undefined;
  /** `{region}` stands for the region; without it the region is appended as a path. */
  readonly metrics?: string | undefined;
  readonly logs?: string | undefined;
}

/** One of Azure's clouds: the hosts its clients speak to and sign tokens for. */
export interface Cloud {
  readonly login: string;
  readonly arm: string;
  /** The domain behind the region's name. */
  readonly metrics: string;
  readonly logs: string;
  /** Where people look at all of it. */
  readonly portal: string;
}

const publicCloud: Cloud = {
  login: 'login.microsoftonline.com',
  arm: 'management.azure.com',
  metrics: 'metrics.monitor.azure.com',
  logs: 'api.loganalytics.io',
  portal: 'portal.azure.com',
};
// Source of the hosts: the audiences and authority hosts that the Azure clients themselves know.
const clouds: readonly Cloud[] = [
  publicCloud,
  {
    login: 'login.microsoftonline.us',
    arm: 'management.usgovcloudapi.net',
    metrics: 'metrics.monitor.azure.us',
    logs: 'api.loganalytics.us',
    portal: 'portal.azure.us',
  },
  {
    login: 'login.chinacloudapi.cn',
    arm: 'management.chinacloudapi.cn',
    metrics: 'metrics.monitor.azure.cn',
    logs: 'api.loganalytics.azure.cn',
    portal: 'portal.azure.cn',
  },
];

/** The cloud whose hosts the endpoints name; a proxy or a server of one's own stands for the public cloud. */
export function cloudOf(endpoints: AzureEndpoints): Cloud {
  const named = [endpoints.login, endpoints.arm].flatMap((url) => (url === undefined ? [] : [new URL(url).host]));
  return clouds.find((cloud) => named.some((host) => host === cloud.login || host === cloud.arm)) ?? publicCloud;
}

const loopback = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/u;

/** Throws UserError for what is no URL, or for plain http towards anything but this machine: tokens travel on it. */
export function checkEndpoints(endpoints: AzureEndpoints): void {
  for (const [name, value] of Object.entries(endpoints)) {
    if (value === undefined) continue;
    const url = URL.parse(value.replace('{region}', 'region'));
    if (url === null) throw new UserError(`azure.endpoints.${name} is not a URL: ${value}`);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.test(url.hostname)))
      throw new UserError(`azure.endpoints.${name} must be https; plain http is allowed towards this machine only.`);
  }
}

/** Where a request to one of the cloud's own hosts really goes; undefined: to where it says. */
export function rewrite(url: string, cloud: Cloud, endpoints: AzureEndpoints): string | undefined {
  const asked = new URL(url);
  const base = baseFor(asked.host, cloud, endpoints);
  if (base === undefined || new URL(base).host === asked.host) return undefined;
  return `${base.replace(/\/+$/u, '')}/${`${asked.pathname}${asked.search}`.replace(/^\/+/u, '')}`;
}

function baseFor(host: string, cloud: Cloud, endpoints: AzureEndpoints): string | undefined {
  if (host === cloud.login) return endpoints.login;
  if (host === cloud.arm) return endpoints.arm;
  // Some write it with the version that the client adds by itself.
  if (host === cloud.logs) return endpoints.logs?.replace(/\/v1\/?$/u, '');
  const domain = `.${cloud.metrics}`;
  if (!host.endsWith(domain) || endpoints.metrics === undefined) return undefined;
  const region = host.slice(0, -domain.length);
  if (endpoints.metrics.includes('{region}')) return endpoints.metrics.replace('{region}', region);
  return `${endpoints.metrics.replace(/\/+$/u, '')}/${region}`;
}

/**
 * Sends the Azure clients' requests to custom endpoints. The clients insist on https and on their cloud's host names, so they
 * are left to believe in them: the address is swapped for the moment of sending and restored after it, because a retry runs
 * the clients' own checks again.
 */
export function redirecting(inner: HttpClient, cloud: Cloud, endpoints: AzureEndpoints, loginTimeoutMs: number): HttpClient {
  return {
    async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
      // The credential passes no time limit on, and a hung token endpoint would hang whatever waits for the token.
      if (new URL(request.url).host === cloud.login && request.timeout === 0) request.timeout = loginTimeoutMs;
      const target = rewrite(request.url, cloud, endpoints);
      if (target === undefined) return inner.sendRequest(request);
      const { url, allowInsecureConnection } = request;
      request.url = target;
      request.allowInsecureConnection = target.startsWith('http:');
      try {
        return await inner.sendRequest(request);
      } finally {
        request.url = url;
        request.allowInsecureConnection = allowInsecureConnection ?? false;
      }
    },
  };
}
