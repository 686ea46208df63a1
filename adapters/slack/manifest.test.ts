import { describe, expect, it } from 'vitest';
import type { CommandSummary } from '../../src/core/command.ts';
import { slackManifest } from './manifest.ts';

const commands: readonly CommandSummary[] = Array.from({ length: 40 }, (_, index) => ({
  name: `command-${index}`,
  summary: 'does something useful',
  usage: `command-${index} NAME`,
  examples: [`command-${index} checkout`],
  permission: 'viewer',
}));

describe('the Slack manifest', () => {
  it('asks for Socket Mode without any address', () => {
    const text = JSON.stringify(slackManifest(commands, { socketMode: true }));
    expect(text).toContain('"socket_mode_enabled":true');
    expect(text).not.toContain('request_url');
  });

  it('names the address for everything when it comes by HTTP', () => {
    const manifest = slackManifest(commands, { socketMode: false, requestUrl: 'https://bot.example.com/slack/events' });
    expect(manifest).toMatchObject({
      features: { slash_commands: [{ command: '/tocsin', url: 'https://bot.example.com/slack/events', should_escape: true }] },
      settings: {
        event_subscriptions: {
          request_url: 'https://bot.example.com/slack/events',
          bot_events: ['app_home_opened', 'app_mention', 'message.im'],
        },
        interactivity: {
          is_enabled: true,
          request_url: 'https://bot.example.com/slack/events',
          message_menu_options_url: 'https://bot.example.com/slack/events',
        },
      },
    });
  });

  it('declares the home page and the entry of a message’s menu, within Slack’s lengths', () => {
    expect(slackManifest(commands, { socketMode: true })).toMatchObject({
      features: {
        app_home: { home_tab_enabled: true, messages_tab_enabled: true },
        shortcuts: [{ type: 'message', callback_id: 'timeline_add', name: expect.stringMatching(/^.{1,24}$/u) }],
      },
    });
  });

  it('stays within Slack’s lengths, however many commands there are', () => {
    const manifest = slackManifest(commands, { socketMode: true });
    expect(manifest).toMatchObject({
      features: { slash_commands: [{ usage_hint: expect.stringMatching(/^.{1,100}$/u) }] },
      display_information: {
        long_description: expect.stringMatching(/^[\s\S]{175,4000}$/u),
        description: expect.stringMatching(/^.{1,140}$/u),
      },
    });
  });
});
