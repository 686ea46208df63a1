import type { ChartRenderer, Clock, Log, Settings, Signatures, SignedFiles, TimeText } from '../../src/core/ports.ts';

export interface TeamsOptions {
  readonly appId: string;
  readonly appPassword: string;
  /** The Entra tenant the bot is registered in; people of other tenants are refused. */
  readonly tenant: string;
  /** The connector to post to where no conversation has told its own; the public cloud's if undefined. */
  readonly serviceUrl?: string | undefined;
  readonly endpoints: TeamsEndpoints;
  /** Conversations, by which the bot can post without being spoken to. */
  readonly settings: Pick<Settings, 'get' | 'put' | 'list'>;
  readonly charts: Pick<ChartRenderer, 'render'>;
  /** undefined: pictures travel as data URIs. */
  readonly files: SignedFiles | undefined;
  readonly signatures: Signatures;
  readonly clock: Clock;
  readonly log: Log;
  readonly time: TimeText;
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
}

export interface Endpoints {
  readonly login: string;
  readonly openIdMetadata: string;
  readonly issuer: string;
  readonly scope: string;
  readonly serviceUrl: string;
}

/** Throws when an address is neither https nor on loopback. */
export function resolveEndpoints(options: Pick<TeamsOptions, 'endpoints' | 'serviceUrl'>): Endpoints {
  const { login, openIdMetadata, issuer, scope } = options.endpoints;
  return {
    login: withoutSlash(guarded('endpoints.login', login ?? 'https://login.microsoftonline.com')),
    openIdMetadata: guarded(
      'endpoints.openIdMetadata',
      openIdMetadata ?? 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    ),
    issuer: issuer ?? 'https://api.botframework.com',
    scope: scope ?? 'https://api.botframework.com/.default',
    serviceUrl: guarded('serviceUrl', options.serviceUrl ?? 'https://smba.trafficmanager.net/teams/'),
  };
}

/** Tokens and messages travel over these, so plain http may not leave the machine. */
export function isGuarded(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}

function guarded(what: string, url: string): string {
  if (isGuarded(url)) return url;
  throw new Error(`teams.${what} is neither an https address nor one on this machine.`);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/u, '');
}

/** A tenant may also be configured by a domain name. */
export function isGuid(tenant: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(tenant);
}
