import { Worker } from 'node:worker_threads';
import { OutOfReach } from '../../errors.ts';
import type { Writes } from '../writes.ts';
import { type Answer, type Call, errorOf, type FromThread, failureOf, type ToThread } from './messages.ts';

export interface Thread {
  /** Rejects with what failed there, and with OutOfReach when the thread ends before it has answered. */
  readonly call: (member: keyof Writes, args: readonly unknown[]) => Promise<unknown>;
  /** 'starting': it answers only later what it is asked now. */
  readonly state: () => 'gone' | 'starting' | 'there';
  /** Settles once what was asked is answered and the file is closed. */
  readonly end: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What a commit of the largest change takes is a few MB; beyond this the thread alone is out of memory. */
const memoryMb = 256;
/** Little: otherwise a thread lets garbage of a hundred megabytes pile up before it looks. */
const youngMb = 8;
/** What is asked in the same turn goes as one message, but not all of a crowd: the thread is to work while it is still let in. */
const mostTogether = 16;

export function startThread(file: string, url: URL): Thread {
  const worker = new Worker(url, {
    workerData: file,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: youngMb },
    // It needs no secrets, and nothing of how the process was started.
    env: {},
    execArgv: [],
  });
  worker.unref();
  const ended = Promise.withResolvers<void>();
  const waiting = new Map<number, Waiting>();
  let state: ReturnType<Thread['state']> = 'starting';
  let lastId = 0;
  let calls: Call[] = [];
  let flushing: NodeJS.Immediate | undefined;

  const tell = (message: ToThread): void => worker.postMessage(message, []);
  const give = (answer: Answer): void => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    // Only while somebody waits for it does it keep the process from ending.
    if (waiting.size === 0) worker.unref();
    if (answer.kind === 'value') asked?.resolve(answer.value);
    else asked?.reject(errorOf(answer.failure));
  };
  /** What no message can hold fails alone. */
  const send = (together: readonly Call[]): void => {
    try {
      tell({ kind: 'calls', calls: together });
    } catch (error) {
      if (together.length > 1) for (const one of together) send([one]);
      else for (const { id } of together) give({ id, kind: 'failed', failure: failureOf(error) });
    }
  };
  const flush = (): void => {
    clearImmediate(flushing);
    flushing = undefined;
    const together = calls;
    calls = [];
    if (together.length > 0) send(together);
  };

  worker.on('message', ({ answers }: FromThread) => {
    if (state === 'starting') state = 'there';
    for (const answer of answers) give(answer);
  });
  let reason = 'its thread has ended';
  // Without a listener it would end the process.
  worker.on('error', (error) => {
    reason = `its thread has failed: ${error instanceof Error ? error.message : String(error)}`;
  });
  worker.on('exit', () => {
    state = 'gone';
    for (const one of waiting.values()) one.reject(new OutOfReach(reason));
    waiting.clear();
    ended.resolve();
  });

  return {
    state: () => state,
    call: (member, args) =>
      new Promise((resolve, reject) => {
        if (waiting.size === 0) worker.ref();
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        calls.push({ id: lastId, member, args });
        if (calls.length === mostTogether) flush();
        else flushing ??= setImmediate(flush);
      }),
    end: async () => {
      if (state === 'gone') return;
      worker.ref();
      flush();
      tell({ kind: 'end' });
      await ended.promise;
    },
  };
}
