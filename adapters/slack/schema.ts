import { z } from 'zod';

/** What Slack sends and answers; only what is used is kept. */

export const slashCommand = z
  .object({
    text: z.string().default(''),
    user_id: z.string(),
    user_name: z.string().optional(),
    channel_id: z.string(),
    channel_name: z.string().optional(),
    trigger_id: z.string(),
    response_url: z.string(),
  })
  .transform((wire) => ({
    text: wire.text,
    user: { id: wire.user_id, name: wire.user_name },
    channel: { id: wire.channel_id, name: wire.channel_name },
    trigger: wire.trigger_id,
    responseUrl: wire.response_url,
  }));

/** An app_mention or message event in its Events API envelope. */
export const spokenEvent = z
  .object({
    event_id: z.string(),
    event: z.object({
      type: z.enum(['app_mention', 'message']),
      subtype: z.string().optional(),
      bot_id: z.string().optional(),
      user: z.string().optional(),
      text: z.string().default(''),
      ts: z.string(),
      thread_ts: z.string().optional(),
      channel: z.string(),
      channel_type: z.string().optional(),
      user_team: z.string().optional(),
    }),
  })
  .transform(({ event_id, event }) => ({
    id: event_id,
    kind: event.type,
    subtype: event.subtype,
    byBot: event.bot_id !== undefined,
    user: event.user,
    team: event.user_team,
    text: event.text,
    channel: event.channel,
    channelType: event.channel_type,
    thread: event.thread_ts,
  }));

export type SlashCommand = z.output<typeof slashCommand>;
export type SpokenEvent = z.output<typeof spokenEvent>;

export const identity = z
  .object({
    user_id: z.string(),
    bot_id: z.string().optional(),
    team: z.string().optional(),
    team_id: z.string().optional(),
    enterprise_id: z.string().nullish(),
    response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
  })
  .transform((wire) => ({
    userId: wire.user_id,
    botId: wire.bot_id,
    team: wire.team ?? 'the workspace',
    home: { team: wire.team_id, enterprise: wire.enterprise_id ?? undefined },
    scopes: wire.response_metadata?.scopes ?? [],
  }));

export const userInfo = z
  .object({
    user: z.object({
      name: z.string().optional(),
      real_name: z.string().optional(),
      tz: z.string().nullish(),
      team_id: z.string().optional(),
      is_stranger: z.boolean().optional(),
      enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
      is_email_confirmed: z.boolean().optional(),
      profile: z.object({ email: z.string().optional(), display_name: z.string().optional() }).optional(),
    }),
  })
  .transform(({ user }) => ({
    name: user.real_name ?? user.profile?.display_name ?? user.name,
    email: user.is_email_confirmed === false ? undefined : user.profile?.email,
    home: { team: user.team_id, enterprise: user.enterprise_user?.enterprise_id },
    stranger: user.is_stranger === true,
    timeZone: user.tz ?? undefined,
  }));

export const posted = z
  .object({ channel: z.string(), ts: z.string(), message: z.object({ thread_ts: z.string().optional() }).optional() })
  .transform((wire) => ({ channel: wire.channel, id: wire.ts, thread: wire.message?.thread_ts }));

export const nothing = z.object({});

export const openedDirect = z.object({ channel: z.object({ id: z.string() }) });

const markedMessage = z
  .object({
    ts: z.string(),
    metadata: z.object({ event_payload: z.object({ mark: z.string().optional() }).optional() }).optional(),
  })
  .transform((wire) => ({ id: wire.ts, mark: wire.metadata?.event_payload?.mark }));

const cursor = z.object({ next_cursor: z.string().optional() }).optional();

export const messagePage = z
  .object({ messages: z.array(markedMessage), response_metadata: cursor })
  .transform((wire) => ({ messages: wire.messages, next: wire.response_metadata?.next_cursor || undefined }));

export const channelPage = z
  .object({ channels: z.array(z.object({ id: z.string(), name: z.string().optional() })), response_metadata: cursor })
  .transform((wire) => ({ channels: wire.channels, next: wire.response_metadata?.next_cursor || undefined }));

export const uploadTicket = z
  .object({ upload_url: z.string(), file_id: z.string() })
  .transform((wire) => ({ url: wire.upload_url, file: wire.file_id }));

export type Ticket = z.output<typeof uploadTicket>;
