import type { Ledger } from '../../core/ledger.ts';
import type { DecisionRecord } from '../../core/model/decision.ts';
import { clockText } from '../../core/moments.ts';

/** A message about an incident that went, or would have gone, into a room: its first, or one in its thread. */
export interface Announcement {
  readonly at: number;
  readonly incident: string;
}

/** What came of a time's alerts under one set of rules. */
export interface Course {
  readonly decisions: readonly DecisionRecord[];
  readonly announcements: readonly Announcement[];
}

export interface Tally {
  readonly incidents: number;
  readonly announcements: number;
  /** Alerts that waited as weak signals; those that were announced later are among them. */
  readonly held: number;
  /** Announcements from 22:00 to 07:00. */
  readonly atNight: number;
}

const nightBegins = 22;
const nightEnds = 7;
const most = 1_000_000;

/** What happened, and what the other rules would have made of it. */
export function compare(happened: Course, replayed: Course, timeZone: string): { readonly happened: Tally; readonly replayed: Tally } {
  return { happened: tallyOf(happened, timeZone), replayed: tallyOf(replayed, timeZone) };
}

function tallyOf({ decisions, announcements }: Course, timeZone: string): Tally {
  return {
    incidents: decisions.filter((one) => one.name === 'opened').length,
    announcements: announcements.length,
    held: new Set(decisions.flatMap((one) => (one.name === 'held' ? (one.alert ?? []) : []))).size,
    atNight: announcements.filter(({ at }) => isNight(at, timeZone)).length,
  };
}

function isNight(at: number, timeZone: string): boolean {
  const hour = Number(clockText(at, timeZone).slice(11, 13));
  return hour >= nightBegins || hour < nightEnds;
}

/** From `since` on, as the ledger has it: of messages, those that arrived. */
export async function courseOf(ledger: Pick<Ledger, 'decisions' | 'receipts'>, since: number): Promise<Course> {
  const decisions = (await ledger.decisions({ since, most })).toReversed();
  const announcements: Announcement[] = [];
  for (const incident of new Set(decisions.flatMap((one) => one.incident ?? []))) {
    for (const { kind, settledAt, state } of await ledger.receipts(incident)) {
      const isMessage = kind === 'incident-root' || kind === 'incident-thread';
      if (isMessage && state === 'done' && settledAt !== undefined && settledAt >= since) announcements.push({ at: settledAt, incident });
    }
  }
  return { decisions, announcements };
}
