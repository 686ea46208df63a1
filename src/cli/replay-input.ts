import { z } from 'zod';
import { type AlertSourceName, alertSources } from '../core/model/alert.ts';

/** One recorded message. */
export interface RecordedMessage {
  /** When it was received; milliseconds since 1970 (UTC). */
  readonly at: number;
  readonly source: AlertSourceName;
  readonly body: unknown;
  /** Of Sentry: what the header Sentry-Hook-Resource said. */
  readonly resource?: string | undefined;
}

export type ReadLine = { readonly ok: true; readonly message: RecordedMessage } | { readonly ok: false; readonly fault: string };

const message = z.object({
  at: z.iso.datetime({ offset: true, error: 'must be a time such as 2026-11-20T09:00:00Z' }).transform((words) => Date.parse(words)),
  source: z.enum(alertSources, { error: `must be ${alertSources.join(', ')}` }),
  body: z.unknown().refine((body) => body !== undefined, 'is missing'),
  resource: z.string().optional(),
});

/** Sentry's bodies are told apart by a header; where the recording lacks it, the body's own shape has to do. */
export function readLine(line: string): ReadLine {
  const json = parse(line);
  if (json === undefined) return { ok: false, fault: 'the line is no JSON' };
  const read = message.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'the line' : issue.path.join('.');
    return { ok: false, fault: `${where} ${issue?.message ?? 'is not what it must be'}` };
  }
  const { resource = read.data.source === 'sentry' ? sentryResourceOf(read.data.body) : undefined, ...rest } = read.data;
  return { ok: true, message: { ...rest, resource } };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const data = z.object({ data: z.record(z.string(), z.unknown()) });

function sentryResourceOf(body: unknown): string | undefined {
  const read = data.safeParse(body);
  if (!read.success) return undefined;
  const has = (key: string): boolean => Object.hasOwn(read.data.data, key);
  if (has('metric_alert')) return 'metric_alert';
  if (has('event')) return 'event_alert';
  if (has('issue')) return 'issue';
  if (has('error')) return 'error';
  return has('installation') ? 'installation' : undefined;
}
