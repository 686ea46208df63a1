import type { CommandSummary } from '../../src/core/command.ts';
import { cut } from './limits.ts';
import { timelineShortcut } from './read-shortcut.ts';

/** What the bot asks for, each with what it is for: everything the adapter calls needs one of these. */
export const botScopes = {
  'app_mentions:read': 'hears @Tocsin',
  'channels:history': 'finds its own messages again after a crash, in public channels',
  'channels:read': 'finds public channels by name',
  'chat:write': 'posts, redraws and takes away its own messages',
  commands: 'hears /tocsin and “Add to timeline”',
  'files:write': 'uploads charts and CSV files',
  'groups:history': 'finds its own messages again after a crash, in private channels',
  'groups:read': 'finds private channels it was invited to by name',
  'im:history': 'hears what is written to it directly',
  'im:read': 'knows its direct conversations',
  'im:write': 'answers people directly',
  'users:read': 'knows names and time zones',
  'users:read.email': 'gives roles by e-mail address',
} as const satisfies Readonly<Record<string, string>>;

// Slack's own lengths for these two.
const usageHint = 100;
const longDescription = 4_000;

/** The app manifest to paste into Slack's "Create an app". With signed HTTP, `requestUrl` is the bot's /slack/events. */
export function slackManifest(
  commands: readonly CommandSummary[],
  options: { readonly socketMode: boolean; readonly requestUrl?: string | undefined },
): object {
  const requestUrl = options.requestUrl ?? 'https://tocsin.example.com/slack/events';
  const url = options.socketMode ? {} : { url: requestUrl };
  const request = options.socketMode ? {} : { request_url: requestUrl };
  return {
    display_information: {
      name: 'Tocsin',
      description: 'Charts, incidents and health digests of what runs on Azure',
      long_description: cut(described(commands), longDescription),
      background_color: '#1f2937',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Tocsin', always_online: true },
      slash_commands: [
        {
          command: '/tocsin',
          description: 'Charts, incidents and health digests',
          usage_hint: cut(commands.map((command) => command.name).join(' | '), usageHint),
          should_escape: true,
          ...url,
        },
      ],
      shortcuts: [
        {
          name: 'Add to timeline',
          type: 'message',
          callback_id: timelineShortcut,
          description: 'Adds the message to the story of its incident',
        },
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(botScopes) } },
    settings: {
      event_subscriptions: { ...request, bot_events: ['app_home_opened', 'app_mention', 'message.im'] },
      interactivity: { is_enabled: true, ...request, ...(options.socketMode ? {} : { message_menu_options_url: requestUrl }) },
      org_deploy_enabled: false,
      socket_mode_enabled: options.socketMode,
      token_rotation_enabled: false,
    },
  };
}

/** Slack wants at least 175 characters here. */
function described(commands: readonly CommandSummary[]): string {
  const lines = commands.map((command) => `• ${command.name}: ${command.summary}`);
  return [
    'Tocsin is a self-hosted bot for teams that run on Azure. Type /tocsin, mention it in a channel or a thread, or write to it directly. Nothing leaves your own installation but the messages it posts.',
    ...lines,
  ].join('\n');
}
