import type { EmulatorClock } from '../clock.ts';
import type { EmulatedUser } from '../world.ts';
import { SlackRefusal } from './answer.ts';

/** Who did something that lets the app open a modal, and where. */
export interface Trigger {
  readonly user: EmulatedUser;
  /** The channel it was done in; "home": on the home page. */
  readonly channel: string;
  /** The view in which it was done, onto which another can be pushed. */
  readonly view: string | undefined;
}

interface Issued extends Trigger {
  readonly until: number;
  state: 'fresh' | 'used';
}

const lifeMs = 3_000;

/** The trigger ids of commands, clicks and shortcuts: each opens one modal, within three seconds. */
export class Triggers {
  readonly #issued = new Map<string, Issued>();
  readonly #clock: EmulatorClock;
  #count = 0;

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  issue(trigger: Trigger): string {
    this.#count += 1;
    const id = `${1_000_000_000_000 + this.#count}.2000000000000.${this.#count.toString(16).padStart(32, '0')}`;
    this.#issued.set(id, { ...trigger, until: this.#clock.now() + lifeMs, state: 'fresh' });
    return id;
  }

  /** Uses it up. Throws SlackRefusal. */
  take(id: string): Trigger {
    const issued = this.#issued.get(id);
    if (issued === undefined) throw new SlackRefusal('invalid_trigger_id');
    if (issued.state === 'used') throw new SlackRefusal('exchanged_trigger_id');
    if (this.#clock.now() > issued.until) throw new SlackRefusal('expired_trigger_id');
    issued.state = 'used';
    return issued;
  }
}
