import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity';
import type { LogsQueryClient, MetricsClient, MetricsQueryClient } from '@azure/monitor-query';
import { type ArmReader, createArmReader } from './arm-reader.ts';
import type { CallLimits } from './calls.ts';
import { type AzureEndpoints, type Cloud, checkEndpoints, cloudOf, redirecting } from './endpoints.ts';
import { isOutage, readFailure, SignInTimeout, signInRestMs } from './failure.ts';
import { withFreshTokens } from './fresh-token.ts';
import { sparingClient } from './logs-size.ts';
import type { AzureObserver, CallKind } from './observe.ts';
import { nobody, type RealTime } from './patience.ts';
import { singleFlight, unlessAborted } from './single-flight.ts';

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
  readonly arm: () => Promise<ArmReader>;
  readonly metrics: () => Promise<MetricsQueryClient>;
  readonly logs: () => Promise<LogsQueryClient>;
  /** The batch client of a region; "global" for resources without one. */
  readonly batch: (region: string) => Promise<MetricsClient>;
}

export function createClients(options: {
  readonly credential: AzureCredential | undefined;
  readonly endpoints: AzureEndpoints;
  readonly limits: CallLimits;
  readonly time: Pick<RealTime, 'elapsed'>;
  readonly observe: Pick<AzureObserver, 'call'>;
}): Clients {
  checkEndpoints(options.endpoints);
  const cloud = cloudOf(options.endpoints);
  const armScope = `https://${cloud.arm}/.default`;

  const base = once(async () => {
    const [{ createDefaultHttpClient }, credential] = await Promise.all([import('@azure/core-rest-pipeline'), import('@azure/identity')]);
    const sending = redirecting(createDefaultHttpClient(), cloud, options.endpoints, options.limits.signInMs);
    const counted = counting(sending, cloud, options.observe);
    // Azure's clients keep their tokens until they expire, and know no other way to a new one.
    const httpClient = withFreshTokens(counted, ({ url, abortSignal }) => {
      const scope = scopeOf(new URL(url), cloud);
      return scope === undefined ? undefined : signedIn.fresh(scope, abortSignal);
    });
    // Repeating is our own affair (calls.ts): the clients would wait up to a minute and tell nobody.
    const common = { httpClient, retryOptions: { maxRetries: 0 } };
    // Not so for signing in: MSAL takes an outage that reaches it for one of a minute.
    const { attempts, pauseMs, longestPauseMs } = options.limits;
    const patient = { maxRetries: attempts - 1, retryDelayInMs: pauseMs, maxRetryDelayInMs: longestPauseMs };
    const signInOptions = { ...common, retryOptions: patient, authorityHost: `https://${cloud.login}` };
    const make = (): TokenCredential =>
      options.credential === undefined
        ? new credential.DefaultAzureCredential(signInOptions)
        : new credential.ClientSecretCredential(
            options.credential.tenantId,
            options.credential.clientId,
            options.credential.clientSecret,
            signInOptions,
          );
    const signedIn = sharing(make, options.limits.signInMs, options.time);
    return { common, credential: signedIn };
  });

  const graph = once(async () => {
    const [{ ResourceGraphClient }, { common, credential }] = await Promise.all([import('@azure/arm-resourcegraph'), base()]);
    return new ResourceGraphClient(credential, { ...common, endpoint: `https://${cloud.arm}`, credentials: { scopes: [armScope] } });
  });
  const arm = once(async () => {
    const { common, credential } = await base();
    return createArmReader({ host: cloud.arm, credential, httpClient: common.httpClient });
  });
  const metrics = once(async () => {
    const [{ MetricsQueryClient }, { common, credential }] = await Promise.all([import('@azure/monitor-query'), base()]);
    return new MetricsQueryClient(credential, { ...common, endpoint: `https://${cloud.arm}`, audience: `https://${cloud.arm}` });
  });
  const logs = once(async () => {
    const [{ LogsQueryClient }, { common, credential }] = await Promise.all([import('@azure/monitor-query'), base()]);
    const httpClient = sparingClient(common.httpClient);
    return new LogsQueryClient(credential, { ...common, httpClient, endpoint: `https://${cloud.logs}`, audience: `https://${cloud.logs}` });
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
    arm,
    metrics,
    logs,
    batch: (region) => {
      const made = batches.get(region) ?? makeBatch(region);
      batches.set(region, made);
      return made;
    },
  };
}

/**
 * The credential caches its tokens but lets every caller that finds none fetch one; here they share the one fetch. It heeds no
 * signal either, so whoever waits for a token is let go after `mostMs`. After an outage it would repeat the failure for a minute
 * without asking Entra ID, so what could not be had then is asked of a new one.
 */
function sharing(make: () => TokenCredential, mostMs: number, time: Pick<RealTime, 'elapsed'>): SharedCredential {
  let shared = make();
  const replaced = new Map<string, TokenCredential>();
  const flights = singleFlight<AccessToken | null>();
  let resting: { readonly error: unknown; readonly until: number } | undefined;
  const rest = (error: unknown): void => {
    resting = { error, until: time.elapsed() + signInRestMs };
  };
  const fetch = async (key: string, scopes: string | string[], options: GetTokenOptions): Promise<AccessToken | null> => {
    const deadline = AbortSignal.timeout(mostMs);
    const token = (replaced.get(key) ?? shared).getToken(scopes, options);
    // What comes too late for whoever waited is there for the next one.
    const came = (): void => {
      resting = undefined;
    };
    const failed = (error: unknown): void => {
      if (isOutage(readFailure(error, 0))) replaced.set(key, make());
    };
    token.then(came, failed);
    try {
      return await unlessAborted(token, deadline);
    } catch (cause) {
      const error = deadline.aborted ? new SignInTimeout('the token endpoint did not answer in time', { cause }) : cause;
      if (deadline.aborted || isOutage(readFailure(error, 0))) rest(error);
      throw error;
    }
  };
  const getToken: TokenCredential['getToken'] = async (scopes, options) => {
    const signal = options?.abortSignal;
    const key = JSON.stringify([scopes, options?.claims, options?.tenantId, options?.enableCae]);
    const { abortSignal: _, ...own } = options ?? {};
    // Whoever has waited for it once is spared a second time.
    if (resting !== undefined && time.elapsed() < resting.until) throw resting.error;
    return flights(key, signal instanceof AbortSignal ? signal : nobody, () => fetch(key, scopes, own));
  };
  return {
    getToken,
    fresh: async (scope, signal) => {
      shared = make();
      replaced.clear();
      return (await getToken(scope, signal === undefined ? {} : { abortSignal: signal }))?.token;
    },
  };
}

interface SharedCredential extends TokenCredential {
  /** A token that was not there before; the kept ones are forgotten. */
  readonly fresh: (scope: string, signal: GetTokenOptions['abortSignal']) => Promise<string | undefined>;
}

/** What a token for the host is asked for; undefined: it takes none. */
function scopeOf(url: URL, cloud: Cloud): string | undefined {
  if (url.host === cloud.arm || url.host === cloud.logs) return `https://${url.host}/.default`;
  return url.host.endsWith(`.${cloud.metrics}`) ? `https://${cloud.metrics}/.default` : undefined;
}

/** Tells the observer of every request that is really sent, also of those that the credential makes by itself. */
function counting(inner: HttpClient, cloud: Cloud, observe: Pick<AzureObserver, 'call'>): HttpClient {
  return {
    sendRequest: async (request) => {
      const kind = kindOf(new URL(request.url), cloud);
      try {
        const response = await inner.sendRequest(request);
        observe.call(kind, resultOf(response.status));
        return response;
      } catch (error) {
        observe.call(kind, 'unanswered');
        throw error;
      }
    },
  };
}

function kindOf(url: URL, cloud: Cloud): CallKind {
  if (url.host === cloud.arm) return /\/microsoft\.resourcegraph\//iu.test(url.pathname) ? 'graph' : 'arm';
  if (url.host === cloud.logs) return 'logs';
  return url.host.endsWith(`.${cloud.metrics}`) ? 'batch' : 'login';
}

function resultOf(status: number): Parameters<AzureObserver['call']>[1] {
  if (status < 400) return 'ok';
  if (status === 429 || status === 529) return 'throttled';
  if (status === 401 || status === 403) return 'refused';
  return status < 500 ? 'rejected' : 'failed';
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
