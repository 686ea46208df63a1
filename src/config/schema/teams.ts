import { z } from 'zod';
import { baseUrl, secret, text } from './common.ts';

const endpoints = z
  .strictObject({
    login: baseUrl('Where the bot gets its own token.', 'https://login.microsoftonline.com').optional(),
    openIdMetadata: baseUrl(
      'Metadata of the keys that sign what Teams sends.',
      'https://login.botframework.com/v1/.well-known/openidconfiguration',
    ).optional(),
    issuer: text('Issuer of the tokens that Teams sends.', 'https://api.botframework.com').optional(),
    scope: text("Scope of the bot's own token.", 'https://api.botframework.com/.default').optional(),
  })
  .meta({ description: 'For sovereign clouds. Left out: those of the public cloud.' });

export const teamsSchema = z
  .strictObject({
    appId: text('Application (client) id of the bot.', '12121212-3434-4565-8787-909090909090'),
    appPassword: secret('A client secret of the bot.', 'TEAMS_APP_PASSWORD').optional(),
    managedIdentity: z
      .boolean()
      .default(false)
      .meta({
        description: 'true, instead of appPassword: the bot is a user-assigned managed identity, and appId its client id.',
        examples: [false],
      }),
    // A domain name would say the same to the login, but what Teams sends names its tenant by id: nothing could be compared.
    tenant: text('Directory (tenant) id of the bot: a GUID, not a domain name.', '11111111-2222-4333-8444-555555555555').regex(
      /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/u,
      'must be the directory (tenant) id, such as 11111111-2222-4333-8444-555555555555, and not a domain name',
    ),
    serviceUrl: baseUrl(
      'Connector of your region, for posts into channels that nobody has spoken in yet.',
      'https://smba.trafficmanager.net/teams',
    ).optional(),
    endpoints: endpoints.prefault({}),
  })
  .meta({ description: 'Microsoft Teams. `tocsin manifest teams` writes the app to upload.' });
