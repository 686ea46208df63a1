import type { TurnContext } from 'botbuilder';
import type { Invocation } from '../../src/core/invocation.ts';
import type { Clock, Log, RawRequest, RawResponse, Signatures } from '../../src/core/ports.ts';
import type { Clicks } from './clicks.ts';
import type { Cloud } from './cloud.ts';
import type { Conversations } from './conversations.ts';
import { NotAnActivity, NotGenuine } from './errors.ts';
import type { People } from './people.ts';
import { readInvocation, readWordsOf } from './read-invocation.ts';
import type { IncomingActivity } from './schema.ts';

export interface InboxNeeds {
  readonly cloud: () => Promise<Cloud>;
  readonly conversations: Pick<Conversations, 'remember' | 'learnTeam'>;
  readonly people: People;
  readonly clicks: Pick<Clicks, 'wait'>;
  readonly signatures: Pick<Signatures, 'hash'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Inbox {
  readonly open: (receive: (invocation: Invocation) => Promise<void>) => void;
  /** Settles when what is being received has been answered. */
  readonly close: () => Promise<void>;
  readonly handle: (request: RawRequest) => Promise<RawResponse>;
}

const json = { 'content-type': 'application/json; charset=utf-8' };
const answer = (status: number, body?: unknown): RawResponse =>
  body === undefined ? { status, headers: {}, body: '' } : { status, headers: json, body: JSON.stringify(body) };

/** The door of POST /api/messages: checks, understands, hands over, and only then answers. */
export function createInbox(needs: InboxNeeds): Inbox {
  let receive: ((invocation: Invocation) => Promise<void>) | undefined;
  const running = new Set<Promise<RawResponse>>();

  const take = async (request: RawRequest): Promise<RawResponse> => {
    if (receive === undefined) return { ...answer(503), headers: { 'retry-after': '5' } };
    const around = { fallbackId: needs.signatures.hash(request.body), receive };
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
      receive = taker;
    },
    close: async () => {
      receive = undefined;
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
  readonly receive: (invocation: Invocation) => Promise<void>;
}

async function takeTurn(turn: TurnContext, { activity, fallbackId, receive }: Turn, needs: InboxNeeds): Promise<void> {
  const conversation = await needs.conversations.remember(activity);
  await learn(activity, conversation?.name, needs);
  const words = readWordsOf(activity);
  if (words === undefined) return;
  const actor = await needs.people.personOf(activity);
  const invocation = readInvocation(activity, words, { actor, channelName: conversation?.name, now: needs.clock.now(), fallbackId });
  if (activity.type !== 'invoke') return receive(invocation);
  // Whoever answers may do so before receive settles.
  const waiting = needs.clicks.wait(invocation.id);
  await receive(invocation);
  await turn.sendActivity({ type: 'invokeResponse', value: { status: 200, body: await waiting } });
}

/** The app was added to a team, or a channel spoke whose name was never told: read the team's channels. */
async function learn(activity: IncomingActivity, name: string | undefined, needs: InboxNeeds): Promise<void> {
  const { channelData, serviceUrl, recipient } = activity;
  if (channelData?.team === undefined || serviceUrl === undefined) return;
  const team = { id: channelData.team.id, serviceUrl, tenant: activity.conversation.tenantId ?? channelData.tenant?.id };
  const added =
    (activity.type === 'installationUpdate' && activity.action?.startsWith('remove') !== true) ||
    (activity.membersAdded ?? []).some((one) => one.id === recipient?.id);
  if (added) await needs.conversations.learnTeam(team);
  else if (name === undefined && activity.type === 'message') void needs.conversations.learnTeam(team);
}

function readBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
