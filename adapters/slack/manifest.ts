import type { CommandSummary } from '../../src/core/command.ts';
import { cut } from './limits.ts';

/** Everything the adapter calls needs one of these. */
export const botScopes = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'users:read',
  'users:read.email',
] as const;

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
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
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
    },
    oauth_config: { scopes: { bot: [...botScopes] } },
    settings: {
      event_subscriptions: { ...request, bot_events: ['app_mention', 'message.im'] },
      interactivity: { is_enabled: true, ...request },
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
