/** The bot's own token, as the login or the machine's identity gave it. */
export interface GrantedToken {
  readonly value: string;
  readonly lifeMs: number;
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

/** MSAL, which botbuilder would use, accepts no other login than the public ones; `grant` asks for a token wherever it comes from. */
export function createTokenSource(grant: () => Promise<GrantedToken>): TokenSource {
  let kept: BotToken | undefined;
  let keptUntil = 0;
  let asking: Promise<BotToken> | undefined;
  const ask = async (): Promise<BotToken> => {
    const asked = performance.now();
    const { value, lifeMs } = await grant();
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
