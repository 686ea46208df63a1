import { EmulatorFault } from '../emulator.ts';
import { type EmulatedUser, slackWorld } from '../world.ts';
import type { SlackChannel } from './channels.ts';
import type { Events } from './events.ts';
import { type State, stateOf } from './inputs.ts';
import type { SlackManifest } from './manifest.ts';
import { wireMessage } from './methods-chat.ts';
import type { Outbox } from './outbox.ts';
import type { Block } from './readable.ts';
import type { ResponseUrls } from './response-urls.ts';
import { teamOf } from './strangers.ts';
import type { Triggers } from './triggers.ts';
import type { SlackView } from './views.ts';
import type { SlackMessage, SlackWorkspace } from './workspace.ts';

/** What people need to act. */
export interface PeopleNeeds {
  readonly workspace: SlackWorkspace;
  readonly outbox: Outbox;
  readonly responseUrls: ResponseUrls;
  readonly triggers: Triggers;
  readonly events: Events;
  readonly manifest: SlackManifest;
}

export const team = { id: slackWorld.teamId, domain: 'tocsin-demo' };
export const token = 'legacy-verification-token';

/** What every interaction payload says. */
export function interaction(type: string, user: EmulatedUser): Block {
  return {
    type,
    user: { id: user.slackId, username: user.name, name: user.name, team_id: teamOf(user.slackId) },
    api_app_id: slackWorld.appId,
    token,
    team,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Where a click or a search was made: on a message, or in a view. */
export type Surface = { readonly message: SlackMessage } | { readonly view: SlackView };

/** The message or view with this id, if the person sees it and can use it. Throws EmulatorFault. */
export function surfaceFor(id: string, user: EmulatedUser, { workspace }: Pick<PeopleNeeds, 'workspace'>): Surface {
  const view = workspace.views.get(id);
  if (view !== undefined && view.user.name === user.name) {
    const top = workspace.views.top(user);
    if (view.kind === 'modal' && top?.id !== view.id) throw new EmulatorFault(409, 'Another modal lies on top of this one.');
    return { view };
  }
  const message = workspace.messageById(id);
  const hidden = message?.ephemeralTo !== undefined && message.ephemeralTo.name !== user.name;
  if (message === undefined || hidden) throw new EmulatorFault(404, `no message ${id} for ${user.name}`);
  return { message };
}

export function blocksOf(surface: Surface): readonly Block[] {
  return 'view' in surface ? surface.view.blocks : surface.message.blocks;
}

/** The values that stand in it now. */
export function stateIn(surface: Surface): State {
  return 'view' in surface ? surface.view.state : stateOf(surface.message.blocks);
}

/** The keys that say where it happened. */
export function containerOf(surface: Surface, { workspace }: Pick<PeopleNeeds, 'workspace'>): Block {
  if ('view' in surface) {
    return { container: { type: 'view', view_id: surface.view.id }, view: workspace.views.wire(surface.view) };
  }
  const { message } = surface;
  const ephemeral = message.ephemeralTo !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: ephemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: message.channel, name: shownName(workspace.channel(message.channel)) },
    ...(ephemeral ? {} : { message: wireMessage(message, true) }),
  };
}

/** The name that commands and clicks carry: of a direct conversation none of its own. */
export function shownName(channel: SlackChannel | undefined): string {
  return channel?.kind === 'channel' ? channel.name : 'directmessage';
}
