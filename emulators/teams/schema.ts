import { z } from 'zod';

/** What stands in the paths of the connector. */
export type Params = { Params: { id: string; activity: string; member: string } };

const account = z.object({ id: z.string(), name: z.string().optional() });

export const tokenRequest = z.object({
  grant_type: z.string().default(''),
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  scope: z.string().default(''),
});

const attachment = z.looseObject({
  contentType: z.string(),
  content: z.unknown().optional(),
  contentUrl: z.string().optional(),
  name: z.string().optional(),
});

/** An activity as a bot sends it. */
export const activity = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  summary: z.string().optional(),
  attachments: z.array(attachment).optional(),
});
export type SentActivity = z.infer<typeof activity>;

export const newConversation = z.object({
  isGroup: z.boolean().optional(),
  bot: account.optional(),
  members: z.array(account).optional(),
  tenantId: z.string().optional(),
  activity: z.unknown().optional(),
  channelData: z.object({ channel: z.object({ id: z.string() }).optional() }).optional(),
});

/** How a bot answers an `adaptiveCard/action` invoke. */
export const clickAnswer = z.discriminatedUnion('type', [
  z.object({
    statusCode: z.literal(200),
    type: z.literal('application/vnd.microsoft.card.adaptive'),
    value: z.looseObject({ type: z.literal('AdaptiveCard') }),
  }),
  z.object({ statusCode: z.literal(200), type: z.literal('application/vnd.microsoft.activity.message'), value: z.string() }),
]);

/** How a bot answers an `application/search` invoke. */
export const searchAnswer = z.object({
  statusCode: z.literal(200),
  type: z.literal('application/vnd.microsoft.search.searchResponse'),
  value: z.object({ results: z.array(z.object({ title: z.string().min(1), value: z.string().min(1) })) }),
});

/** Any element of a card: only what is needed to walk it. */
const node = z.looseObject({ type: z.string().optional() });
export const asNode = (value: unknown): z.infer<typeof node> | undefined => node.safeParse(value).data;

/** Any part of an activity: what tells whether it is a picture. */
const words = z.string().optional().catch(undefined);
export const picture = z.object({ type: words, url: words, contentType: words, contentUrl: words });
