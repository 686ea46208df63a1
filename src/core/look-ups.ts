export interface LookUpRules {
  readonly now: () => number;
  /** How long an answer is used without asking again. */
  readonly freshMs: number;
  /** How many answers are kept. */
  readonly most: number;
  /** Whether the same question, asked again at once, may well be answered. */
  readonly mayPass: (error: unknown) => boolean;
  /** Told of every look-up that failed, after its second try. */
  readonly failed: (key: string, error: unknown) => void;
}

/**
 * Answers from an outside system that are kept for a while. A failure is never kept: it is tried once more at once, and when
 * that fails too, the last known answer is given, however old; undefined when there is none. Never rejects.
 */
export function createLookUps<Answer>(rules: LookUpRules): (key: string, ask: () => Promise<Answer>) => Promise<Answer | undefined> {
  const known = new Map<string, { readonly answer: Answer; readonly until: number }>();
  const asked = new Map<string, Promise<Answer | undefined>>();

  const refresh = async (key: string, ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    try {
      const answer = await ask().catch((error: unknown) => {
        if (!rules.mayPass(error)) throw error;
        return ask();
      });
      known.delete(key);
      known.set(key, { answer, until: rules.now() + rules.freshMs });
      if (known.size > rules.most) for (const oldest of known.keys()) if (known.delete(oldest)) break;
      return answer;
    } catch (error) {
      rules.failed(key, error);
      return known.get(key)?.answer;
    } finally {
      asked.delete(key);
    }
  };

  return async (key, ask) => {
    const cached = known.get(key);
    if (cached !== undefined && rules.now() < cached.until) return cached.answer;
    const asking = asked.get(key) ?? refresh(key, ask);
    asked.set(key, asking);
    return asking;
  };
}
