import { z } from 'zod';
import { baseUrl, secret } from './common.ts';

const signingSecret = secret('Signing secret.', 'SLACK_SIGNING_SECRET');

export const slackSchema = z
  .strictObject({
    botToken: secret('Bot User OAuth Token (xoxb-…).', 'SLACK_BOT_TOKEN'),
    appToken: secret(
      'App-level token (xapp-…) with connections:write: Slack is reached through Socket Mode, with no public URL.',
      'SLACK_APP_TOKEN',
    ).optional(),
    signingSecret: z
      .union([signingSecret, z.array(signingSecret).min(1)], { error: 'must be a secret or a list of secrets' })
      .transform((given): readonly string[] => (typeof given === 'string' ? [given] : given))
      .default([])
      .meta({
        description: 'Signing secret of the app (Basic Information). A list while you rotate it: each of them is accepted.',
        examples: [['${SLACK_SIGNING_SECRET}', '${SLACK_OLD_SIGNING_SECRET}']],
      }),
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
