import { ProviderError } from '../core/errors.ts';
import type { Cancellable, Log } from '../core/ports.ts';
import { type Outcome, startThread, type Thread } from './threads-thread.ts';

export type { Outcome } from './threads-thread.ts';

export interface ThreadPoolNeeds {
  readonly log: Log;
  readonly worker: URL;
  readonly data: unknown;
  /** How long a thread may work on one question, in ms. */
  readonly deadlineMs: number;
  /** How long anybody waits for an answer, behind others too, in ms. */
  readonly patienceMs: number;
}

export interface ThreadPool<Question, Answer> {
  /** Throws ProviderError when there is no thread in good time, and what the signal says when it is given up. */
  readonly run: (question: Question, options: Cancellable) => Promise<Outcome<Answer>>;
  readonly warmUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** One that works and a spare. */
const threadsAtMost = 2;
/** Whoever waits this long behind another's question is given the spare. */
const spareAfterMs = 150;
/** But while threads only start, which takes a second, and on a busy machine some, this long. */
const startPatienceMs = 20_000;

interface Seat<Question, Answer> {
  readonly thread: Thread<Question, Answer>;
  state: 'starting' | 'free' | 'busy' | 'gone';
}

interface Job<Question, Answer> {
  readonly question: Question;
  readonly since: number;
  /** When a thread began to work on it. */
  begun: number | undefined;
  readonly settle: (outcome: Outcome<Answer>) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Threads of our own and not a pool of a package: a pool would put questions on all its threads alike, count the wait in a
 * queue as time that the question took, and start the next thread only when one is missed.
 */
export function createThreadPool<Question, Answer>({
  log,
  worker,
  data,
  deadlineMs,
  patienceMs,
}: ThreadPoolNeeds): ThreadPool<Question, Answer> {
  type OwnSeat = Seat<Question, Answer>;
  type OwnJob = Job<Question, Answer>;
  /** The oldest works, the other is the spare. */
  const seats: OwnSeat[] = [];
  const waiting: OwnJob[] = [];
  /** Those that wait and those that are worked on. */
  const open = new Set<OwnJob>();
  let state: 'new' | 'used' | 'stopped' = 'new';
  let nudge: NodeJS.Timeout | undefined;
  let warming = 0;

  function addSeat(): OwnSeat {
    const thread = startThread<Question, Answer>({ worker, data, onEnd: () => leave(seat) });
    const seat: OwnSeat = { thread, state: 'starting' };
    seats.push(seat);
    void begin(seat);
    return seat;
  }

  async function begin(seat: OwnSeat): Promise<void> {
    try {
      await seat.thread.ready;
      if (seat.state === 'starting') seat.state = 'free';
      if (state === 'new') state = 'used';
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

  /** The worker; the spare too, where it has taken long or the worker is not there yet. */
  function seatFor(job: OwnJob): OwnSeat | undefined {
    const free = seats.find((seat) => seat.state === 'free');
    const worked = seats[0]?.state === 'busy' && performance.now() - job.since < spareAfterMs;
    return free === seats[0] || !worked ? free : undefined;
  }

  /** Gives out what waits, oldest first, and sees to it that there is a spare. */
  function serve(): void {
    clearTimeout(nudge);
    if (state === 'stopped') return;
    for (let [job] = waiting; job !== undefined; [job] = waiting) {
      const seat = seatFor(job);
      if (seat === undefined) break;
      waiting.shift();
      void work(seat, job);
    }
    if (waiting.length > 0 && seats.some((seat) => seat.state === 'free')) nudge = setTimeout(serve, spareAfterMs);
    if (state === 'used') while (seats.length < threadsAtMost) addSeat();
    hold();
  }

  function hold(): void {
    for (const { thread } of seats) thread.hold(open.size + warming > 0 ? 'hold' : 'let go');
  }

  async function work(seat: OwnSeat, job: OwnJob): Promise<void> {
    seat.state = 'busy';
    job.begun = performance.now();
    const outcome = await seat.thread.ask(job.question, deadlineMs);
    job.settle(outcome);
    if (outcome.kind === 'late') return leave(seat);
    // A thread that crashed has left already.
    if (seat.state === 'busy') seat.state = 'free';
    serve();
  }

  function put(
    question: Question,
    { signal }: Cancellable,
    resolve: (outcome: Outcome<Answer>) => void,
    reject: (error: unknown) => void,
  ): void {
    const done = (): boolean => {
      clearTimeout(patience);
      signal.removeEventListener('abort', giveUp);
      const place = waiting.indexOf(job);
      if (place !== -1) waiting.splice(place, 1);
      const first = open.delete(job);
      hold();
      return first;
    };
    const job: OwnJob = {
      question,
      since: performance.now(),
      begun: undefined,
      settle: (outcome) => done() && resolve(outcome),
      fail: (error) => done() && reject(error),
    };
    const giveUp = (): void => job.fail(signal.reason);
    const late = (): void => {
      const now = performance.now();
      if (job.begun === undefined && seats.every((seat) => seat.state === 'starting') && now - job.since < startPatienceMs) {
        // The thread that starts will take this question: an answer is worth more than a quick refusal.
        startAwaited = true;
        patience = setTimeout(late, patienceMs);
      } else if (job.begun !== undefined && (startAwaited || now - job.begun > deadlineMs / 2)) {
        // It has its full time after a start. Otherwise it would be late as well if it had begun at once.
        if (!startAwaited) job.settle({ kind: 'late' });
      } else {
        job.fail(unavailable('it is busy with other queries. Try again in a few seconds.'));
      }
    };
    let startAwaited = false;
    let patience = setTimeout(late, patienceMs);
    signal.addEventListener('abort', giveUp);
    open.add(job);
    waiting.push(job);
    if (seats.length === 0) addSeat();
    serve();
  }

  return {
    run: async (question, options) => {
      options.signal.throwIfAborted();
      if (state === 'stopped') throw unavailable('it has been stopped.');
      return new Promise((resolve, reject) => put(question, options, resolve, reject));
    },
    warmUp: async () => {
      if (state === 'stopped') return;
      const [seat = addSeat()] = seats;
      warming += 1;
      hold();
      try {
        await seat.thread.ready;
        // Which has had the spare started.
        await Promise.all(seats.map(({ thread }) => thread.ready));
      } finally {
        warming -= 1;
        hold();
      }
    },
    stop: async () => {
      state = 'stopped';
      clearTimeout(nudge);
      for (const job of open) job.fail(unavailable('it has been stopped.'));
      await Promise.all(seats.map(({ thread }) => thread.end()));
    },
  };
}

function unavailable(reason: string, cause?: unknown): ProviderError {
  return new ProviderError('Query reader', `the query reader is not available: ${reason}`, {
    retry: { when: 'later', afterMs: 3_000 },
    cause,
  });
}
