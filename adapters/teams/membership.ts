import type { Delivery } from '../../src/core/chat.ts';
import type { Document } from '../../src/core/document.ts';
import type { Conversation } from '../../src/core/model/schedule.ts';
import type { Log } from '../../src/core/ports.ts';
import type { Conversations } from './conversations.ts';
import { kindOf, splitConversation } from './place.ts';
import type { IncomingActivity } from './schema.ts';
import { welcome } from './welcome.ts';

export interface Membership {
  /** Keeps up with where the bot is: added, removed, a channel gone. Gives the conversation the activity came from. Never throws. */
  readonly follow: (activity: IncomingActivity) => Promise<Conversation | undefined>;
}

export interface MembershipNeeds {
  readonly conversations: Pick<Conversations, 'remember' | 'learnTeam' | 'forget' | 'known'>;
  readonly post: (channel: string, document: Document) => Promise<Delivery>;
  readonly log: Log;
}

/** Teams says by two events that the bot was added or removed, in either order, and may say each twice. */
export function createMembership({ conversations, post, log }: MembershipNeeds): Membership {
  const welcomed = new Set<string>();

  const greet = async (activity: IncomingActivity): Promise<void> => {
    const { team, settings } = activity.channelData ?? {};
    const { channel } = splitConversation(activity.conversation.id);
    const delivery = await post(
      settings?.selectedChannel?.id ?? channel,
      welcome(team === undefined ? kindOf(activity.conversation) : 'channel'),
    );
    if (!delivery.ok) log.warn({ reason: delivery.reason }, 'the welcome could not be posted');
  };

  const join = async (activity: IncomingActivity): Promise<Conversation | undefined> => {
    const key = membershipOf(activity);
    // Before anything is awaited, because the other event may be on its way already.
    const first = !welcomed.has(key);
    welcomed.add(key);
    const isNew = first && !(await isKnown(activity, conversations));
    const conversation = await conversations.remember(activity);
    const team = teamOf(activity);
    if (team !== undefined) await conversations.learnTeam(team);
    if (isNew) await greet(activity);
    return conversation;
  };

  return {
    follow: async (activity) => {
      switch (eventOf(activity)) {
        case 'added':
          return join(activity);
        case 'removed':
          welcomed.delete(membershipOf(activity));
          await conversations.forget(
            activity.channelData?.team === undefined
              ? { id: splitConversation(activity.conversation.id).channel }
              : { team: activity.channelData.team.id },
          );
          return undefined;
        case 'channel deleted':
          await conversations.forget({ id: activity.channelData?.channel?.id ?? '' });
          return undefined;
        case 'other': {
          const conversation = await conversations.remember(activity);
          const team = teamOf(activity);
          // A channel spoke whose name was never told: read the team's channels.
          if (team !== undefined && conversation?.name === undefined && activity.type === 'message') void conversations.learnTeam(team);
          return conversation;
        }
      }
    },
  };
}

type Event = 'added' | 'removed' | 'channel deleted' | 'other';

function eventOf(activity: IncomingActivity): Event {
  const { type, action, recipient, channelData } = activity;
  const isBot = (one: { readonly id: string }): boolean => one.id === recipient?.id;
  if (type === 'installationUpdate') return action?.startsWith('remove') === true ? 'removed' : 'added';
  if (type !== 'conversationUpdate') return 'other';
  if (activity.membersAdded?.some(isBot) === true) return 'added';
  if (activity.membersRemoved?.some(isBot) === true) return 'removed';
  switch (channelData?.eventType) {
    case 'teamDeleted':
    case 'teamHardDeleted':
      return 'removed';
    case 'channelDeleted':
      return 'channel deleted';
    case undefined:
    default:
      return 'other';
  }
}

/** A bot is member of a team as a whole, else of one chat. */
const membershipOf = ({ channelData, conversation }: IncomingActivity): string => channelData?.team?.id ?? conversation.id;

async function isKnown(activity: IncomingActivity, conversations: Pick<Conversations, 'known'>): Promise<boolean> {
  const team = activity.channelData?.team?.id;
  return (await conversations.known()).some((one) => (team === undefined ? one.id === activity.conversation.id : one.team === team));
}

function teamOf({ channelData, serviceUrl, conversation }: IncomingActivity): Parameters<Conversations['learnTeam']>[0] | undefined {
  if (channelData?.team === undefined || serviceUrl === undefined) return undefined;
  return { id: channelData.team.id, serviceUrl, tenant: conversation.tenantId ?? channelData.tenant?.id };
}
