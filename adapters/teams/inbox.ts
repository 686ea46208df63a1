import type { TurnContext } from 'botbuilder';
import type { ChatListener } from '../../src/core/chat.ts';
import type { Clock, Log, RawRequest, RawResponse, Signatures } from '../../src/core/ports.ts';
import { type Clicks, withWords } from './clicks.ts';
import type { Cloud } from './cloud.ts';
import { NotAnActivity, NotGenuine } from './errors.ts';
import type { Membership } from './membership.ts';
import type { People } from './people.ts';
import { nothingChosen, readInvocation, readWordsOf } from './read-invocation.ts';
import type { IncomingActivity } from './schema.ts';
import { answerSearch, readSearch } from './search.ts';

export interface InboxNeeds {
  readonly cloud: () => Promise<Cloud>;
  readonly membership: Membership;
  readonly people: People;
  readonly clicks: Pick<Clicks, 'wait'>;
  readonly signatures: Pick<Signatures, 'hash'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Inbox {
  readonly open: (listener: ChatListener) => void;
  /** Settles when what is being received has been answered. */
  readonly close: () => Promise<void>;
  readonly handle: (request: RawRequest) => Promise<RawResponse>;
}

const json = { 'content-type': 'application/json; charset=utf-8' };
const answer = (status: number, body?: unknown): RawResponse =>
  body === undefined ? { status, headers: {}, body: '' } : { status, headers: json, body: JSON.stringify(body) };

/** The door of POST /api/messages: checks, understands, hands over, and only then answers. */
export function createInbox(needs: InboxNeeds): Inbox {
  let listener: ChatListener | undefined;
  const running = new Set<Promise<RawResponse>>();

  const take = async (request: RawRequest): Promise<RawResponse> => {
    if (listener === undefined) return { ...answer(503), headers: { 'retry-after': '5' } };
    const around = { fallbackId: needs.signatures.hash(request.body), listener };
    try {
      const cloud = await needs.cloud();
      const header = request.headers['authorization'] ?? '';
      const reply = await cloud.receive(readBody(request.body), header, (turn, activity) => takeTurn(turn, { ...around, activity }, needs));
      return answer(reply?.status ?? 200, reply?.body);
    } catch (error) {
      if (error instanceof NotGenuine) {
        needs.log.warn({ reason: error.message }, 'a message that did not come from Teams was refused');
        return answer(403);
      }
      if (error instanceof NotAnActivity) return answer(400, { error: { code: 'BadSyntax', message: 'This is not an activity.' } });
      needs.log.error({ error }, 'a message from Teams could not be taken');
      return { ...answer(503), headers: { 'retry-after': '5' } };
    }
  };

  return {
    open: (taker) => {
      listener = taker;
    },
    close: async () => {
      listener = undefined;
      await Promise.allSettled(running);
    },
    handle: (request) => {
      const done = take(request);
      running.add(done);
      void done.finally(() => running.delete(done));
      return done;
    },
  };
}

interface Turn {
  readonly activity: IncomingActivity;
  readonly fallbackId: string;
  readonly listener: ChatListener;
}

/** Whoever types into a searchable field sees nothing meanwhile. */
const searchMs = 3_000;

async function takeTurn(turn: TurnContext, { activity, fallbackId, listener }: Turn, needs: InboxNeeds): Promise<void> {
  const conversation = await needs.membership.follow(activity);
  const query = readSearch(activity);
  if (query !== undefined) return answerInvoke(turn, answerSearch(await listener.search(query, { signal: AbortSignal.timeout(searchMs) })));
  const words = readWordsOf(activity);
  if (words === undefined) return;
  if (words === nothingChosen) return answerInvoke(turn, withWords('Choose one first.'));
  const actor = await needs.people.personOf(activity);
  const invocation = readInvocation(activity, words, { actor, channelName: conversation?.name, now: needs.clock.now(), fallbackId });
  if (activity.type !== 'invoke') return listener.receive(invocation);
  // Whoever answers may do so before receive settles.
  const waiting = needs.clicks.wait(invocation.id);
  await listener.receive(invocation);
  await answerInvoke(turn, await waiting);
}

async function answerInvoke(turn: TurnContext, body: object): Promise<void> {
  await turn.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

function readBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
