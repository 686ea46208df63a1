import type { EmulatorClock } from '../clock.ts';
import type { EmulatedUser } from '../world.ts';
import { type Args, booleanArg, SlackRefusal, stringArg } from './answer.ts';
import { messageBody, newMessage, receivedPayload } from './methods-chat.ts';
import type { SlackWorkspace } from './workspace.ts';

interface Ticket {
  readonly channel: string;
  readonly user: EmulatedUser;
  /** The message whose button was clicked; undefined for a slash command. */
  readonly message: string | undefined;
  readonly until: number;
  left: number;
}

const uses = 5;
const lifeMs = 30 * 60_000;

/** The addresses that come with slash commands and clicks: five uses within thirty minutes, in any channel. */
export class ResponseUrls {
  readonly #tickets = new Map<string, Ticket>();
  readonly #workspace: SlackWorkspace;
  readonly #clock: EmulatorClock;
  readonly #baseUrl: () => string;

  constructor(workspace: SlackWorkspace, clock: EmulatorClock, baseUrl: () => string) {
    this.#workspace = workspace;
    this.#clock = clock;
    this.#baseUrl = baseUrl;
  }

  issue(channel: string, user: EmulatedUser, message?: string): string {
    const id = this.#workspace.nextId('R');
    this.#tickets.set(id, { channel, user, message, until: this.#clock.now() + lifeMs, left: uses });
    return `${this.#baseUrl()}/slack/response/${id}`;
  }

  /** Does what was sent to the address. Throws SlackRefusal. */
  take(id: string, args: Args): void {
    const ticket = this.#tickets.get(id);
    if (ticket === undefined || ticket.until < this.#clock.now()) throw new SlackRefusal('expired_url');
    if (ticket.left <= 0) throw new SlackRefusal('used_url');
    const clicked = ticket.message === undefined ? undefined : this.#workspace.messageById(ticket.message);
    if (booleanArg(args, 'delete_original') && clicked !== undefined) {
      this.#workspace.remove(clicked.ts);
    } else {
      this.show(args, ticket, booleanArg(args, 'replace_original') ? clicked?.ts : undefined);
    }
    ticket.left -= 1;
  }

  /** Shows a message, ephemeral unless it says "in_channel"; `replaced` is redrawn instead. Throws SlackRefusal. */
  show(args: Args, to: { readonly channel: string; readonly user: EmulatedUser }, replaced?: string): void {
    const body = messageBody(args, this.#workspace);
    const payload = receivedPayload(args);
    const old = replaced === undefined ? undefined : this.#workspace.messageById(replaced);
    if (old !== undefined) {
      this.#workspace.put({ ...old, ...body, edited: true, payload });
      return;
    }
    const ephemeralTo = args['response_type'] === 'in_channel' ? undefined : to.user;
    this.#workspace.put(newMessage(this.#workspace, to.channel, body, { ephemeralTo, payload, threadTs: stringArg(args, 'thread_ts') }));
  }
}
