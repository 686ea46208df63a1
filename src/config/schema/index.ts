import { z } from 'zod';
import { accessSchema } from './access.ts';
import { alertmanagerSchema } from './alertmanager.ts';
import { azureSchema } from './azure.ts';
import { digestsSchema } from './digests.ts';
import { incidentsSchema } from './incidents.ts';
import { jiraSchema } from './jira.ts';
import { queriesSchema } from './queries.ts';
import { sentrySchema } from './sentry.ts';
import { logSchema, serverSchema } from './server.ts';
import { servicesSchema } from './services.ts';
import { slackSchema } from './slack.ts';
import { sonarcloudSchema } from './sonarcloud.ts';
import { storeSchema } from './store.ts';
import { teamsSchema } from './teams.ts';

/** The sections of tocsin.yaml. Each is parsed by itself, so that a fault in one does not hide the faults of the others. */
export const sections = {
  azure: azureSchema.optional(),
  services: servicesSchema.prefault({}),
  slack: slackSchema.optional(),
  teams: teamsSchema.optional(),
  sentry: sentrySchema.optional(),
  alertmanager: alertmanagerSchema.optional(),
  sonarcloud: sonarcloudSchema.optional(),
  jira: jiraSchema.optional(),
  incidents: incidentsSchema.prefault({}),
  digests: digestsSchema,
  queries: queriesSchema.prefault({}),
  access: accessSchema.prefault({}),
  store: storeSchema.prefault({}),
  server: serverSchema.prefault({}),
  log: logSchema.prefault({}),
};

export const fileSchema = z.strictObject(sections);
export type FileContent = z.output<typeof fileSchema>;
