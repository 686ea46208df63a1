import type { Conversation } from '../../src/core/model/schedule.ts';
import type { Log, Settings } from '../../src/core/ports.ts';
import { CannotPost, readFailure } from './errors.ts';
import { kindOf, looksLikeChannel, splitConversation } from './place.ts';
import { channelList, type IncomingActivity } from './schema.ts';

export interface Conversations {
  /** Keeps where the activity came from, if it is new. Never throws. */
  readonly remember: (activity: IncomingActivity) => Promise<Conversation | undefined>;
  /** Reads a team's channels and keeps them, so that they can be posted to by name. Never throws. */
  readonly learnTeam: (team: Team) => Promise<void>;
  /** Of one conversation, or of all of a team: nothing is kept of where the bot is not any more. Never throws. */
  readonly forget: (gone: { readonly id: string } | { readonly team: string }) => Promise<void>;
  /** By id or by name, with or without #. Throws CannotPost for a name that is not known. */
  readonly resolve: (channel: string) => Promise<Conversation>;
  readonly known: () => Promise<readonly Conversation[]>;
}

export interface Team {
  readonly id: string;
  readonly serviceUrl: string;
  readonly tenant: string | undefined;
}

export interface ConversationNeeds {
  readonly settings: Pick<Settings, 'get' | 'put' | 'list' | 'remove'>;
  readonly fetchChannels: (serviceUrl: string, team: string) => Promise<unknown>;
  /** For a channel given by its id that was never heard of. */
  readonly serviceUrl: string;
  readonly tenant: string;
  readonly log: Log;
}

/** The conversations Teams has told the bot about; a bot cannot ask for a list of its teams. */
export function createConversations(needs: ConversationNeeds): Conversations {
  const known = async (): Promise<readonly Conversation[]> =>
    (await needs.settings.list('conversations')).filter((one) => one.platform === 'teams');

  const keep = async (conversation: Conversation): Promise<Conversation> => {
    const before = await needs.settings.get('conversations', conversation.id);
    const kept = { ...conversation, name: conversation.name ?? before?.name };
    if (before === undefined || !same(before, kept)) await needs.settings.put('conversations', kept);
    return kept;
  };

  const learnTeam = async (team: Team): Promise<void> => {
    try {
      for (const { id, name } of channelList.parse(await needs.fetchChannels(team.serviceUrl, team.id))) {
        await keep({ id, platform: 'teams', name, kind: 'channel', team: team.id, tenant: team.tenant, serviceUrl: team.serviceUrl });
      }
    } catch (error) {
      needs.log.warn(
        { reason: readFailure(error).reason, team: team.id },
        'the channels of a team could not be read; they can be posted to by id',
      );
    }
  };

  return {
    known,
    learnTeam,
    remember: async (activity) => {
      try {
        return await keep(read(activity));
      } catch (error) {
        needs.log.warn({ error }, 'a Teams conversation could not be kept');
        return undefined;
      }
    },
    forget: async (gone) => {
      try {
        const all = 'id' in gone ? [gone.id] : (await known()).flatMap((one) => (one.team === gone.team ? [one.id] : []));
        for (const id of all) await needs.settings.remove('conversations', id);
      } catch (error) {
        needs.log.warn({ error }, 'a Teams conversation could not be forgotten');
      }
    },
    resolve: async (channel) => {
      const found = choose(channel, await known());
      if (found !== undefined) return found;
      if (looksLikeId(channel)) return unheard(channel, needs);
      for (const team of teamsOf(await known())) await learnTeam(team);
      const learned = choose(channel, await known());
      if (learned !== undefined) return learned;
      throw new CannotPost(
        `No Teams channel called “${channel.replace(/^#/u, '')}” is known: add the app to its team, or name the channel by its id.`,
      );
    },
  };
}

/** Throws CannotPost when the name stands for channels of several teams. */
function choose(channel: string, known: readonly Conversation[]): Conversation | undefined {
  const byId = known.find((one) => one.id === channel);
  if (byId !== undefined) return byId;
  const name = channel.replace(/^#/u, '').toLowerCase();
  const named = known.filter((one) => one.kind === 'channel' && one.name?.toLowerCase() === name);
  if (named.length > 1) throw new CannotPost(`${named.length} teams have a channel called “${name}”: name it by its id.`);
  return named[0];
}

function read(activity: IncomingActivity): Conversation {
  const { channel } = splitConversation(activity.conversation.id);
  const told = activity.channelData?.channel;
  const kind = told === undefined ? kindOf(activity.conversation) : 'channel';
  return {
    id: told?.id ?? channel,
    platform: 'teams',
    name: told?.name ?? activity.conversation.name ?? undefined,
    kind,
    team: activity.channelData?.team?.id,
    tenant: activity.conversation.tenantId ?? activity.channelData?.tenant?.id,
    serviceUrl: activity.serviceUrl ?? '',
  };
}

const looksLikeId = (channel: string): boolean => /^(19:|a:|28:|29:)/u.test(channel);

function unheard(id: string, needs: ConversationNeeds): Conversation {
  return { id, platform: 'teams', kind: looksLikeChannel(id) ? 'channel' : 'group', tenant: needs.tenant, serviceUrl: needs.serviceUrl };
}

function teamsOf(known: readonly Conversation[]): readonly Team[] {
  const teams = new Map<string, Team>();
  for (const { team, serviceUrl, tenant } of known) if (team !== undefined) teams.set(team, { id: team, serviceUrl, tenant });
  return [...teams.values()];
}

function same(one: Conversation, other: Conversation): boolean {
  return (
    one.name === other.name &&
    one.kind === other.kind &&
    one.team === other.team &&
    one.tenant === other.tenant &&
    one.serviceUrl === other.serviceUrl
  );
}
