import { z } from 'zod';
import type { CollectionName, SettingsCollections } from '../../core/ports.ts';

const target = z.strictObject({ platform: z.string(), channel: z.string(), thread: z.string().optional() });

const schedule = z.strictObject({
  id: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  services: z.array(z.string()).optional(),
  targets: z.array(target),
  addedBy: z.string().optional(),
  addedAt: z.number(),
});

const conversation = z.strictObject({
  id: z.string(),
  platform: z.string(),
  name: z.string().optional(),
  kind: z.enum(['channel', 'group', 'direct']),
  team: z.string().optional(),
  tenant: z.string().optional(),
  serviceUrl: z.string(),
});

const choices = z.strictObject({ id: z.string(), timeZone: z.string().optional() });

const chart = z.strictObject({
  id: z.string(),
  name: z.string(),
  command: z.string(),
  owner: z.string(),
  ownerEmail: z.string().optional(),
  ownerName: z.string(),
});

const sign = z.strictObject({ id: z.string(), message: z.strictObject({ platform: z.string(), channel: z.string(), id: z.string() }) });

const binding = z.strictObject({ id: z.string(), service: z.string(), boundBy: z.string() });

/** As a saved chart: a name for the words of a command. */
const savedQuery = chart;

const keptQuery = z.strictObject({ id: z.string(), text: z.string(), usedAt: z.number() });

const rulePlace = z.strictObject({ path: z.string(), line: z.number().optional() });

const person = z.strictObject({
  platform: z.string(),
  id: z.string(),
  name: z.string(),
  email: z.string().optional(),
  timeZone: z.string().optional(),
  profile: z.enum(['known', 'unknown']).optional(),
});

const silence = z.strictObject({
  id: z.string(),
  match: z.record(z.string(), z.array(z.string())),
  times: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('once'), from: z.number(), to: z.number() }),
    z.strictObject({ kind: z.literal('recurring'), cron: z.string(), timeZone: z.string(), lastsMs: z.number() }),
  ]),
  reason: z.string(),
  by: person.optional(),
  addedAt: z.number(),
  ended: z.strictObject({ by: person, at: z.number() }).optional(),
  rule: rulePlace.optional(),
});

const run = z.strictObject({ id: z.string(), due: z.number(), left: z.record(z.string(), z.number()).optional() });

export type Collections = { readonly [C in CollectionName]: readonly SettingsCollections[C][] };

/** The file as it stands on disk. */
export type SettingsData = Collections & { readonly version: 1 };

/** Keys this version does not know are a fault: they would be lost at the next write. */
export const settingsFile: z.ZodType<SettingsData> = z.strictObject({
  version: z.literal(1),
  schedules: z.array(schedule).default([]),
  conversations: z.array(conversation).default([]),
  choices: z.array(choices).default([]),
  runs: z.array(run).default([]),
  charts: z.array(chart).default([]),
  signs: z.array(sign).default([]),
  bindings: z.array(binding).default([]),
  savedQueries: z.array(savedQuery).default([]),
  keptQueries: z.array(keptQuery).default([]),
  silences: z.array(silence).default([]),
});

export const emptySettings: SettingsData = {
  version: 1,
  schedules: [],
  conversations: [],
  choices: [],
  runs: [],
  charts: [],
  signs: [],
  bindings: [],
  savedQueries: [],
  keptQueries: [],
  silences: [],
};
