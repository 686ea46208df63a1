import type { Trouble } from '../../estate/inner.ts';

/** What one service's applications do and say. */
export interface Profile {
  readonly host: string;
  readonly version: string;
  readonly sdk: string;
  readonly operations: readonly Operation[];
  readonly calls: readonly Call[];
  readonly failures: readonly Failure[];
  /** What most exceptions are while something is wrong. */
  readonly troubles: Readonly<Partial<Record<Trouble, Failure>>>;
  /** What is written while all is well; {…} is replaced: {operation}, {id}, {ms}, {count}. */
  readonly chatter: readonly string[];
  readonly warnings: readonly string[];
  /** The job that its events tell of; undefined: it has none. */
  readonly jobs: Jobs | undefined;
}

export interface Operation {
  readonly name: string;
  /** Behind the host; {id} is replaced. */
  readonly path: string;
  readonly weight: number;
  /** How long it takes, compared with the service's other operations. */
  readonly length: number;
  readonly role: 'web' | 'worker';
}

/** Something an application calls. */
export interface Call {
  readonly type: 'SQL' | 'HTTP' | 'InProc';
  readonly name: string;
  readonly target: string;
  readonly data: string;
  readonly length: number;
  readonly weight: number;
}

export interface Failure {
  readonly type: string;
  /** {ms}, {id} and {operation} are replaced. */
  readonly message: string;
  readonly inner: { readonly type: string; readonly message: string };
  readonly method: string;
  readonly assembly: string;
  readonly weight: number;
}

export interface Jobs {
  /** Events of a job; `done` is told beside `completed` where it is given. */
  readonly events: { readonly submitted: string; readonly completed: string; readonly failed: string; readonly done?: string };
  readonly kinds: readonly string[];
  /** Requests that come with one job. */
  readonly requests: number;
  /** Seconds, on average. */
  readonly seconds: number;
  readonly score: { readonly name: string; readonly mean: number } | undefined;
  /** The metric that tells how long each took. */
  readonly durationMetric: string;
}

/** One of them, by weight; `chance` from 0 until before 1. */
export function pick<T extends { readonly weight: number }>(among: readonly T[], chance: number): T {
  const whole = among.reduce((sum, { weight }) => sum + weight, 0);
  let left = chance * whole;
  for (const one of among) {
    left -= one.weight;
    if (left < 0) return one;
  }
  const last = among.at(-1);
  if (last === undefined) throw new Error('nothing to pick from');
  return last;
}
