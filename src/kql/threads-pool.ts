import { ProviderError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { type Asking, createJob, type Job } from './threads-job.ts';
import type { LateOnes } from './threads-late.ts';
import { type Outcome, startThread, type Thread } from './threads-thread.ts';

export type { Asking } from './threads-job.ts';
export type { Outcome } from './threads-thread.ts';

export interface ThreadPoolNeeds<Question> {
  readonly log: Log;
  readonly worker: URL;
  readonly data: unknown;
  /** How long a thread may work on one question, in ms, from when it began. */
  readonly deadlineMs: number;
  /** How long anybody waits for an answer, behind others too, in ms; counted from when there is a thread. */
  readonly patienceMs: number;
  /** A spare that nobody needed for so long is ended, for its memory. */
  readonly spareIdleMs: number;
  /** The same for questions that are the same. */
  readonly keyOf: (question: Question) => string;
  /** By their keys: asked again, they are late at once. */
  readonly lateTexts: LateOnes;
  /** They come after the others, and leave them a thread. */
  readonly lateAskers: LateOnes;
}

export interface ThreadPool<Question, Answer> {
  /** Throws ProviderError when there is no thread in good time, and what the signal says when it is given up. */
  readonly run: (question: Question, options: Asking) => Promise<Outcome<Answer>>;
  readonly warmUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** One that works and a spare. */
const usualThreads = 2;
/** What takes longer than this part of the deadline most likely takes all of it. */
const slowPart = 4;
/** Whoever waits this long behind another's question is given the spare. */
const spareAfterMs = 150;
/** But while threads only start, which takes a second, and on a busy machine some, this long. */
const startPatienceMs = 20_000;

interface Seat<Question, Answer> {
  readonly thread: Thread<Question, Answer>;
  state: 'starting' | 'free' | 'busy' | 'gone';
  job: Job<Question, Answer> | undefined;
}

/**
 * Threads of our own and not a pool of a package: a pool would put questions on all its threads alike, count the wait in a
 * queue as time that the question took, and start the next thread only when one is missed.
 */
export function createThreadPool<Question, Answer>(needs: ThreadPoolNeeds<Question>): ThreadPool<Question, Answer> {
  const { log, worker, data, deadlineMs, patienceMs, spareIdleMs, keyOf, lateTexts, lateAskers } = needs;
  type OwnSeat = Seat<Question, Answer>;
  type OwnJob = Job<Question, Answer>;
  /** The oldest works, the others are spare. */
  const seats: OwnSeat[] = [];
  const waiting: OwnJob[] = [];
  /** Those that wait and those that are worked on. */
  const open = new Set<OwnJob>();
  /** `resting`: one is enough until the next question. */
  let state: 'new' | 'resting' | 'used' | 'stopped' = 'new';
  let nudge: NodeJS.Timeout | undefined;
  let rest: NodeJS.Timeout | undefined;
  let warming = 0;

  function addSeat(): OwnSeat {
    const thread = startThread<Question, Answer>({ worker, data, onEnd: () => leave(seat) });
    const seat: OwnSeat = { thread, state: 'starting', job: undefined };
    seats.push(seat);
    void begin(seat);
    return seat;
  }

  async function begin(seat: OwnSeat): Promise<void> {
    try {
      await seat.thread.ready;
      if (seat.state === 'starting') seat.state = 'free';
      if (state === 'new') state = 'used';
      for (const job of open) job.countPatience();
      serve();
    } catch (error) {
      // Not tried again by itself: what fails now would fail the next moment, too. The next question tries.
      if (state !== 'stopped') log.warn({ error }, 'a query thread did not start');
      if (seats.length === 0) for (const job of open) job.fail(unavailable('it could not be started.', error));
    }
  }

  function leave(seat: OwnSeat): void {
    const before = seat.state;
    seat.state = 'gone';
    const place = seats.indexOf(seat);
    if (place !== -1) seats.splice(place, 1);
    if (before === 'free' || before === 'busy') serve();
  }

  const wasLate = ({ by }: OwnJob): boolean => by !== undefined && lateAskers.has(by);
  const isWorkedFor = (by: string | undefined): boolean => by !== undefined && seats.some(({ job }) => job?.by === by);

  /** The worker; a spare too, where it has taken long or the worker is not there yet. */
  function seatFor(job: OwnJob): OwnSeat | undefined {
    if (isWorkedFor(job.by)) return undefined;
    const [free, other] = seats.filter((seat) => seat.state === 'free');
    if (other === undefined && wasLate(job)) return undefined;
    const worked = seats[0]?.state === 'busy' && performance.now() - job.since < spareAfterMs;
    return free === seats[0] || !worked ? free : undefined;
  }

  /** One more than usual where all are busy and one of them will not come back, it seems: to be there when it is ended. */
  function wanted(): number {
    if (state === 'stopped') return 0;
    if (state !== 'used') return waiting.length > 1 ? usualThreads : seats.length;
    const slow = performance.now() - deadlineMs / slowPart;
    const allBusy = seats.length === usualThreads && seats.every((seat) => seat.state === 'busy');
    return allBusy && seats.some(({ job }) => (job?.begun ?? Number.POSITIVE_INFINITY) <= slow) ? usualThreads + 1 : usualThreads;
  }

  /** Gives out what waits, oldest first, but those that were late last, and sees to it that there is a spare. */
  function serve(): void {
    clearTimeout(nudge);
    if (state === 'stopped') return;
    for (const job of [...waiting.filter((one) => !wasLate(one)), ...waiting.filter(wasLate)]) {
      const seat = seatFor(job);
      if (seat === undefined) continue;
      waiting.splice(waiting.indexOf(job), 1);
      void work(seat, job);
    }
    if (waiting.length > 0 && seats.some((seat) => seat.state === 'free')) nudge = setTimeout(serve, spareAfterMs);
    while (seats.length < wanted()) addSeat();
    const surplus = seats.length > usualThreads ? seats.findLast((seat) => seat.state === 'free') : undefined;
    if (surplus !== undefined && waiting.length === 0) void dismiss(surplus);
    hold();
  }

  function hold(): void {
    const needed = open.size + warming > 0;
    for (const { thread } of seats) thread.hold(needed ? 'hold' : 'let go');
    clearTimeout(rest);
    if (!needed && state === 'used') rest = setTimeout(takeRest, spareIdleMs).unref();
  }

  function takeRest(): void {
    state = 'resting';
    for (const seat of seats.slice(1)) void dismiss(seat);
  }

  async function dismiss(seat: OwnSeat): Promise<void> {
    seat.state = 'gone';
    seats.splice(seats.indexOf(seat), 1);
    await seat.thread.end();
  }

  async function work(seat: OwnSeat, job: OwnJob): Promise<void> {
    seat.state = 'busy';
    seat.job = job;
    let look: NodeJS.Timeout | undefined;
    const onBegin = (): void => {
      job.begun = performance.now();
      look = setTimeout(serve, deadlineMs / slowPart).unref();
    };
    const outcome = await seat.thread.ask(job.question, { deadlineMs, onBegin });
    clearTimeout(look);
    seat.job = undefined;
    job.settle(outcome);
    if (outcome.kind === 'late') {
      lateTexts.add(job.key);
      if (job.by !== undefined) lateAskers.add(job.by);
      for (const same of waiting.filter(({ key }) => key === job.key)) same.settle(outcome);
      return leave(seat);
    }
    // A thread that crashed has left already.
    if (seat.state === 'busy') seat.state = 'free';
    serve();
  }

  function put(question: Question, options: Asking, resolve: (outcome: Outcome<Answer>) => void, reject: (error: unknown) => void): void {
    const onDone = (): void => {
      const place = waiting.indexOf(job);
      if (place !== -1) waiting.splice(place, 1);
      open.delete(job);
      hold();
    };
    const onPatienceOver = (): void => {
      const { begun } = job;
      // Then it would be late as well if it had begun at once.
      if (begun !== undefined && performance.now() - begun > deadlineMs / 2) job.settle({ kind: 'late' });
      else job.fail(unavailable(isWorkedFor(job.by) && begun === undefined ? behindOwn : behindOthers));
    };
    const how = { patienceMs, startPatienceMs, onPatienceOver, onDone, resolve, reject };
    const job: OwnJob = createJob(question, keyOf(question), options, how);
    if (seats.some((seat) => seat.state === 'free' || seat.state === 'busy')) job.countPatience();
    open.add(job);
    waiting.push(job);
    if (seats.length === 0) addSeat();
    if (state === 'resting') state = 'used';
    serve();
  }

  return {
    run: async (question, options) => {
      options.signal.throwIfAborted();
      if (state === 'stopped') throw unavailable('it has been stopped.');
      if (lateTexts.has(keyOf(question))) return { kind: 'late' };
      return new Promise((resolve, reject) => put(question, options, resolve, reject));
    },
    warmUp: async () => {
      if (state === 'stopped') return;
      if (state === 'resting') state = 'used';
      const [seat = addSeat()] = seats;
      warming += 1;
      hold();
      try {
        await seat.thread.ready;
        // Where this was the first of all, it has had the spare started.
        serve();
        await Promise.all(seats.map(({ thread }) => thread.ready));
      } finally {
        warming -= 1;
        hold();
      }
    },
    stop: async () => {
      state = 'stopped';
      clearTimeout(nudge);
      clearTimeout(rest);
      for (const job of open) job.fail(unavailable('it has been stopped.'));
      await Promise.all(seats.map(({ thread }) => thread.end()));
    },
  };
}

const behindOthers = 'it is busy with other queries. Try again in a few seconds.';
const behindOwn = 'it still reads an earlier query of yours. Try again in a few seconds.';

function unavailable(reason: string, cause?: unknown): ProviderError {
  return new ProviderError('Query reader', `the query reader is not available: ${reason}`, {
    retry: { when: 'later', afterMs: 3_000 },
    cause,
  });
}
