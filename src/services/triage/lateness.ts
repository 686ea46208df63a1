import type { Alert, Waiting } from '../../core/model/alert.ts';
import type { TriageContext } from './context.ts';
import { silenceText, windowOf } from './silencing.ts';

/** Why an alert that waited is announced only now: "it still fires at the end of the silence S-1f03c2d9"; undefined: it did not wait. */
export function latenessOf({ waiting }: Pick<Alert, 'waiting'>, context: TriageContext): string | undefined {
  return waiting === undefined ? undefined : whyNow(waiting, context);
}

export function whyNow(waiting: Waiting, context: TriageContext): string {
  if (waiting.kind !== 'silenced') return `it was ${waiting.kind}, and still fires`;
  const name = silenceText(context.silences.find((one) => one.id === waiting.silence) ?? { id: waiting.silence, reason: '' });
  if (endOf(waiting.silence, context) > context.now) return `it still fires, and the silence ${name} does not match it`;
  return `it still fires at the end of the silence ${name}`;
}

/** When the silence ends, or the window of it that holds now; now where it does not hold. */
export function endOf(id: string, { silences, cron, now }: TriageContext): number {
  const silence = silences.find((one) => one.id === id);
  const window = silence === undefined ? undefined : windowOf(silence.times, cron, now);
  return window === undefined || window.from > now ? now : window.to;
}
