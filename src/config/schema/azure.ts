import { z } from 'zod';
import { baseUrl, isWorkspaceId, secret, text } from './common.ts';

const credential = z
  .strictObject({
    tenantId: text('Directory (tenant) id.', '11111111-2222-4333-8444-555555555555'),
    clientId: text('Application (client) id.', '66666666-7777-4888-8999-000000000000'),
    clientSecret: secret('A client secret of the application.', 'AZURE_CLIENT_SECRET'),
  })
  .meta({
    description:
      'The app registration that reads Azure; it needs Reader and Monitoring Reader. Without it: the managed identity, workload identity or Azure CLI login of the machine.',
  });

const endpoints = z
  .strictObject({
    login: baseUrl('Microsoft Entra ID.', 'https://login.microsoftonline.com').optional(),
    arm: baseUrl('Azure Resource Manager.', 'https://management.azure.com').optional(),
    metrics: baseUrl(
      'Batch metrics. {region} stands for the region of the resources; without it, the region is added as the path.',
      'https://{region}.metrics.monitor.azure.com',
    ).optional(),
    logs: baseUrl('Queries of Log Analytics.', 'https://api.loganalytics.io').optional(),
  })
  .meta({ description: 'Base URLs, for sovereign clouds and proxies. Left out: those of the public cloud.' });

const pathSecret = secret(
  'The last part of the URL that the action group posts to, /webhooks/azure/SECRET: 16 characters or more.',
  'AZURE_WEBHOOK_SECRET',
).regex(/^[\w.~-]{16,}$/u, 'must have at least 16 characters, and only letters, digits and - _ . ~ (it is part of a URL)');

const entra = z
  .strictObject({
    tenantId: text('Directory (tenant) id.', '11111111-2222-4333-8444-555555555555'),
    audience: text('Application (client) id of your app registration, or its Application ID URI.', '66666666-7777-4888-8999-000000000000'),
    role: text('Application role that Azure’s webhook sender must have been given.', 'ActionGroupsSecureWebhook').optional(),
  })
  .meta({ description: 'The secure webhook, /webhooks/azure: Azure Monitor proves itself with a token of Microsoft Entra ID.' });

const webhook = z
  .strictObject({
    secret: z
      .union([pathSecret, z.array(pathSecret).min(1)], { error: 'must be a secret or a list of secrets' })
      .transform((given): readonly string[] => (typeof given === 'string' ? [given] : given))
      .optional()
      .meta({
        description:
          'The last part of the URL that the action group posts to, /webhooks/azure/SECRET: 16 characters or more. A list while you rotate it.',
        examples: ['${AZURE_WEBHOOK_SECRET}'],
      }),
    entra: entra.optional(),
  })
  .refine(
    ({ secret, entra: secure }) => secret !== undefined || secure !== undefined,
    'needs entra (secure webhook) or secret (plain webhook)',
  )
  .meta({ description: 'Alerts of Azure Monitor (common alert schema). Left out: none are taken.' });

/** A name is typed behind "in", as a service's is. */
const workspaceName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u, 'must be a name of letters, digits and . _ - (60 at most)')
  .meta({ examples: ['default'] });

const workspaceId = z
  .string()
  .trim()
  .regex(isWorkspaceId, 'must be a workspace id (a GUID, on the overview of the workspace), not its name or resource id')
  .transform((id) => id.toLowerCase());

const workspaces = z
  .record(workspaceName, workspaceId)
  .default({})
  .meta({
    description: 'Log Analytics workspaces by the names that people type; `default` is asked where nothing else is named.',
    examples: [{ default: '77777777-8888-4999-8aaa-bbbbbbbbbbbb', security: '88888888-9999-4aaa-8bbb-cccccccccccc' }],
  });

export const azureSchema = z
  .strictObject({
    credential: credential.optional(),
    subscriptions: z
      .array(text('Subscription id.', 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'))
      .default([])
      .meta({
        description: 'Subscription ids. Empty: every one that the credential can see.',
        examples: [['aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee']],
      }),
    resourceGroups: z
      .array(text('Name of a resource group.', 'rg-shop'))
      .default([])
      .meta({ description: 'Only resources of these groups. Empty: of all.', examples: [['rg-shop', 'rg-shared']] }),
    tags: z
      .record(z.string(), z.string())
      .default({})
      .meta({ description: 'Only resources that carry all of these tags.', examples: [{ env: 'production' }] }),
    workspaces,
    endpoints: endpoints.prefault({}),
    budget: z
      .number()
      .gt(0, 'must be above 0')
      .max(1)
      .default(0.5)
      .meta({
        description:
          'The share of Azure’s documented limits (requests per subscription) that Tocsin may use, above 0, at most 1. When it is used up, requests wait their turn.',
        examples: [0.5],
      }),
    webhook: webhook.optional(),
  })
  .meta({ description: 'What Tocsin may see of Azure.' });
