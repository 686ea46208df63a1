import type { ChatAdapter } from '../../src/core/chat.ts';
import { checkTeams } from './check.ts';
import { createClicks } from './clicks.ts';
import type { Cloud } from './cloud.ts';
import { createConversations } from './conversations.ts';
import { createTokenSource, type GrantedToken } from './credentials.ts';
import { createDeliver } from './deliver.ts';
import { TokenRefused } from './errors.ts';
import { createInbox } from './inbox.ts';
import { createLink } from './link.ts';
import { createMembership } from './membership.ts';
import { type Endpoints, resolveEndpoints, type TeamsOptions } from './options.ts';
import { createPeople } from './people.ts';
import { createProgress } from './progress.ts';
import { createRepeat } from './repeat.ts';
import { createSender } from './send.ts';
import { createSigningKeys } from './signing-keys.ts';
import { tokenByIdentity } from './token-by-identity.ts';
import { tokenBySecret } from './token-by-secret.ts';

export { createTeamsFormat } from './format.ts';
export { pace as teamsPace } from './limits.ts';
export type { TeamsOptions } from './options.ts';

const lookUpTimeoutMs = 5_000;
const preloadMs = 500;
/** Teams waits about 15 s to be told that its event arrived. */
const welcomeMs = 8_000;

/** Microsoft Teams through the Bot Connector: messages come in by POST /api/messages, answers go out as Adaptive Cards. */
export function createTeamsAdapter(options: TeamsOptions): ChatAdapter {
  const endpoints = resolveEndpoints(options);
  const keys = createSigningKeys(endpoints.openIdMetadata);
  const tokens = createTokenSource(grantFor(options, endpoints));
  const clicks = createClicks();
  let loading: Promise<Cloud> | undefined;
  let preload: NodeJS.Timeout | undefined;
  const cloud = (): Promise<Cloud> => {
    // botbuilder is imported here and not above: it takes a quarter of a second, which a start should not wait for.
    loading ??= import('./cloud.ts').then(({ createCloud }) =>
      createCloud({ appId: options.appId, tenant: options.tenant, issuer: endpoints.issuer, keys, endpoints, tokens }),
    );
    return loading;
  };
  const connector: Cloud['connector'] = async (serviceUrl) => (await cloud()).connector(serviceUrl);

  const repeat = createRepeat(options);
  const conversations = createConversations({
    ...options,
    serviceUrl: endpoints.serviceUrl,
    fetchChannels: async (serviceUrl, team) => {
      const { teams } = await (await cloud()).teams(serviceUrl);
      const signal = AbortSignal.timeout(lookUpTimeoutMs);
      return repeat('may be repeated', signal, () => teams.fetchChannelList(team, { timeout: lookUpTimeoutMs, abortSignal: signal }));
    },
  });
  const people = createPeople({
    log: options.log,
    isZone: options.time.isZone,
    tenant: options.tenant,
    lookUp: async (serviceUrl, conversation, id, timeoutMs) =>
      (await connector(serviceUrl)).conversations.getConversationMember(conversation, id, { timeout: timeoutMs }),
  });
  const sender = createSender({ ...options, connector, repeat });
  const deliver = createDeliver({ ...options, sender, conversations, clicks, tokens });
  const membership = createMembership({
    conversations,
    post: (channel, document) => deliver.post({ platform: 'teams', channel }, document, { signal: AbortSignal.timeout(welcomeMs) }),
    log: options.log,
  });
  const inbox = createInbox({ ...options, cloud, membership, people, clicks });
  const link = createLink(async () => {
    await Promise.all([tokens.get(), keys.refresh()]);
  }, options);

  return {
    platform: 'teams',
    start: async (listener) => {
      inbox.open(listener);
      await link.open();
      // A token to answer with and the keys to tell who calls are all that being connected takes. The SDK comes a moment later:
      // it is no part of the start then, and the first message need not wait for it either.
      preload = setTimeout(() => {
        cloud().catch((error: unknown) => options.log.error({ error }, 'the Bot Framework SDK could not be loaded'));
      }, preloadMs).unref();
    },
    stop: async () => {
      clearTimeout(preload);
      link.close();
      clicks.stop();
      await inbox.close();
    },
    state: link.state,
    post: deliver.post,
    edit: deliver.edit,
    find: undefined,
    respond: deliver.respond,
    progress: createProgress({ ...options, sender }),
    routes: [{ method: 'POST', path: '/api/messages', secret: [], handle: inbox.handle }],
    check: () => checkTeams({ tokens, keys, conversations, signsInBy: options.managedIdentity === true ? 'managed identity' : 'secret' }),
  };
}

/** The configuration has one of the two. */
function grantFor(options: TeamsOptions, endpoints: Endpoints): () => Promise<GrantedToken> {
  const { appId, appPassword, tenant, identityEndpoint, managedIdentity } = options;
  const { login, scope, metadata } = endpoints;
  if (managedIdentity === true) return () => tokenByIdentity({ appId, scope, endpoint: identityEndpoint, metadata });
  if (appPassword !== undefined) return () => tokenBySecret({ appId, appPassword, tenant, login, scope });
  return () => Promise.reject(new TokenRefused('The bot has neither teams.appPassword nor teams.managedIdentity', 'lasting'));
}
