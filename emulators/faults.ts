import type { FastifyReply, FastifyRequest } from 'fastify';

/** A fault ordered through POST /control/faults. `target`: "slack", or narrower "slack/api/chat.postMessage": a path's beginning. */
export interface Fault {
  readonly target: string;
  readonly status: number;
  /** How many requests it meets; undefined: until cleared. */
  readonly count?: number | undefined;
  /** Sent as Retry-After, seconds. */
  readonly retryAfter?: number | undefined;
}

/** The faults in force. Emulators ask before they answer, and put the status in their platform's own words. */
export class Faults {
  #faults: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.count ?? Number.POSITIVE_INFINITY });
  }

  clear(target?: string): void {
    this.#faults = target === undefined ? [] : this.#faults.filter((one) => one.fault.target !== target);
  }

  /** The fault that meets a request to `path` ("/slack/api/chat.postMessage"), if any; uses up one of its count. */
  take(path: string): Fault | undefined {
    const bare = path.replace(/^\/+/u, '');
    const met = this.#faults.find((one) => one.left > 0 && bare.startsWith(one.fault.target.replace(/^\/+/u, '')));
    if (met === undefined) return undefined;
    met.left -= 1;
    return met.fault;
  }
}

export type FaultAnswer = (fault: Fault, request: FastifyRequest, reply: FastifyReply) => unknown;
