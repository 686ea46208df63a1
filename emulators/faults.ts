/** `target`: "slack", or narrower "slack/api/chat.postMessage": a path's beginning; "azure-login" is "azure/login". */
interface Ordered {
  readonly target: string;
  /** How many requests it meets; undefined: until cleared. */
  readonly count?: number | undefined;
  /** For how long it is in force, in ms of the demo's clock; undefined: until cleared. */
  readonly forMs?: number | undefined;
}

/** The request is answered with this status, in the platform's own words. */
export interface Fault extends Ordered {
  readonly status: number;
  /** Sent as Retry-After, seconds. */
  readonly retryAfter?: number | undefined;
  /** The platform's own name of the fault ("token_revoked"), where it has such. */
  readonly error?: string | undefined;
}

/** 'before': the request is swallowed. 'after': what it asks for is done, and then nobody answers. */
export interface Timeout extends Ordered {
  readonly timeout: 'before' | 'after';
}

/** The request is answered so many ms of real time later. */
export interface Delay extends Ordered {
  readonly delayMs: number;
}

/** Half of the answer arrives; an emulator may have its platform's own kind of incomplete answer instead. */
export interface Partial extends Ordered {
  readonly partial: true;
}

/** A fault ordered through POST /control/faults. */
export type AnyFault = Fault | Timeout | Delay | Partial;

interface InForce {
  readonly fault: AnyFault;
  readonly until: number;
  left: number;
}

/** The faults in force. Emulators ask before they answer, and put a status in their platform's own words; the server does the rest. */
export class Faults {
  #faults: InForce[] = [];
  readonly #ownPartial = new WeakSet<object>();
  readonly #ownDelays: string[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  add(fault: AnyFault): void {
    const until = fault.forMs === undefined ? Number.POSITIVE_INFINITY : this.#now() + fault.forMs;
    this.#faults.push({ fault: { ...fault, target: pathOf(fault.target) }, until, left: fault.count ?? Number.POSITIVE_INFINITY });
  }

  /** Ends the faults of this target and of all that lies below it; without one, every fault. */
  clear(target?: string): void {
    this.#faults = target === undefined ? [] : this.#faults.filter((one) => !liesBelow(one.fault.target, pathOf(target)));
  }

  /** What is in force, as it was ordered. */
  list(): readonly AnyFault[] {
    return this.#faults
      .filter((one) => this.#holds(one))
      .map(({ fault, left }) => (fault.count === undefined ? fault : { ...fault, count: left }));
  }

  /** The status that a request to `path` ("/slack/api/chat.postMessage") is to be answered with, if any; uses up one of its count. */
  take(path: string): Fault | undefined {
    return this.#take(path, (fault): fault is Fault => 'status' in fault);
  }

  takeTimeout(path: string): Timeout | undefined {
    return this.#take(path, (fault): fault is Timeout => 'timeout' in fault);
  }

  /** An emulator takes the delays of these paths (`prefix`: "/azure/logs/") itself: the server leaves them to it. */
  keepDelays(prefix: string): void {
    this.#ownDelays.push(prefix);
  }

  /** Whether an emulator takes the delays of this path itself. */
  keepsDelays(path: string): boolean {
    return this.#ownDelays.some((prefix) => liesBelow(path, prefix));
  }

  takeDelay(path: string): Delay | undefined {
    return this.#take(path, (fault): fault is Delay => 'delayMs' in fault);
  }

  /**
   * Whether this request is to be answered incompletely. An emulator that asks before it answers does so in its own way; the
   * server asks last, and cuts the answer of a request that nobody asked about.
   */
  takePartial(path: string, request: object): 'partial' | undefined {
    if (this.#ownPartial.has(request)) return undefined;
    this.#ownPartial.add(request);
    return this.#take(path, (fault): fault is Partial => 'partial' in fault) === undefined ? undefined : 'partial';
  }

  #take<Kind extends AnyFault>(path: string, isKind: (fault: AnyFault) => fault is Kind): Kind | undefined {
    for (const one of this.#faults) {
      const { fault } = one;
      if (!isKind(fault) || !this.#holds(one) || !liesBelow(path, fault.target)) continue;
      one.left -= 1;
      return fault;
    }
    return undefined;
  }

  #holds(one: InForce): boolean {
    return one.left > 0 && this.#now() < one.until;
  }
}

const liesBelow = (path: string, target: string): boolean => bare(path).startsWith(bare(target));
const bare = (path: string): string => path.replace(/^\/+/u, '');
/**
 * "azure-login" → "azure/login": a part of Azure that is a host of its own in the real world. "sentry-webhook" → "webhook/sentry":
 * what Sentry posts, which no fault of its API meets.
 */
const pathOf = (target: string): string =>
  bare(target)
    .replace(/^azure-(?=login|arm|metrics|logs)/u, 'azure/')
    .replace(/^(\w+)-webhook/u, 'webhook/$1');
