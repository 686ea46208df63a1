import { TokenRefused } from './errors.ts';
import { tokenAnswer, tokenRefusal } from './schema.ts';

export interface TokenNeeds {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenant: string;
  /** The login's base address. */
  readonly login: string;
  readonly scope: string;
}

export interface BotToken {
  readonly value: string;
  readonly expiresAt: Date;
}

export interface TokenSource {
  /** The bot's own token, kept until five minutes before its end; asked for once however many wait. Throws TokenRefused. */
  readonly get: () => Promise<BotToken>;
  /** The platform refused the kept token although its time had not come: the next one is asked for. */
  readonly forget: () => void;
}

const renewBeforeMs = 5 * 60 * 1_000;
const timeoutMs = 10_000;

/** The client credentials flow, written out: MSAL, which botbuilder would use, accepts no other login than the public ones. */
export function createTokenSource(needs: TokenNeeds): TokenSource {
  let kept: BotToken | undefined;
  let keptUntil = 0;
  let asking: Promise<BotToken> | undefined;
  const ask = async (): Promise<BotToken> => {
    const asked = performance.now();
    const { access_token: value, expires_in: seconds } = await request(needs);
    const lifeMs = seconds * 1_000;
    kept = { value, expiresAt: new Date(performance.timeOrigin + asked + lifeMs) };
    keptUntil = asked + Math.max(lifeMs - renewBeforeMs, lifeMs / 2);
    return kept;
  };
  return {
    forget: () => {
      kept = undefined;
    },
    get: () => {
      if (kept !== undefined && performance.now() < keptUntil) return Promise.resolve(kept);
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
  };
}

async function request(needs: TokenNeeds): Promise<{ access_token: string; expires_in: number }> {
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
  if (response.ok && token.success) return token.data;
  const refusal = tokenRefusal.safeParse(answer);
  const why = refusal.success ? ` (${refusal.data.error})` : '';
  throw new TokenRefused(
    `The login refused the Teams token: ${response.status}${why}`,
    response.status < 500 && response.status !== 429 ? 'lasting' : 'passing',
  );
}
