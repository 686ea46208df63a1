import { UserError } from '../../core/errors.ts';
import type { Alert } from '../../core/model/alert.ts';
import { matchesAll } from '../../core/model/matchers.ts';
import type { Service } from '../../core/model/service.ts';
import type { Silence, SilenceTimes } from '../../core/model/silence.ts';
import type { CronTimes } from '../../core/ports.ts';

export interface Window {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** When it holds now (`from` ≤ now) or next; undefined: never again. */
export function windowOf(times: SilenceTimes, cron: Pick<CronTimes, 'nextAfter'>, now: number): Window | undefined {
  if (times.kind === 'once') return times.to > now ? { from: times.from, to: times.to } : undefined;
  try {
    const from = cron.nextAfter(times.cron, times.timeZone, now - times.lastsMs);
    return { from, to: from + times.lastsMs };
  } catch (error) {
    // Settings can be written by hand. What nobody can read silences nothing: better heard once too often.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** "S-1f03c2d9 (new disks)"; who makes one need not say why. */
export function silenceText({ id, reason }: Pick<Silence, 'id' | 'reason'>): string {
  return reason === '' ? id : `${id} (${reason})`;
}

/** Of the silences that hold now and match, the one that holds longest. */
export function silenceOn(
  alert: Alert,
  service: Service | undefined,
  silences: readonly Silence[],
  cron: Pick<CronTimes, 'nextAfter'>,
  now: number,
): { readonly silence: Silence; readonly until: number } | undefined {
  let longest: { readonly silence: Silence; readonly until: number } | undefined;
  for (const silence of silences) {
    const window = windowOf(silence.times, cron, now);
    if (window === undefined || window.from > now || matchesAll(silence.match, alert, service) === 'differs') continue;
    if (longest === undefined || window.to > longest.until) longest = { silence, until: window.to };
  }
  return longest;
}
