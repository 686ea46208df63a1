import { Worker } from 'node:worker_threads';
import { OutOfReach } from '../../errors.ts';
import type { WritesElsewhere } from '../ledger.ts';
import type { Writes } from '../writes.ts';
import { type Answer, type Call, errorOf, type FromThread, failureOf, type ToThread } from './messages.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly call: (member: keyof Writes, args: readonly unknown[]) => Promise<unknown>;
  readonly state: () => 'there' | 'gone';
  readonly end: () => Promise<void>;
}

/** What a commit of the largest change takes is a few MB; beyond this the thread alone is out of memory. */
const memoryMb = 256;
/** Little: otherwise a thread lets garbage of a hundred megabytes pile up before it looks. */
const youngMb = 8;

/**
 * What writes to the embedded ledger in this file, in a thread of its own. A thread that dies fails what it had in hand, as a
 * lost connection does, and the next call starts another: what it had not committed is undone when the file is opened.
 * Rejects when the file cannot be opened.
 */
export async function startWrites(file: string, worker: URL = new URL('./worker.ts', import.meta.url)): Promise<WritesElsewhere> {
  let thread = await startThread(file, worker);
  let restart: Promise<Thread> | undefined;
  const running = async (): Promise<Thread> => {
    restart ??= startThread(file, worker).finally(() => {
      restart = undefined;
    });
    thread = await restart;
    return thread;
  };
  const call = (member: keyof Writes, args: readonly unknown[]): Promise<unknown> =>
    thread.state() === 'there' ? thread.call(member, args) : running().then((again) => again.call(member, args));
  return {
    writes: overCalls(call),
    close: async () => {
      await restart?.catch(() => undefined);
      await thread.end();
    },
  };
}

/** The answers come from the same interface on the other side. */
function overCalls(call: (member: keyof Writes, args: readonly unknown[]) => Promise<unknown>): Writes {
  const member =
    <Name extends keyof Writes>(name: Name) =>
    (...args: Parameters<Writes[Name]>): ReturnType<Writes[Name]> =>
      call(name, args) as ReturnType<Writes[Name]>;
  return {
    audit: member('audit'),
    commit: member('commit'),
    finishInvocation: member('finishInvocation'),
    lease: member('lease'),
    probe: member('probe'),
    releaseLeases: member('releaseLeases'),
    retryDelivery: member('retryDelivery'),
    settle: member('settle'),
    storeEvent: member('storeEvent'),
    storeInvocation: member('storeInvocation'),
  };
}

async function startThread(file: string, url: URL): Promise<Thread> {
  const worker = new Worker(url, {
    workerData: file,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: youngMb },
    // It needs no secrets, and nothing of how the process was started.
    env: {},
    execArgv: [],
  });
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const waiting = new Map<number, Waiting>();
  let state: 'there' | 'gone' = 'there';
  let lastId = 0;
  let calls: Call[] = [];
  const tell = (message: ToThread): void => worker.postMessage(message);
  const give = (answer: Answer): void => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    // Only while somebody waits for it does it keep the process from ending.
    if (waiting.size === 0) worker.unref();
    if (answer.kind === 'value') asked?.resolve(answer.value);
    else asked?.reject(errorOf(answer.failure));
  };
  /** What no message can hold fails alone. */
  const send = (all: readonly Call[]): void => {
    try {
      tell({ kind: 'calls', calls: all });
    } catch (error) {
      if (all.length > 1) for (const one of all) send([one]);
      else for (const { id } of all) give({ id, kind: 'failed', failure: failureOf(error) });
    }
  };

  worker.on('message', (message: FromThread) => {
    switch (message.kind) {
      case 'ready':
        return started.resolve();
      case 'unopened':
        return started.reject(errorOf(message.failure));
      case 'answers':
        for (const answer of message.answers) give(answer);
    }
  });
  // Without a listener it would end the process.
  worker.on('error', (error) => started.reject(error));
  worker.on('exit', () => {
    state = 'gone';
    const lost = new OutOfReach('its thread has ended');
    started.reject(lost);
    for (const one of waiting.values()) one.reject(lost);
    waiting.clear();
    ended.resolve();
  });
  await started.promise;
  worker.unref();

  return {
    state: () => state,
    call: (member, args) =>
      new Promise((resolve, reject) => {
        if (waiting.size === 0) worker.ref();
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        calls.push({ id: lastId, member, args });
        if (calls.length > 1) return;
        // What is asked in the same turn goes as one message.
        setImmediate(() => {
          send(calls);
          calls = [];
        });
      }),
    end: async () => {
      if (state === 'gone') return;
      worker.ref();
      setImmediate(() => tell({ kind: 'end' }));
      await ended.promise;
    },
  };
}
