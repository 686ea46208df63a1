import type { GrantedToken } from './credentials.ts';
import { TokenRefused } from './errors.ts';
import { identityAnswer, tokenRefusal } from './schema.ts';

/** Where App Service, Functions and Container Apps give out tokens, and the header by which they know their own processes. */
export interface IdentityEndpoint {
  readonly url: string;
  readonly header: string;
}

export interface IdentityNeeds {
  /** The client id of the identity, which is the app id of such a bot. */
  readonly appId: string;
  readonly scope: string;
  /** undefined: the instance metadata service of a virtual machine is asked. */
  readonly endpoint: IdentityEndpoint | undefined;
  /** The instance metadata service's base address. */
  readonly metadata: string;
}

const timeoutMs = 10_000;

/** The token of a managed identity, for a bot that has no secret. Throws TokenRefused. */
export async function tokenByIdentity(needs: IdentityNeeds): Promise<GrantedToken> {
  const { url, headers } = requestFor(needs);
  let response: Response;
  try {
    response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  } catch (error) {
    const where = needs.endpoint === undefined ? 'The instance metadata service' : 'The identity endpoint';
    throw new TokenRefused(`${where} cannot be reached for the Teams token: does this machine have a managed identity?`, 'passing', error);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  const token = identityAnswer.safeParse(answer).data;
  const lifeMs = token && lifeOf(token);
  if (response.ok && token !== undefined && lifeMs !== undefined) return { value: token.access_token, lifeMs };
  const refusal = tokenRefusal.safeParse(answer).data;
  throw new TokenRefused(
    `The managed identity gave no Teams token: ${response.status}${refusal === undefined ? '' : ` (${refusal.error})`}`,
    // The metadata service says 404 and 410 while it is being set up or updated.
    response.status < 500 && ![404, 410, 429].includes(response.status) ? 'lasting' : 'passing',
  );
}

function requestFor({ appId, scope, endpoint, metadata }: IdentityNeeds): {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const resource = scope.replace(/\/\.default$/u, '');
  if (endpoint === undefined) {
    const query = new URLSearchParams({ 'api-version': '2018-02-01', resource, client_id: appId });
    return { url: `${metadata}/metadata/identity/oauth2/token?${query.toString()}`, headers: { metadata: 'true' } };
  }
  const url = new URL(endpoint.url);
  for (const [name, value] of Object.entries({ 'api-version': '2019-08-01', resource, client_id: appId }))
    url.searchParams.set(name, value);
  return { url: url.href, headers: { 'x-identity-header': endpoint.header } };
}

function lifeOf({
  expires_in: seconds,
  expires_on: end,
}: {
  expires_in?: number | undefined;
  expires_on?: number | undefined;
}): number | undefined {
  if (seconds !== undefined) return seconds * 1_000;
  if (end === undefined) return undefined;
  return Math.max(end * 1_000 - (performance.timeOrigin + performance.now()), 0);
}
