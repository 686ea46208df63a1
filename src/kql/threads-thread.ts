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
  /** `onBegin`: the thread has the question in hand; the deadline counts from there, in ms. */
  readonly ask: (question: Question, how: { readonly deadlineMs: number; readonly onBegin: () => void }) => Promise<Outcome<Answer>>;
  /** Whether it keeps the process from ending: only while somebody waits for it. */
  readonly hold: (whether: 'hold' | 'let go') => void;
  readonly end: () => Promise<void>;
}

/** What the parser's tables take is about 60 MB; the rest is room for a query, and beyond it the thread alone is out of memory. */
const memoryMb = 192;
/** Little: otherwise a thread lets garbage of a hundred megabytes pile up before it looks. */
const youngMb = 8;
/** A thread that is there but does not even begin for so long, in ms, is no good. */
const beginsWithinMs = 10_000;

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
  let asked: { readonly settle: (outcome: Outcome<Answer>) => void; readonly begin: () => void } | undefined;
  let failure: unknown = new Error('the thread ended');
  let ending = false;

  worker.on('message', (message: FromThread<Answer>) => {
    switch (message.kind) {
      case 'ready':
        return started.resolve();
      case 'began':
        return asked?.begin();
      case 'answer':
        return asked?.settle(message);
      case 'broken':
        return asked?.settle({ kind: 'broken', error: new Error(message.reason) });
    }
  });
  worker.on('error', (error) => {
    failure = error;
  });
  worker.on('exit', () => {
    started.reject(failure);
    asked?.settle({ kind: 'broken', error: failure });
    onEnd();
  });

  const end = async (): Promise<void> => {
    ending = true;
    // Nothing else may hold the process, which would then end before this is answered.
    worker.ref();
    await worker.terminate();
  };

  return {
    ready: started.promise,
    ask: (question, { deadlineMs, onBegin }) =>
      new Promise((resolve) => {
        const late = (): void => {
          // An answer that came while this process itself was busy is still on its way in.
          setImmediate(() => {
            if (asked !== own) return;
            own.settle({ kind: 'late' });
            void end();
          });
        };
        const never = (): void => {
          failure = new Error('the thread did not begin');
          void end();
        };
        let limit = setTimeout(never, beginsWithinMs);
        const own = {
          settle: (outcome: Outcome<Answer>): void => {
            if (asked !== own) return;
            asked = undefined;
            clearTimeout(limit);
            resolve(outcome);
          },
          begin: (): void => {
            clearTimeout(limit);
            limit = setTimeout(late, deadlineMs);
            onBegin();
          },
        };
        asked = own;
        worker.postMessage(question, []);
      }),
    hold: (whether) => {
      if (ending) return;
      if (whether === 'hold') worker.ref();
      else worker.unref();
    },
    end,
  };
}
