import { z } from 'zod';
import { baseUrl, secret, secrets, text } from './common.ts';

export const sonarcloudSchema = z
  .strictObject({
    organization: text('Key of the organization.', 'example').optional(),
    token: secret('User token.', 'SONARCLOUD_TOKEN').optional(),
    webhookSecret: secrets('Secret of the webhook: it signs what SonarCloud posts to /webhooks/sonarcloud.', 'SONARCLOUD_WEBHOOK_SECRET'),
    url: baseUrl('Base URL.', 'https://sonarcloud.io').optional(),
  })
  .meta({ description: 'Quality gates of SonarCloud.' });
