import { z } from 'zod';
import { baseUrl, secret, text } from './common.ts';

export const sentrySchema = z
  .strictObject({
    organization: text('Slug of the organization.', 'example'),
    token: secret('Auth token of the internal integration (scope org:read), for `tocsin check`.', 'SENTRY_TOKEN').optional(),
    clientSecret: secret(
      'Client secret of the internal integration: it signs what Sentry posts to /webhooks/sentry.',
      'SENTRY_CLIENT_SECRET',
    ),
    url: baseUrl('Base URL.', 'https://sentry.io').optional(),
  })
  .meta({ description: 'Alerts of Sentry.' });
