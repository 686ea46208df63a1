import type { ChartRenderer, Clock, Log, Settings, Signatures, SignedFiles, TimeText } from '../../src/core/ports.ts';
import type { IdentityEndpoint } from './token-by-identity.ts';

export interface TeamsOptions {
  readonly appId: string;
  /** A client secret of the bot; undefined where it signs in by `managedIdentity`. */
  readonly appPassword?: string | undefined;
  /** true: the bot is a managed identity of the machine it runs on, and has no secret. */
  readonly managedIdentity?: boolean | undefined;
  /** Where the platform that runs the process gives out the tokens of identities; undefined: a virtual machine's own address. */
  readonly identityEndpoint?: IdentityEndpoint | undefined;
  /** The Entra tenant the bot is registered in, a GUID; people of other tenants are refused. */
  readonly tenant: string;
  /** The connector to post to where no conversation has told its own; the public cloud's if undefined. */
  readonly serviceUrl?: string | undefined;
  readonly endpoints: TeamsEndpoints;
  /** Conversations, by which the bot can post without being spoken to. */
  readonly settings: Pick<Settings, 'get' | 'put' | 'list' | 'remove'>;
  readonly charts: Pick<ChartRenderer, 'render'>;
  /** undefined: pictures travel as data URIs. */
  readonly files: SignedFiles | undefined;
  readonly signatures: Signatures;
  readonly clock: Clock;
  readonly log: Log;
  readonly time: TimeText;
  /** At least 0 and below 1. */
  readonly random: () => number;
  /** Settles after so many milliseconds of real time, or when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Base addresses of the platform's other parts; each undefined one is the public cloud's. */
export interface TeamsEndpoints {
  /** Before `/{tenant}/oauth2/v2.0/token`. */
  readonly login?: string | undefined;
  /** The OpenID metadata document of whoever signs what the bot receives. */
  readonly openIdMetadata?: string | undefined;
  /** The issuer in the tokens of what the bot receives. */
  readonly issuer?: string | undefined;
  /** The scope of the bot's own token. */
  readonly scope?: string | undefined;
  /** The instance metadata service; only on this machine, for tests. */
  readonly metadata?: string | undefined;
}

export interface Endpoints {
  readonly login: string;
  readonly openIdMetadata: string;
  readonly issuer: string;
  readonly scope: string;
  readonly metadata: string;
  readonly serviceUrl: string;
}

/** Every virtual machine's own; it never leaves the host, so plain http is how it is asked. */
const instanceMetadata = 'http://169.254.169.254';

/** Throws when an address is neither https nor on loopback. */
export function resolveEndpoints(options: Pick<TeamsOptions, 'endpoints' | 'serviceUrl'>): Endpoints {
  const { login, openIdMetadata, issuer, scope, metadata } = options.endpoints;
  return {
    login: withoutSlash(guarded('endpoints.login', login ?? 'https://login.microsoftonline.com')),
    openIdMetadata: guarded(
      'endpoints.openIdMetadata',
      openIdMetadata ?? 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    ),
    issuer: issuer ?? 'https://api.botframework.com',
    scope: scope ?? 'https://api.botframework.com/.default',
    metadata: metadata === undefined ? instanceMetadata : onThisMachine('endpoints.metadata', withoutSlash(metadata)),
    serviceUrl: guarded('serviceUrl', options.serviceUrl ?? 'https://smba.trafficmanager.net/teams/'),
  };
}

/** Tokens and messages travel over these, so plain http may not leave the machine. */
export function isGuarded(url: string): boolean {
  if (!URL.canParse(url)) return false;
  return new URL(url).protocol === 'https:' || isLocal(url);
}

function isLocal(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function guarded(what: string, url: string): string {
  if (isGuarded(url)) return url;
  throw new Error(`teams.${what} is neither an https address nor one on this machine.`);
}

function onThisMachine(what: string, url: string): string {
  if (isLocal(url)) return url;
  throw new Error(`teams.${what} is not an address on this machine.`);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/u, '');
}
