import { z } from 'zod';
import { baseUrl, secret, secrets, text } from './common.ts';

export const sentrySchema = z
  .strictObject({
    organization: text('Slug of the organization.', 'example'),
    token: secret(
      'Auth token of the internal integration (scope org:read), for spikes, releases and `tocsin check`.',
      'SENTRY_TOKEN',
    ).optional(),
    clientSecret: secrets(
      'Client secret of the internal integration: it signs what Sentry posts to /webhooks/sentry.',
      'SENTRY_CLIENT_SECRET',
    ),
    spikes: z
      .strictObject({
        sensitivity: z
          .enum(['low', 'medium', 'high'])
          .default('medium')
          .meta({
            description: 'How soon errors count as a spike; docs/sentry.md says how often each of them is wrong.',
            examples: ['medium'],
          }),
        least: z
          .int()
          .min(1)
          .default(20)
          .meta({ description: 'Fewer errors in five minutes are no spike.', examples: [20] }),
      })
      .prefault({})
      .meta({ description: 'With a token, the errors of each service’s project are looked at every minute; a spike is an alert.' }),
    url: baseUrl('Base URL.', 'https://sentry.io').optional(),
  })
  .meta({ description: 'Alerts of Sentry.' });
