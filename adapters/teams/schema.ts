import { z } from 'zod';
import { searchSources } from '../../src/core/actions.ts';

/** What Teams sends, the parts that are used; everything foreign stops here. */
const account = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  aadObjectId: z.string().optional(),
});

const entity = z.object({
  type: z.string(),
  text: z.string().optional(),
  mentioned: z.object({ id: z.string() }).optional(),
  timezone: z.string().optional(),
});

const channelData = z.object({
  /** Of a conversationUpdate: 'channelDeleted' and its likes. */
  eventType: z.string().optional(),
  tenant: z.object({ id: z.string() }).optional(),
  team: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  channel: z.object({ id: z.string(), name: z.string().nullish() }).optional(),
  /** Of an installationUpdate: the channel that was chosen while the app was added to a team. */
  settings: z
    .object({ selectedChannel: z.object({ id: z.string() }).optional() })
    .optional()
    .catch(undefined),
});

export const incomingActivity = z.object({
  type: z.string().min(1),
  id: z.string().optional(),
  name: z.string().optional(),
  /** Of an installationUpdate: 'add', 'remove' and their likes. */
  action: z.string().optional(),
  channelId: z.string().optional(),
  serviceUrl: z.string().optional(),
  from: account.optional(),
  recipient: account.optional(),
  conversation: z.object({
    id: z.string().min(1),
    conversationType: z.string().optional(),
    isGroup: z.boolean().optional(),
    tenantId: z.string().optional(),
    name: z.string().nullish(),
  }),
  text: z.string().optional(),
  entities: z.array(entity).catch([]).optional(),
  /** IANA name of the writer's zone; some clients put it into an entity instead. */
  localTimezone: z.string().optional(),
  replyToId: z.string().optional(),
  value: z.unknown().optional(),
  channelData: channelData.optional(),
  membersAdded: z.array(account).optional(),
  membersRemoved: z.array(account).optional(),
});
export type IncomingActivity = z.infer<typeof incomingActivity>;

/** The value of an `adaptiveCard/action` invoke; `data` holds the button's own data and the values of the card's inputs. */
export const clickValue = z.object({
  action: z.object({
    verb: z.string().optional(),
    data: z.record(z.string(), z.unknown()).default({}),
  }),
});

export const commandData = z.object({ command: z.string() });
export const chooseData = z.object({ choose: z.string() });
export const submitData = z.object({ command: z.string(), form: z.string(), fields: z.array(z.string()) });

/** The value of an `application/search` invoke: what was typed into a searchable list, and what the list is of. */
export const searchValue = z.object({ queryText: z.string().default(''), dataset: z.enum(searchSources) });

export const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
/** Of a managed identity; `expires_on` is in seconds since 1970, and the only one that App Service gives. */
export const identityAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
  expires_on: z.coerce.number().positive().optional(),
});
export const tokenRefusal = z.object({ error: z.string(), error_description: z.string().optional() });

export const openIdMetadata = z.object({ jwks_uri: z.string() });
export const keySet = z.object({
  keys: z.array(
    z.object({
      kty: z.string(),
      kid: z.string().optional(),
      n: z.string().optional(),
      e: z.string().optional(),
      endorsements: z.array(z.string()).default([]),
    }),
  ),
});

export const member = z
  .object({
    name: z.string().nullish(),
    email: z.string().nullish(),
    userPrincipalName: z.string().nullish(),
    aadObjectId: z.string().nullish(),
    tenantId: z.string().nullish(),
  })
  .transform(({ name, email, userPrincipalName, aadObjectId, tenantId }) => ({
    name: name ?? undefined,
    email: email ?? userPrincipalName ?? undefined,
    aadObjectId: aadObjectId ?? undefined,
    tenant: tenantId ?? undefined,
  }));

/** The team's first channel, General, has the team's id and no name. */
export const channelList = z
  .object({ conversations: z.array(z.object({ id: z.string(), name: z.string().nullish() })).default([]) })
  .transform(({ conversations }) => conversations.map(({ id, name }) => ({ id, name: name ?? 'General' })));

export const created = z.object({ id: z.string().optional(), activityId: z.string().optional() });

/** How the connector's client fails: an HTTP status with the platform's error body, or a network code without one. */
export const connectorFailure = z.object({
  name: z.string().optional(),
  statusCode: z.number().optional(),
  code: z.string().optional(),
  response: z.object({ headers: z.unknown() }).optional(),
  body: z
    .object({ error: z.object({ code: z.string().optional() }).optional() })
    .optional()
    .catch(undefined),
});
