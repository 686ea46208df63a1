import { Worker } from 'node:worker_threads';
import type { FromThread } from './worker-messages.ts';

/** `late`: it took too long, and the thread is gone · `broken`: it crashed, with or without its thread. */
export type Outcome<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'late' }
  | { readonly kind: 'broken'; readonly error: unknown };

/** One thread; it is asked one question at a time. */
export interface Thread<Question, Answer> {
  /** Rejects when it cannot start. */
  readonly ready: Promise<void>;
  readonly ask: (question: Question, deadlineMs: number) => Promise<Outcome<Answer>>;
  /** Whether it keeps the process from ending: only while somebody waits for it. */
  readonly hold: (whether: 'hold' | 'let go') => void;
  readonly end: () => Promise<void>;
}

/** What the parser's tables take is about 60 MB; the rest is room for a query, and beyond it the thread alone is out of memory. */
const memoryMb = 192;
/** Little: otherwise a thread lets garbage of a hundred megabytes pile up before it looks. */
const youngMb = 8;

export interface ThreadNeeds {
  readonly worker: URL;
  readonly data: unknown;
  /** The thread is gone, whyever. */
  readonly onEnd: () => void;
}

export function startThread<Question, Answer>({ worker: file, data, onEnd }: ThreadNeeds): Thread<Question, Answer> {
  const worker = new Worker(file, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: youngMb },
    // It needs no secrets, and nothing of how the process was started.
    env: {},
    execArgv: [],
  });
  worker.unref();
  const started = Promise.withResolvers<void>();
  // Whoever waits for it is told; nobody may.
  started.promise.catch(() => undefined);
  let settle: ((outcome: Outcome<Answer>) => void) | undefined;
  let failure: unknown = new Error('the thread ended');

  worker.on('message', (message: FromThread<Answer>) => {
    if (message.kind === 'ready') started.resolve();
    else settle?.(message.kind === 'answer' ? message : { kind: 'broken', error: new Error(message.reason) });
  });
  worker.on('error', (error) => {
    failure = error;
  });
  worker.on('exit', () => {
    started.reject(failure);
    settle?.({ kind: 'broken', error: failure });
    onEnd();
  });

  const end = async (): Promise<void> => {
    await worker.terminate();
  };

  return {
    ready: started.promise,
    ask: (question, deadlineMs) =>
      new Promise((resolve) => {
        const deadline = setTimeout(() => {
          settle?.({ kind: 'late' });
          void end();
        }, deadlineMs);
        settle = (outcome) => {
          settle = undefined;
          clearTimeout(deadline);
          resolve(outcome);
        };
        worker.postMessage(question, []);
      }),
    hold: (whether) => (whether === 'hold' ? worker.ref() : worker.unref()),
    end,
  };
}
