import type { QueryProblem } from './model/query.ts';

/**
 * A mistake of the person, shown to them word for word. The message says what was not understood and what to do instead.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Commands that would have worked or that help on; shown below the message, as code. */
  readonly examples: readonly string[];

  constructor(message: string, examples: readonly string[] = []) {
    super(message);
    this.examples = examples;
  }
}

/**
 * When a failed effect may be tried again. `of`: until then nothing else must go to the same destination either (429 with
 * Retry-After). `attempts`: after so many in all waiting helps no more; undefined: for as long as anybody wants the effect.
 */
export type Retry =
  | {
      readonly when: 'later';
      readonly afterMs: number;
      readonly of?: 'destination' | undefined;
      readonly attempts?: number | undefined;
    }
  | { readonly when: 'never' };

/**
 * An outside system failed. The person sees `message` (short, without secrets, saying what to do if anything can be done)
 * and an id to quote; `cause` goes to the log only.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  /** The outside system's name as people know it: "Azure", "JIRA", "Slack". */
  readonly provider: string;
  readonly retry: Retry;

  constructor(provider: string, message: string, options: { readonly retry: Retry; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.provider = provider;
    this.retry = options.retry;
  }
}

/** The service says that a query is wrong. `message` is for people; `problem` has its own words and the place in the text. */
export class QueryRejected extends Error {
  override readonly name = 'QueryRejected';
  readonly problem: QueryProblem;

  constructor(problem: QueryProblem, options: { readonly cause?: unknown } = {}) {
    super(problem.message, { cause: options.cause });
    this.problem = problem;
  }
}

/** What failed, as it is shown: who it was stands before the message, unless that begins with it. */
export function sentenceOf({ provider, message }: ProviderError): string {
  return message.startsWith(`${provider} `) ? message : `${provider}: ${message}`;
}

/** The sentence to show for any failure that is not the person's own: what failed, and the id to quote, which the log has too. */
export function apologyFor(error: unknown, id: string): string {
  if (error instanceof ProviderError) return `${sentenceOf(error).replace(/\.$/u, '')}. If it lasts, quote ${id}.`;
  return `Something went wrong on my side; it is in the log. Quote ${id} to the people who run me.`;
}
