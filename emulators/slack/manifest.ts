import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What the workspace knows of the app: the parts of its manifest that decide what Slack lets it do and tells it. */
export interface SlackManifest {
  /** What the bot token was granted. */
  readonly scopes: readonly string[];
  /** The events it subscribed to: "message.im". */
  readonly events: readonly string[];
  /** Slash commands, with the slash. */
  readonly commands: readonly string[];
  /** What a message's menu offers. */
  readonly messageShortcuts: readonly { readonly name: string; readonly callbackId: string }[];
  readonly homeTab: 'on' | 'off';
  /** Where searchable selects in messages and views are asked, if interactivity is on. */
  readonly interactivity: 'on' | 'off';
}

const shortcut = z.object({ name: z.string().max(24), type: z.enum(['message', 'global']), callback_id: z.string().max(255) });

const manifestSchema = z
  .object({
    features: z.object({
      app_home: z.object({ home_tab_enabled: z.boolean().default(false) }).optional(),
      slash_commands: z.array(z.object({ command: z.string() })).default([]),
      shortcuts: z.array(shortcut).default([]),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).optional(),
      interactivity: z.object({ is_enabled: z.boolean() }).optional(),
    }),
  })
  .transform(
    ({ features, oauth_config, settings }): SlackManifest => ({
      scopes: oauth_config.scopes.bot,
      events: settings.event_subscriptions?.bot_events ?? [],
      commands: features.slash_commands.map((one) => one.command),
      messageShortcuts: features.shortcuts
        .filter((one) => one.type === 'message')
        .map((one) => ({ name: one.name, callbackId: one.callback_id })),
      homeTab: features.app_home?.home_tab_enabled === true ? 'on' : 'off',
      interactivity: settings.interactivity?.is_enabled === true ? 'on' : 'off',
    }),
  );

/** The manifest that people paste into Slack, as it lies in the repository: the app is installed from it. Throws ZodError. */
export function installedManifest(): SlackManifest {
  return readManifest(readFileSync(new URL('../../manifest/slack.json', import.meta.url), 'utf8'));
}

export function readManifest(json: string): SlackManifest {
  return manifestSchema.parse(JSON.parse(json));
}
