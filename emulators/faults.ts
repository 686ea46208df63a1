/** A fault ordered through POST /control/faults. `target`: "slack", or narrower "slack/api/chat.postMessage": a path's beginning. */
export interface Fault {
  readonly target: string;
  readonly status: number;
  /** How many requests it meets; undefined: until cleared. */
  readonly count?: number | undefined;
  /** For how long it is in force, in ms of the demo's clock; undefined: until cleared. */
  readonly forMs?: number | undefined;
  /** Sent as Retry-After, seconds. */
  readonly retryAfter?: number | undefined;
}

interface InForce {
  readonly fault: Fault;
  readonly until: number;
  left: number;
}

/** The faults in force. Emulators ask before they answer, and put the status in their platform's own words. */
export class Faults {
  #faults: InForce[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  add(fault: Fault): void {
    const until = fault.forMs === undefined ? Number.POSITIVE_INFINITY : this.#now() + fault.forMs;
    this.#faults.push({ fault, until, left: fault.count ?? Number.POSITIVE_INFINITY });
  }

  /** Ends the faults of this target and of all that lies below it; without one, every fault. */
  clear(target?: string): void {
    this.#faults = target === undefined ? [] : this.#faults.filter((one) => !liesBelow(one.fault.target, target));
  }

  /** The fault that meets a request to `path` ("/slack/api/chat.postMessage"), if any; uses up one of its count. */
  take(path: string): Fault | undefined {
    const now = this.#now();
    const met = this.#faults.find((one) => one.left > 0 && now < one.until && liesBelow(path, one.fault.target));
    if (met === undefined) return undefined;
    met.left -= 1;
    return met.fault;
  }
}

const liesBelow = (path: string, target: string): boolean => bare(path).startsWith(bare(target));
const bare = (path: string): string => path.replace(/^\/+/u, '');
