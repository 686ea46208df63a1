import { z } from 'zod';
import { readDuration } from '../src/core/duration.ts';

const platform = z.enum(['slack', 'teams']);
const signals = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGSTOP', 'SIGCONT', 'SIGUSR1', 'SIGUSR2'] as const;

/** "30m", "1h 30m" → milliseconds. */
const duration = z.string().transform((written, context) => {
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

/** A filter that is not given, or given without a value, is none. */
const filter = <Inner extends z.ZodType>(inner: Inner) =>
  z.preprocess((written) => (written === '' ? undefined : written), inner.optional());

export const messagesQuery = z.object({
  platform: filter(platform),
  channel: filter(z.string()),
  user: filter(z.string()),
  after: z.coerce.number().int().min(0).optional(),
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

export const faultsBody = z
  .strictObject({
    target: z.string().min(1).optional(),
    status: z.int().min(400).max(599).optional(),
    clear: z.literal(true).optional(),
    count: z.int().min(1).optional(),
    for: duration.optional(),
    retryAfter: z.int().min(0).optional(),
  })
  .transform((body, context) => {
    if (body.clear === true && body.status === undefined) return { kind: 'clear', target: body.target } as const;
    if (body.clear === undefined && body.status !== undefined && body.target !== undefined) {
      const { target, status, count, retryAfter } = body;
      return { kind: 'add', fault: { target, status, count, retryAfter, forMs: body.for } } as const;
    }
    context.addIssue({ code: 'custom', message: 'give a target and either a status or "clear": true' });
    return z.NEVER;
  });

/** One sentence that names each thing that is wrong, and where. */
export function faultOf(error: z.ZodError): string {
  const faults = error.issues.map((issue) => (issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`));
  return `${faults.join('; ')}.`;
}
