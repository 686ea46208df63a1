import type { webApi } from '@slack/bolt';
import type { Log } from '../../src/core/ports.ts';
import { type BoltPackage, boltLogger, clientOptionsFor } from './bolt.ts';

/** Slack's packages, loaded once and on first use: it takes about a fifth of a second, and `tocsin run` may not need them at all. */
export interface Sdk {
  readonly load: () => Promise<{ readonly bolt: BoltPackage; readonly clientOptions: webApi.WebClientOptions }>;
  readonly client: (token: string) => Promise<webApi.WebClient>;
}

export function createSdk(options: { readonly apiUrl?: string | undefined; readonly log: Log }): Sdk {
  let loaded: ReturnType<Sdk['load']> | undefined;
  const clients = new Map<string, webApi.WebClient>();
  const load: Sdk['load'] = () => {
    loaded ??= import('@slack/bolt').then((bolt) => ({
      bolt,
      clientOptions: clientOptionsFor({ apiUrl: options.apiUrl, logger: boltLogger(bolt, options.log) }),
    }));
    return loaded;
  };
  return {
    load,
    client: async (token) => {
      const { bolt, clientOptions } = await load();
      const client = clients.get(token) ?? new bolt.webApi.WebClient(token, clientOptions);
      clients.set(token, client);
      return client;
    },
  };
}
