import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
// Of botbuilder only this file is loaded: its index would load its dialogs' and storage's parts too, about 100 ms more.
import { CloudAdapter } from 'botbuilder/lib/cloudAdapter.js';
import {
  AppCredentials,
  type AuthenticateRequestResult,
  AuthenticationConfiguration,
  BotFrameworkAuthentication,
  BotFrameworkAuthenticationFactory,
  ClaimsIdentity,
  type ConnectorClient,
  type ConnectorFactory,
  ServiceClientCredentialsFactory,
  TeamsConnectorClient,
  type UserTokenClient,
} from 'botframework-connector';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { type AuthenticationNeeds, authenticate, authorize } from './authentication.ts';
import type { TokenSource } from './credentials.ts';
import { NotAnActivity, NotGenuine } from './errors.ts';
import type { Endpoints } from './options.ts';
import { type IncomingActivity, incomingActivity } from './schema.ts';

export interface CloudNeeds extends AuthenticationNeeds {
  readonly endpoints: Endpoints;
  readonly tokens: TokenSource;
}

/** botbuilder, as far as the adapter uses it. Importing this module costs about 200 ms, so it is done when the adapter starts. */
export interface Cloud {
  /**
   * Authenticates first, then reads the body and hands it over in the SDK's turn; gives back what an invoke is answered with.
   * Throws NotGenuine, and NotAnActivity for a genuine caller's body that cannot be read.
   */
  readonly receive: (body: unknown, header: string, logic: TurnLogic) => Promise<InvokeResponse | undefined>;
  /** A client that signs with the bot's token and makes each request exactly once. */
  readonly connector: (serviceUrl: string) => Promise<ConnectorClient>;
  readonly teams: (serviceUrl: string) => Promise<TeamsConnectorClient>;
}

type TurnLogic = (turn: TurnContext, activity: IncomingActivity) => Promise<void>;

export function createCloud(needs: CloudNeeds): Cloud {
  const credentials = new BotCredentialsFactory(needs);
  const authentication = new TeamsAuthentication(needs, credentials);
  const adapter = new TeamsCloudAdapter(authentication);
  const identity = new ClaimsIdentity([
    { type: 'aud', value: needs.appId },
    { type: 'appid', value: needs.appId },
  ]);
  return {
    receive: async (body, header, logic) => {
      const claims = await authenticate(header, needs);
      const activity = incomingActivity.safeParse(body);
      if (!activity.success) throw new NotAnActivity('not an activity', { cause: activity.error });
      authorize(activity.data, claims, needs.tenant);
      return adapter.receive(body, authentication.resultOf(claims), (turn) => logic(turn, activity.data));
    },
    connector: (serviceUrl) => authentication.createConnectorFactory(identity).create(serviceUrl),
    teams: async (serviceUrl) =>
      onceOnly(new TeamsConnectorClient(await credentials.createCredentials(needs.appId), { baseUri: serviceUrl })),
  };
}

class TeamsCloudAdapter extends CloudAdapter {
  /** `CloudAdapter.process` without its Express: that one writes refused requests to the console and answers some of them 500. */
  receive(
    body: unknown,
    authenticated: AuthenticateRequestResult,
    logic: (turn: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authenticated, anActivity.parse(body), logic);
  }
}

const anActivity = z.custom<Activity>((value) => incomingActivity.safeParse(value).success);

/**
 * The SDK's own check accepts keys without endorsements, tokens without an end and other issuers, so the whole of it is
 * replaced by authentication.ts.
 */
class TeamsAuthentication extends BotFrameworkAuthentication {
  readonly #needs: CloudNeeds;
  readonly #stock: BotFrameworkAuthentication;

  constructor(needs: CloudNeeds, credentials: ServiceClientCredentialsFactory) {
    super();
    const { login, scope, issuer, serviceUrl, openIdMetadata } = needs.endpoints;
    this.#needs = needs;
    const configuration = new AuthenticationConfiguration();
    this.#stock = BotFrameworkAuthenticationFactory.create(
      '',
      true,
      login,
      scope,
      issuer,
      serviceUrl,
      openIdMetadata,
      openIdMetadata,
      '',
      credentials,
      configuration,
    );
  }

  resultOf(claims: JWTPayload): AuthenticateRequestResult {
    const identity = new ClaimsIdentity(
      Object.entries(claims).map(([type, value]) => ({ type, value: String(value) })),
      true,
    );
    return {
      audience: this.#needs.endpoints.scope,
      claimsIdentity: identity,
      connectorFactory: this.createConnectorFactory(identity),
    };
  }

  override authenticateRequest(): Promise<AuthenticateRequestResult> {
    return Promise.reject(new NotGenuine('requests are authenticated before they are handed over'));
  }

  override authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    return Promise.reject(new NotGenuine('streaming is not offered'));
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    const factory = this.#stock.createConnectorFactory(identity);
    const create = factory.create.bind(factory);
    factory.create = async (serviceUrl, audience) => onceOnly(await create(serviceUrl, audience));
    return factory;
  }

  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    return this.#stock.createUserTokenClient(identity);
  }
}

const retrying = z.object({
  client: z.object({
    pipeline: z.custom<{ removePolicy: (policy: { name: string }) => unknown }>(
      (value) => typeof value === 'object' && value !== null && 'removePolicy' in value,
    ),
  }),
});

/** Takes the repetition out of a client: it would repeat a POST after 429 and 5xx, and so post twice. */
function onceOnly<Client extends object>(client: Client): Client {
  retrying.parse(client).client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return client;
}

class BotCredentials extends AppCredentials {
  readonly #tokens: TokenSource;

  constructor(needs: CloudNeeds) {
    super(needs.appId, needs.tenant, needs.endpoints.scope);
    this.#tokens = needs.tokens;
  }

  /** The SDK's cache is shared by all of a process and lets everybody who waits ask: the token source does better. */
  override async getToken(): Promise<string> {
    return (await this.#tokens.get()).value;
  }

  protected override async refreshToken(): ReturnType<AppCredentials['refreshToken']> {
    const { value, expiresAt } = await this.#tokens.get();
    return { accessToken: value, expiresOn: expiresAt };
  }
}

class BotCredentialsFactory extends ServiceClientCredentialsFactory {
  readonly #needs: CloudNeeds;

  constructor(needs: CloudNeeds) {
    super();
    this.#needs = needs;
  }

  async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#needs.appId;
  }

  async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  async createCredentials(_appId: string): Promise<BotCredentials> {
    return new BotCredentials(this.#needs);
  }
}
