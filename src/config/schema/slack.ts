import { z } from 'zod';
import { baseUrl, secret, secrets } from './common.ts';

export const slackSchema = z
  .strictObject({
    botToken: secret('Bot User OAuth Token (xoxb-…).', 'SLACK_BOT_TOKEN'),
    appToken: secret(
      'App-level token (xapp-…) with connections:write: Slack is reached through Socket Mode, with no public URL.',
      'SLACK_APP_TOKEN',
    ).optional(),
    signingSecret: secrets('Signing secret of the app (Basic Information).', 'SLACK_SIGNING_SECRET').default([]),
    externalPeople: z
      .boolean()
      .meta({
        description:
          'Whether people of other workspaces, with whom a channel is shared (Slack Connect), are answered too; they are not by default.',
        examples: [false],
      })
      .optional(),
    apiUrl: baseUrl('Base URL of the Web API.', 'https://slack.com/api').optional(),
  })
  .refine(
    (slack) => slack.appToken !== undefined || slack.signingSecret.length > 0,
    'needs appToken (Socket Mode) or signingSecret (events over HTTP)',
  )
  .meta({ description: 'Slack. `tocsin manifest slack` prints the app to create.' });
