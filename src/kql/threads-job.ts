import type { Cancellable } from '../core/ports.ts';
import type { Outcome } from './threads-thread.ts';

/** A question that waits or is worked on, and the promise of whoever asked it. */
export interface Job<Question, Answer> {
  readonly question: Question;
  /** Who asks; questions of one asker are worked on one after the other. */
  readonly by: string | undefined;
  /** The same for questions that are the same. */
  readonly key: string;
  readonly since: number;
  /** When a thread said that it began to work on it. */
  begun: number | undefined;
  readonly settle: (outcome: Outcome<Answer>) => void;
  readonly fail: (error: unknown) => void;
  /** From now on the person's patience counts: there is a thread, even if others have it. Only the first call counts. */
  readonly countPatience: () => void;
}

export interface Asking extends Cancellable {
  readonly by?: string | undefined;
}

export interface JobNeeds<Answer> {
  readonly patienceMs: number;
  /** How long it waits for the first thread, which takes a second, and on a busy machine some. */
  readonly startPatienceMs: number;
  readonly onPatienceOver: () => void;
  /** It is answered, one way or the other. Once. */
  readonly onDone: () => void;
  readonly resolve: (outcome: Outcome<Answer>) => void;
  readonly reject: (error: unknown) => void;
}

export function createJob<Question, Answer>(
  question: Question,
  key: string,
  { by, signal }: Asking,
  { patienceMs, startPatienceMs, onPatienceOver, onDone, resolve, reject }: JobNeeds<Answer>,
): Job<Question, Answer> {
  let over = false;
  let counting = false;
  const once = (how: () => void): void => {
    if (over) return;
    over = true;
    clearTimeout(patience);
    signal.removeEventListener('abort', giveUp);
    onDone();
    how();
  };
  const giveUp = (): void => once(() => reject(signal.reason));
  let patience = setTimeout(onPatienceOver, startPatienceMs);
  signal.addEventListener('abort', giveUp);
  return {
    question,
    by,
    key,
    since: performance.now(),
    begun: undefined,
    settle: (outcome) => once(() => resolve(outcome)),
    fail: (error) => once(() => reject(error)),
    countPatience: () => {
      if (over || counting) return;
      counting = true;
      clearTimeout(patience);
      patience = setTimeout(onPatienceOver, patienceMs);
    },
  };
}
