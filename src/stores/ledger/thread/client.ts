import type { WritesElsewhere } from '../ledger.ts';
import type { Writes } from '../writes.ts';
import { startThread, type Thread } from './thread.ts';

export interface FloodNeeds {
  readonly file: string;
  /** Whether the thread is there from the first write on, which then waits for it. Default: only in a flood. */
  readonly begin?: 'at once' | 'in a flood' | undefined;
  readonly worker?: URL | undefined;
}

/** So many writes in a second are a flood: then the disk would take more of this thread's time than it has. */
const writesOfFlood = 100;
const windowMs = 1_000;
/** A thread that had nothing to do for so long is ended, and with it its memory. */
const idleMs = 300_000;

type Call = (member: keyof Writes, args: readonly unknown[]) => Promise<unknown>;

/**
 * Writes the embedded ledger in this file in a thread of its own while there is a flood, and otherwise by `own`: a thread takes
 * 30 MB, and its start takes time from that of the process. One that dies fails what it had in hand, as a lost connection does;
 * what it had not committed is undone.
 */
export function writesInFlood({ file, begin, worker = new URL('./worker.ts', import.meta.url) }: FloodNeeds): WritesElsewhere {
  let thread: Thread | undefined;
  let window = { begins: 0, writes: 0 };
  let idle: NodeJS.Timeout | undefined;

  const isFlood = (): boolean => {
    const now = performance.now();
    if (now - window.begins > windowMs) window = { begins: now, writes: 0 };
    window.writes += 1;
    return begin === 'at once' || window.writes > writesOfFlood;
  };
  const end = async (): Promise<void> => {
    clearTimeout(idle);
    idle = undefined;
    const ending = thread;
    thread = undefined;
    await ending?.end();
  };
  /** undefined: there is none that could be asked now. */
  const threadNow = (): Thread | undefined => {
    if (isFlood() && (thread === undefined || thread.state() === 'gone')) thread = startThread(file, worker);
    if (thread === undefined || thread.state() === 'gone') return undefined;
    // Nothing is lost when it cannot end: it has nothing in hand.
    idle = idle?.refresh() ?? setTimeout(() => void end(), idleMs).unref();
    return thread.state() === 'there' || begin === 'at once' ? thread : undefined;
  };
  return {
    beside: (own) =>
      overCalls((member, args) => threadNow()?.call(member, args) ?? Promise.resolve(Reflect.apply(own[member], undefined, args))),
    close: end,
  };
}

function overCalls(call: Call): Writes {
  const member =
    <Name extends keyof Writes>(name: Name) =>
    (...args: Parameters<Writes[Name]>): ReturnType<Writes[Name]> =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- on either side it is this member that answers
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
