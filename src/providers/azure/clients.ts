import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { TokenCredential } from '@azure/identity';
import type { MetricsClient, MetricsQueryClient } from '@azure/monitor-query';
import type { CallLimits } from './calls.ts';
import { type AzureEndpoints, checkEndpoints, cloudOf, redirecting } from './endpoints.ts';
import { singleFlight } from './single-flight.ts';

export interface AzureCredential {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Azure's own clients, each imported and built when it is first needed: together they cost a third of a second to import. */
export interface Clients {
  /** Fetches a token for Azure Resource Manager, to see whether sign-in works. */
  readonly signIn: (signal: AbortSignal) => Promise<void>;
  readonly graph: () => Promise<ResourceGraphClient>;
  readonly metrics: () => Promise<MetricsQueryClient>;
  /** The batch client of a region; "global" for resources without one. */
  readonly batch: (region: string) => Promise<MetricsClient>;
}

export function createClients(options: {
  readonly credential: AzureCredential | undefined;
  readonly endpoints: AzureEndpoints;
  readonly limits: CallLimits;
}): Clients {
  checkEndpoints(options.endpoints);
  const cloud = cloudOf(options.endpoints);
  const armScope = `https://${cloud.arm}/.default`;

  const base = once(async () => {
    const [{ createDefaultHttpClient }, credential] = await Promise.all([import('@azure/core-rest-pipeline'), import('@azure/identity')]);
    const httpClient = redirecting(createDefaultHttpClient(), cloud, options.endpoints, options.limits.requestMs);
    // Repeating is our own affair (calls.ts): the clients would wait up to a minute and tell nobody.
    const common = { httpClient, retryOptions: { maxRetries: 0 } };
    // Not so for signing in: after one failure that reaches it, MSAL refuses to try for a minute.
    const { attempts, pauseMs, longestPauseMs } = options.limits;
    const patient = { maxRetries: attempts - 1, retryDelayInMs: pauseMs, maxRetryDelayInMs: longestPauseMs };
    const signInOptions = { ...common, retryOptions: patient, authorityHost: `https://${cloud.login}` };
    const raw =
      options.credential === undefined
        ? new credential.DefaultAzureCredential(signInOptions)
        : new credential.ClientSecretCredential(
            options.credential.tenantId,
            options.credential.clientId,
            options.credential.clientSecret,
            signInOptions,
          );
    return { common, credential: sharing(raw) };
  });

  const graph = once(async () => {
    const [{ ResourceGraphClient }, { common, credential }] = await Promise.all([import('@azure/arm-resourcegraph'), base()]);
    return new ResourceGraphClient(credential, { ...common, endpoint: `https://${cloud.arm}`, credentials: { scopes: [armScope] } });
  });
  const metrics = once(async () => {
    const [{ MetricsQueryClient }, { common, credential }] = await Promise.all([import('@azure/monitor-query'), base()]);
    return new MetricsQueryClient(credential, { ...common, endpoint: `https://${cloud.arm}`, audience: `https://${cloud.arm}` });
  });
  const batches = new Map<string, Promise<MetricsClient>>();
  const makeBatch = async (region: string): Promise<MetricsClient> => {
    const [{ MetricsClient }, { common, credential }] = await Promise.all([import('@azure/monitor-query'), base()]);
    return new MetricsClient(`https://${region}.${cloud.metrics}`, credential, { ...common, audience: `https://${cloud.metrics}` });
  };

  return {
    signIn: async (signal) => {
      const { credential } = await base();
      await credential.getToken(armScope, { abortSignal: signal });
    },
    graph,
    metrics,
    batch: (region) => {
      const made = batches.get(region) ?? makeBatch(region);
      batches.set(region, made);
      return made;
    },
  };
}

/** The credential caches its tokens but lets every caller that finds none fetch one; here they share the one fetch. */
function sharing(credential: TokenCredential): TokenCredential {
  const flights = singleFlight<Awaited<ReturnType<TokenCredential['getToken']>>>();
  return {
    getToken: (scopes, options) => {
      const signal = options?.abortSignal;
      const key = JSON.stringify([scopes, options?.claims, options?.tenantId, options?.enableCae]);
      const { abortSignal: _, ...rest } = options ?? {};
      const work = () => credential.getToken(scopes, rest);
      return flights(key, signal instanceof AbortSignal ? signal : new AbortController().signal, work);
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
