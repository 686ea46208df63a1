import { Changes } from './changes.ts';

interface Timer {
  readonly at: number;
  readonly run: () => Promise<void>;
}

/** What the bot tells with each long poll: the seq whose due work has settled, and when its next work falls due. */
export interface BotReport {
  readonly settled: number;
  /** Milliseconds since 1970; undefined: nothing is due. */
  readonly nextDue: number | undefined;
}

export interface ClockOptions {
  /** Milliseconds since 1970; the real time unless given. */
  readonly start?: number | undefined;
  readonly patienceMs?: number | undefined;
  /** Told how far ahead of the real time it is, whenever it was moved; milliseconds. */
  readonly onMoved?: ((ahead: number) => void) | undefined;
}

/** How often in a row an advance waits for a bot that is always at work. */
const mostAgain = 20;

/**
 * The demo's clock: real time plus what it was advanced. The bot long-polls it (`now`, `seq`) and reports the seq whose due
 * work has settled, together with when its next work falls due, so that an advance stops at every moment that matters.
 */
export class EmulatorClock {
  #offset: number;
  #seq = 1;
  #settled = 0;
  #nextDue: number | undefined;
  /** Whether a bot has ever asked; while none has, nobody is waited for. */
  #followed: 'yes' | 'no' = 'no';
  #timers: Timer[] = [];
  readonly #changes = new Changes();
  /** Advances and ticks take turns: two that ran at once would each wait for what the other has started. */
  #turn: Promise<void> = Promise.resolve();
  /** How long an advance waits for a bot that does not report, in ms of real time. */
  readonly #patience: number;
  readonly #onMoved: (ahead: number) => void;

  constructor(options: ClockOptions = {}) {
    this.#offset = options.start === undefined ? 0 : Math.round(options.start) - Date.now();
    this.#patience = options.patienceMs ?? 30_000;
    this.#onMoved = options.onMoved ?? (() => undefined);
  }

  now = (): number => Date.now() + this.#offset;

  /** How far it is ahead of the real time; milliseconds. */
  ahead = (): number => this.#offset;

  /** Runs once when the clock has reached `at`, whether by itself or by an advance. */
  at(at: number, run: () => Promise<void>): void {
    this.#timers.push({ at, run });
  }

  /** To be called about once a second: runs what fell due by real time passing. Rejects with the first failure, after the rest has run. */
  tick(): Promise<void> {
    return this.#inTurn(() => this.#runTimers());
  }

  /** For the bot's long poll: settles when there is a seq after `settled`, or after `waitMs`. */
  async poll(report: BotReport, waitMs: number): Promise<{ now: number; seq: number }> {
    this.#followed = 'yes';
    // A bot that was started again knows nothing of the seqs before: it begins at 0 and reports on from there.
    this.#settled = report.settled;
    this.#nextDue = report.nextDue;
    this.#changes.tell();
    await this.#changes.until(() => this.#seq > report.settled, waitMs);
    return { now: this.now(), seq: this.#seq };
  }

  /** Moves the clock, stopping wherever the emulators or the bot have something due; settles when all of it has settled. */
  advance(byMs: number): Promise<void> {
    return this.#inTurn(async () => {
      const end = this.now() + byMs;
      // What it has just been told happened now: it must not be taken up a minute later because a clock was quicker than a database.
      await this.#botSettles();
      let again = 0;
      for (let now = this.now(); now < end; now = this.now()) {
        again = this.#isAtWork(now) && again < mostAgain ? again + 1 : 0;
        const stops = [...this.#timers.map((one) => one.at), this.#nextDue ?? end].filter((at) => at > now);
        this.#offset += again > 0 ? 1 : Math.max(Math.ceil(Math.min(end, ...stops) - now), 1);
        this.#onMoved(this.#offset);
        // The bot must know what time it is before the world tells it what has just happened.
        await this.#botSettles();
        if (this.#timers.every((one) => one.at > this.now())) continue;
        await this.#runTimers();
        await this.#botSettles();
      }
    });
  }

  /** Its next due time has passed: only when what it does now has settled it knows what comes next, and until then nothing may be leapt over. */
  #isAtWork(now: number): boolean {
    return this.#followed === 'yes' && this.#settled >= this.#seq && this.#nextDue !== undefined && this.#nextDue <= now;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #runTimers(): Promise<void> {
    const failures: unknown[] = [];
    for (let due = this.#takeDue(); due !== undefined; due = this.#takeDue()) {
      await due.run().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** The earliest timer that has fallen due, taken from the list. */
  #takeDue(): Timer | undefined {
    const now = this.now();
    const due = this.#timers.filter((one) => one.at <= now).toSorted((one, other) => one.at - other.at)[0];
    if (due !== undefined) this.#timers.splice(this.#timers.indexOf(due), 1);
    return due;
  }

  async #botSettles(): Promise<void> {
    this.#seq += 1;
    const wanted = this.#seq;
    this.#changes.tell();
    if (this.#followed === 'yes') await this.#changes.until(() => this.#settled >= wanted, this.#patience);
  }
}
