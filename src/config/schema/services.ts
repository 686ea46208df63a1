import { z } from 'zod';
import type { Service } from '../../core/model/service.ts';
import { text } from './common.ts';

const resourceMatch = z
  .strictObject({
    id: text(
      'Full resource id; without regard to case.',
      '/subscriptions/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/resourceGroups/rg-shop/providers/Microsoft.Web/sites/checkout',
    ).optional(),
    type: text('Resource type.', 'microsoft.web/sites').optional(),
    group: text('Resource group.', 'rg-shop').optional(),
    tags: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'Tags that the resource carries.', examples: [{ app: 'checkout' }] }),
  })
  .refine((match) => Object.values(match).some((part) => part !== undefined), 'matches everything; give an id, a type, a group or tags');

const limits = z.strictObject({
  target: z
    .number()
    .optional()
    .meta({ description: 'Up to this all is well.', examples: [300] }),
  critical: z
    .number()
    .optional()
    .meta({ description: 'Beyond this it is bad.', examples: [1500] }),
});

const jira = z.strictObject({
  project: text('Key of the JIRA project.', 'SHOP'),
  component: text('Component that issues get.', 'Checkout').optional(),
});

const service = z.strictObject({
  title: text('The name that people read. Left out: the key.', 'Checkout').optional(),
  tier: z
    .int()
    .min(1)
    .max(5)
    .default(3)
    .meta({ description: '1 is the most important, 5 the least.', examples: [1] }),
  environment: text('Environment.', 'production').default('production'),
  owners: z
    .array(z.email('must be an e-mail address').meta({ examples: ['ana@example.com'] }))
    .default([])
    .meta({ description: 'E-mail addresses of the people who own it.', examples: [['ana@example.com', 'ben@example.com']] }),
  resources: z
    .array(resourceMatch)
    .default([])
    .meta({ description: 'Its Azure resources. A resource belongs to it when every part of one entry matches.' }),
  workspace: text(
    'Where its logs are, beside those of its resources: a name of azure.workspaces, or a workspace id.',
    'default',
  ).optional(),
  sentry: text('Slug of its Sentry project.', 'checkout-api').optional(),
  sonarcloud: text('Key of its SonarCloud project.', 'example_checkout').optional(),
  labels: z
    .record(z.string().min(1), z.string())
    .optional()
    .meta({
      description: 'Labels by which alerts of Prometheus are told to be its own; every one must agree.',
      examples: [{ namespace: 'checkout' }],
    }),
  jira: jira.optional().meta({ description: 'Where issues of its incidents are opened.' }),
  dependsOn: z
    .array(text('Name of a service.', 'orders'))
    .default([])
    .meta({ description: 'Services that it cannot work without.', examples: [['orders']] }),
  kpis: z
    .record(z.string().meta({ examples: ['responseTime'] }), limits)
    .default({})
    .meta({ description: 'Limits that differ from the built-in ones, by the name of the KPI.' }),
});

const example = {
  checkout: {
    title: 'Checkout',
    tier: 1,
    environment: 'production',
    owners: ['ana@example.com', 'ben@example.com'],
    resources: [
      { type: 'microsoft.web/sites', group: 'rg-shop' },
      { tags: { app: 'checkout' } },
      { id: '/subscriptions/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/resourceGroups/rg-shared/providers/Microsoft.Cache/redis/checkout-cache' },
    ],
    workspace: 'default',
    sentry: 'checkout-api',
    sonarcloud: 'example_checkout',
    labels: { namespace: 'checkout' },
    jira: { project: 'SHOP', component: 'Checkout' },
    dependsOn: ['orders'],
    kpis: { responseTime: { target: 300, critical: 1500 } },
  },
  orders: { title: 'Orders', resources: [{ group: 'rg-orders' }] },
};

/** Names are typed in commands: no quotes, no commas, nothing invisible. */
const serviceName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u, 'must be a name of letters, digits, spaces and . _ - (60 at most)');

export const servicesSchema = z
  .record(serviceName, service)
  .transform((entries): readonly Service[] =>
    Object.entries(entries).map(([name, entry]) => ({ ...entry, name, title: entry.title ?? name })),
  )
  .meta({ description: 'The catalogue: what you run, and what belongs to it.', examples: [example] });
