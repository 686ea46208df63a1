import type { AlertSourceName } from '../../src/core/model/alert.ts';
import type { Chance } from './chance.ts';
import { minuteMs } from './course.ts';
import type { TrueMessage } from './play-out.ts';

/** One message as it arrives, in its source's wire format, and the truth about it. */
export interface TruthLine {
  /** When it arrives; milliseconds since 1970 (UTC). */
  readonly at: number;
  readonly source: AlertSourceName;
  readonly body: unknown;
  /** Sentry-Hook-Resource, of Sentry's alone. */
  readonly resource?: string | undefined;
  /** What caused it; "" for an alert that belongs to nothing else. */
  readonly incident: string;
}

/** What lies between those who send and us. */
export interface Delivery {
  /** How far a source's clock is ahead. */
  readonly skewMs: ReadonlyMap<AlertSourceName, number>;
  readonly chance: Chance;
}

const shares = { late: 0.1, doubled: 0.08, lostResolve: 0.06 } as const;
const usualDelayMs = 15_000;
const longDelayMs = 5 * minuteMs;

/** The messages as they arrive: each a little later than it was sent, some much later and so after others, some twice, some resolves never. */
export function arrive(messages: readonly TrueMessage[], { skewMs, chance }: Delivery): readonly TruthLine[] {
  const lines: TruthLine[] = [];
  for (const { message, incident } of messages) {
    const { source, resource } = message;
    const isResolve = message.alerts.every(({ state }) => state === 'resolved');
    if (isResolve && chance() < shares.lostResolve) continue;
    const delay = chance() * (chance() < shares.late ? longDelayMs : usualDelayMs);
    const body = shifted(message.body, skewMs.get(source) ?? 0);
    const line: TruthLine = { at: Math.round(message.at + delay), source, body, incident, ...(resource === undefined ? {} : { resource }) };
    lines.push(line);
    if (chance() < shares.doubled) lines.push({ ...line, at: line.at + Math.round(5_000 + chance() * 4 * minuteMs) });
  }
  return lines.toSorted((one, other) => one.at - other.at);
}

const instant = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u;

/** Every moment in a body as a clock that is `byMs` ahead would have written it. */
function shifted(value: unknown, byMs: number): unknown {
  if (typeof value === 'string') return instant.test(value) ? later(value, byMs) : value;
  if (Array.isArray(value)) return value.map((one) => shifted(one, byMs));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shifted(one, byMs)]));
}

/** With as many digits behind the point as before. */
function later(text: string, byMs: number): string {
  const moved = new Date(Date.parse(text) + byMs).toISOString();
  const digits = /\.(\d+)Z$/u.exec(text)?.[1]?.length ?? 0;
  return digits === 6 ? moved.replace('Z', '000Z') : moved;
}
