import type { Invocation } from '../../src/core/invocation.ts';
import type { ChatAdapter } from '../../src/core/ports.ts';
import { checkTeams } from './check.ts';
import { createClicks } from './clicks.ts';
import type { Cloud } from './cloud.ts';
import { createConversations } from './conversations.ts';
import { createTokenSource } from './credentials.ts';
import { createDeliver } from './deliver.ts';
import { createInbox } from './inbox.ts';
import { createLink } from './link.ts';
import { resolveEndpoints, type TeamsOptions } from './options.ts';
import { createPeople } from './people.ts';
import { createSigningKeys } from './signing-keys.ts';

export { createTeamsFormat } from './format.ts';
export type { TeamsOptions } from './options.ts';

const lookUpTimeoutMs = 5_000;
const preloadMs = 500;

/** Microsoft Teams through the Bot Connector: messages come in by POST /api/messages, answers go out as Adaptive Cards. */
export function createTeamsAdapter(options: TeamsOptions): ChatAdapter {
  const endpoints = resolveEndpoints(options);
  const keys = createSigningKeys(endpoints.openIdMetadata);
  const tokens = createTokenSource({ ...options, login: endpoints.login, scope: endpoints.scope });
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

  const conversations = createConversations({
    ...options,
    serviceUrl: endpoints.serviceUrl,
    fetchChannels: async (serviceUrl, team) =>
      (await (await cloud()).teams(serviceUrl)).teams.fetchChannelList(team, { timeout: lookUpTimeoutMs }),
  });
  const people = createPeople({
    log: options.log,
    isZone: options.time.isZone,
    tenant: options.tenant,
    lookUp: async (serviceUrl, conversation, id, timeoutMs) =>
      (await connector(serviceUrl)).conversations.getConversationMember(conversation, id, { timeout: timeoutMs }),
  });
  const deliver = createDeliver({ ...options, cloud: { connector }, conversations, clicks, tokens });
  const inbox = createInbox({ ...options, cloud, conversations, people, clicks });
  const link = createLink(async () => {
    await Promise.all([tokens.get(), keys.refresh()]);
  }, options);

  return {
    platform: 'teams',
    start: async (receive: (invocation: Invocation) => Promise<void>) => {
      inbox.open(receive);
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
    routes: [{ method: 'POST', path: '/api/messages', secret: [], handle: inbox.handle }],
    check: () => checkTeams({ tokens, keys, conversations }),
  };
}
