import { z } from 'zod';
import { readDuration } from '../src/core/duration.ts';
import { webhookKinds } from './azure/action-groups.ts';

const platform = z.enum(['slack', 'teams']);
const signals = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGSTOP', 'SIGCONT', 'SIGUSR1', 'SIGUSR2'] as const;

/** "30m", "1h 30m" → milliseconds. */
export const duration = z.string().transform((written, context) => {
  const ms = readDuration(written);
  if (ms !== undefined && ms > 0) return ms;
  context.addIssue({ code: 'custom', message: `${JSON.stringify(written)} is no duration: write 30s, 5m, 2h or 1d` });
  return z.NEVER;
});

export const sayBody = z.strictObject({
  platform,
  channel: z.string().min(1),
  user: z.string().min(1),
  text: z.string().min(1),
  thread: z.string().optional(),
});

export const clickBody = z.strictObject({
  platform,
  message: z.string().min(1),
  user: z.string().min(1),
  button: z.string().min(1),
  option: z.string().optional(),
});

const text = z.string().min(1);
const onMessage = { platform, message: text, user: text };
const onForm = { platform, form: text, user: text };
const remove = z.boolean().optional();
const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const submitBody = z.strictObject({
  ...onForm,
  values: z.record(z.string(), z.union([value, z.array(value)])).default({}),
  button: text.optional(),
});
export const searchBody = z.strictObject({ ...onForm, field: text, typed: z.string().default('') });
export const closeBody = z.strictObject(onForm);
export const reactBody = z.strictObject({ ...onMessage, emoji: text.transform((name) => name.replaceAll(':', '')), remove });
export const pinBody = z.strictObject({ ...onMessage, remove });
export const editBody = z.strictObject({ ...onMessage, text });
export const deleteBody = z.strictObject(onMessage);
export const shortcutBody = z.strictObject({ ...onMessage, name: text });
export const homeBody = z.strictObject({ platform, user: text });
export const channelBody = z.strictObject({
  platform,
  channel: text,
  archived: z.boolean().optional(),
  bot: z.enum(['in', 'out']).optional(),
});
export const reconnectBody = z.strictObject({ platform });

/** A filter that is not given, or given without a value, is none. */
const filter = <Inner extends z.ZodType>(inner: Inner) =>
  z.preprocess((written) => (written === '' ? undefined : written), inner.optional());

export const messagesQuery = z.object({
  platform: filter(platform),
  channel: filter(z.string()),
  user: filter(z.string()),
  after: z.coerce.number().int().min(0).optional(),
  /** Whether what was taken away is told too. */
  deleted: filter(z.enum(['true', 'false'])).transform((written) => written === 'true'),
  /** Seconds. */
  wait: z.coerce.number().min(0).max(600).default(0),
});

export const clockBody = z.strictObject({ advance: duration });

export const botClockQuery = z.object({
  settled: z.coerce.number().int().min(0).default(0),
  /** Milliseconds since 1970; empty: nothing is due. */
  nextDue: z
    .string()
    .transform((written) => (written === '' ? undefined : Number(written)))
    .optional(),
});

export const botBody = z.strictObject({ signal: z.enum(signals) });

/** Which kind of webhook the action group of a rule has; of all rules where none is named. */
export const alertRulesBody = z.strictObject({ webhook: z.enum(webhookKinds), rule: text.optional() });

/** One sentence that names each thing that is wrong, and where. */
export function faultOf(error: z.ZodError): string {
  const faults = error.issues.map((issue) => (issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`));
  return `${faults.join('; ')}.`;
}
