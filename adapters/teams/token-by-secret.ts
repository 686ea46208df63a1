import type { GrantedToken } from './credentials.ts';
import { TokenRefused } from './errors.ts';
import { tokenAnswer, tokenRefusal } from './schema.ts';

export interface SecretNeeds {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenant: string;
  /** The login's base address. */
  readonly login: string;
  readonly scope: string;
}

const timeoutMs = 10_000;

/** The client credentials flow. Throws TokenRefused. */
export async function tokenBySecret(needs: SecretNeeds): Promise<GrantedToken> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: needs.appId,
    client_secret: needs.appPassword,
    scope: needs.scope,
  });
  const url = `${needs.login}/${encodeURIComponent(needs.tenant)}/oauth2/v2.0/token`;
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  } catch (error) {
    throw new TokenRefused('The login for the Teams token cannot be reached', 'passing', error);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  const token = tokenAnswer.safeParse(answer);
  if (response.ok && token.success) return { value: token.data.access_token, lifeMs: token.data.expires_in * 1_000 };
  const refusal = tokenRefusal.safeParse(answer);
  const why = refusal.success ? ` (${refusal.data.error})` : '';
  throw new TokenRefused(
    `The login refused the Teams token: ${response.status}${why}`,
    response.status < 500 && response.status !== 429 ? 'lasting' : 'passing',
  );
}
