import { z } from 'zod';
import { readTarget } from '../../core/model/person.ts';
import { duration, text } from './common.ts';

const dayMs = 86_400_000;

/** What is hidden in results unless the configuration takes something from this list. */
export const builtInRedactions = ['tokens', 'emails', 'addresses', 'connectionStrings'] as const;

const longest = z
  .strictObject({
    viewer: duration('For viewers.', '7d').default(7 * dayMs),
    responder: duration('For responders.', '30d').default(30 * dayMs),
    admin: duration('For admins.', '90d').default(90 * dayMs),
  })
  .meta({ description: 'How far back a query may look, by role. Every query is sent with its range.' });

/** Kept as text: a reload compares configurations as text. Whether it is one is checked by what will use it. */
const pattern = z.string().meta({ description: 'Regular expression (RE2).', examples: [String.raw`\bCUST-\d{6}\b`] });

const redact = z
  .strictObject({
    builtIn: z
      .array(z.enum(builtInRedactions))
      .default([...builtInRedactions])
      .meta({
        description: 'What is hidden of the usual: tokens, emails, addresses (IP) and connectionStrings. Left out: all of it.',
        examples: [[...builtInRedactions]],
      }),
    patterns: z
      .record(z.string().meta({ examples: ['customerNumbers'] }), pattern)
      .default({})
      .meta({ description: 'What else is hidden, by a name that stands in its place.' }),
  })
  .meta({ description: 'What is hidden in every cell of a result before it leaves the process.' });

const channels = z
  .record(z.string(), z.array(text('Name of a service.', 'checkout')).min(1, 'names no service'))
  .transform((entries, context) =>
    Object.entries(entries).flatMap(([words, services]) => {
      const channel = readTarget(words);
      if (channel !== undefined) return [{ channel, services }];
      context.addIssue({
        code: 'custom',
        path: [words],
        message: 'must be a platform and a channel: "slack:#ops" or "teams:19:…@thread.tacv2"',
      });
      return [];
    }),
  )
  .meta({
    description: 'Channels in which only these services may be asked about, and no workspace by its name. Other channels: all.',
    examples: [{ 'slack:#checkout': ['checkout'] }],
  });

export const queriesSchema = z
  .strictObject({ longest: longest.prefault({}), redact: redact.prefault({}), channels: channels.prefault({}) })
  .meta({ description: 'Queries of logs (KQL): who may ask how far back, what is hidden, and where.' });
