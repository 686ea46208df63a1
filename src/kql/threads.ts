import { createHash } from 'node:crypto';
import { ProviderError } from '../core/errors.ts';
import type { QueryAnalysis } from '../core/model/query.ts';
import type { Clock, Log } from '../core/ports.ts';
import { refusedFor } from './belt/refused.ts';
import { sizeFault } from './belt/size.ts';
import type { Fault, Planned } from './planned.ts';
import type { TableSchema } from './table.ts';
import { createLateOnes } from './threads-late.ts';
import { type Asking, createThreadPool, type Outcome } from './threads-pool.ts';
import type { Answer, Question, ThreadData } from './worker-messages.ts';

export type { Fault, Planned } from './planned.ts';

export interface KqlThreadsNeeds {
  readonly log: Log;
  /** The tables that names are resolved against. */
  readonly schemas: readonly TableSchema[];
  /** How long one query may take to read, in ms; the thread is ended then. 2,000 where not given. */
  readonly deadlineMs?: number | undefined;
  /** For how far back a date in the query lies; without it only `ago` tells. */
  readonly clock?: Clock | undefined;
  /** What workspace("…"), app("…") and resource("…") may name, as the service knows it: ids, resource ids. Any other is refused. */
  readonly allowedPlaces?: readonly string[] | undefined;
  /** The ids of those, by the names that we have for them: who writes such a name is told its id. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** The file that the threads run. */
  readonly worker?: URL | undefined;
}

/**
 * Microsoft's parser in worker threads: one that works and, while it is used, a warm spare that takes its place when it had to be
 * ended. Nothing is loaded before the first query. Throws ProviderError when no thread can be had (none starts, or others keep
 * all of them busy for longer than a person waits); what takes too long is an answer (a finding that refuses, a fault of kind
 * 'limit'), for the next ten minutes at once. `by`: who asks; of one asker one query is read at a time.
 */
export interface KqlThreads {
  readonly analyse: (text: string, options: Asking) => Promise<QueryAnalysis>;
  readonly plan: (text: string, options: Asking) => Promise<Planned>;
  readonly warmUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const usualDeadlineMs = 2_000;
/** A person is answered within 2.5 s whatever others have asked: this long after the deadline, nobody waits for a thread any more. */
const patienceMs = 400;
/** Long enough for whoever thinks about the next query. */
const spareIdleMs = 5 * 60_000;

export function createKqlThreads(needs: KqlThreadsNeeds): KqlThreads {
  const { log, clock, schemas, allowedPlaces = [], aliases } = needs;
  const deadlineMs = needs.deadlineMs ?? usualDeadlineMs;
  const pool = createThreadPool<Question, Answer>({
    log,
    worker: needs.worker ?? new URL('./worker.ts', import.meta.url),
    data: { schemas, allowedPlaces, aliases } satisfies ThreadData,
    deadlineMs,
    patienceMs: deadlineMs + patienceMs,
    spareIdleMs,
    keyOf: ({ kind, text }) => `${kind} ${hashOf(text)}`,
    lateTexts: createLateOnes(),
    lateAskers: createLateOnes(),
  });

  const ask = async (question: Question, options: Asking): Promise<Outcome<Answer>> => {
    const outcome = await pool.run(question, options);
    // A query may hold a secret, which has no place in a log: its hash tells whether it is the same one again.
    const query = { hash: hashOf(question.text).slice(0, 12), length: question.text.length };
    if (outcome.kind === 'broken') log.warn({ error: outcome.error, query }, 'a query could not be read');
    if (outcome.kind === 'late') log.warn({ query, deadlineMs }, 'a query took too long to read');
    return outcome;
  };

  return {
    analyse: async (text, options) => {
      const size = sizeFault(text);
      if (size !== undefined) return refusedFor(text, size);
      const outcome = await ask({ kind: 'analyse', text, now: clock?.now() }, options);
      switch (outcome.kind) {
        case 'answer':
          return outcome.answer.kind === 'analysis' ? outcome.answer.analysis : bug();
        case 'late':
        case 'broken':
          return refusedFor(text, { rule: 'too-complex', message: tooComplex(outcome.kind, deadlineMs) });
      }
    },
    plan: async (text, options) => {
      const size = sizeFault(text);
      if (size !== undefined) return faulty('limit', size.message);
      const outcome = await ask({ kind: 'plan', text }, options);
      switch (outcome.kind) {
        case 'answer':
          return outcome.answer.kind === 'planned' ? outcome.answer.planned : bug();
        case 'late':
        case 'broken':
          return faulty('limit', tooComplex(outcome.kind, deadlineMs));
      }
    },
    warmUp: () => pool.warmUp(),
    stop: () => pool.stop(),
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const faulty = (kind: Fault['kind'], message: string): Planned => ({
  kind: 'faulty',
  faults: [{ kind, message, at: undefined, code: undefined }],
});

function tooComplex(how: 'late' | 'broken', deadlineMs: number): string {
  const fate = how === 'late' ? `took longer than ${deadlineMs / 1_000} s to read` : 'was too much for the parser';
  return `The query ${fate}, so it was not sent. Make it simpler: fewer functions inside functions, fewer nested calls.`;
}

function bug(): never {
  throw new ProviderError('Query reader', 'the query reader answered another question.', { retry: { when: 'never' } });
}
