import { type EmulatedUser, slackWorld } from '../world.ts';
import { directId, type SlackChannel } from './channels.ts';
import type { SlackManifest } from './manifest.ts';
import { wireMessage } from './methods-chat.ts';
import type { Outbox } from './outbox.ts';
import type { Block } from './readable.ts';
import { teamOf } from './strangers.ts';
import type { SlackMessage, SlackWorkspace } from './workspace.ts';

/** Tells the app what happened, if it subscribed to that and may see it. */
export interface Events {
  readonly said: (message: SlackMessage, channel: SlackChannel) => void;
  readonly edited: (message: SlackMessage, before: SlackMessage, channel: SlackChannel) => void;
  readonly deleted: (message: SlackMessage, channel: SlackChannel) => void;
  readonly reacted: (what: 'reaction_added' | 'reaction_removed', message: SlackMessage, name: string, by: EmulatedUser) => void;
  readonly pinned: (what: 'pin_added' | 'pin_removed', message: SlackMessage, by: EmulatedUser) => void;
  readonly homeOpened: (by: EmulatedUser) => void;
}

export interface EventNeeds {
  readonly workspace: SlackWorkspace;
  readonly outbox: Outbox;
  readonly manifest: SlackManifest;
}

export function createEvents({ workspace, outbox, manifest }: EventNeeds): Events {
  const tell = (subscription: string, event: Block): void => {
    if (manifest.events.includes(subscription)) outbox.event(eventCallback(event, workspace));
  };
  const visible = (channel: string): boolean => workspace.channel(channel)?.botIsMember === true;
  const messageEvent = (channel: SlackChannel, event: Block): void => {
    const direct = channel.kind === 'direct';
    const place = { channel: channel.id, channel_type: direct ? 'im' : 'channel' };
    if (channel.botIsMember) tell(direct ? 'message.im' : 'message.channels', { type: 'message', ...event, ...place });
  };
  return {
    said: (message, channel) => {
      const from = teamOf(message.user);
      const wire = { ...wireMessage(message, false), user_team: from, source_team: from, event_ts: message.ts };
      const byBot = message.user === slackWorld.botUserId;
      const mentioned = !byBot && message.text.includes(`<@${slackWorld.botUserId}>`);
      if (channel.kind === 'channel' && mentioned && channel.botIsMember)
        tell('app_mention', { ...wire, type: 'app_mention', channel: channel.id });
      messageEvent(channel, wire);
    },
    edited: (message, before, channel) => {
      const edit = { user: message.user, ts: workspace.nextTs() };
      messageEvent(channel, {
        subtype: 'message_changed',
        hidden: true,
        ts: edit.ts,
        event_ts: edit.ts,
        message: { ...wireMessage(message, false), edited: edit },
        previous_message: wireMessage(before, false),
      });
    },
    deleted: (message, channel) => {
      const ts = workspace.nextTs();
      const previous = wireMessage(message, false);
      messageEvent(channel, {
        subtype: 'message_deleted',
        hidden: true,
        ts,
        event_ts: ts,
        deleted_ts: message.ts,
        previous_message: previous,
      });
    },
    reacted: (type, message, reaction, by) => {
      if (!visible(message.channel)) return;
      const item = { type: 'message', channel: message.channel, ts: message.ts };
      tell(type, { type, user: by.slackId, reaction, item, item_user: message.user, event_ts: workspace.nextTs() });
    },
    pinned: (type, message, by) => {
      if (!visible(message.channel)) return;
      const ts = workspace.nextTs();
      tell(type, {
        type,
        user: by.slackId,
        channel_id: message.channel,
        item: {
          type: 'message',
          channel: message.channel,
          message: wireMessage(message, false),
          created: Math.floor(Number(ts)),
          created_by: by.slackId,
        },
        item_user: message.user,
        pin_count: workspace.in(message.channel).filter((one) => one.pinned).length,
        event_ts: ts,
      });
    },
    homeOpened: (by) => {
      const published = workspace.views.home(by);
      tell('app_home_opened', {
        type: 'app_home_opened',
        user: by.slackId,
        channel: directId(by),
        tab: 'home',
        event_ts: workspace.nextTs(),
        ...(published === undefined ? {} : { view: workspace.views.wire(published) }),
      });
    },
  };
}

function eventCallback(event: Block, workspace: SlackWorkspace): Block {
  return {
    token: 'legacy-verification-token',
    team_id: slackWorld.teamId,
    api_app_id: slackWorld.appId,
    event,
    type: 'event_callback',
    event_id: `Ev${workspace.nextId('E')}`,
    event_time: Math.floor(Number(event['event_ts'])),
    authorizations: [
      { enterprise_id: null, team_id: slackWorld.teamId, user_id: slackWorld.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}
