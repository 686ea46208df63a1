import type { NewDelivery } from '../core/model/delivery.ts';
import { formatTarget, type Target } from '../core/model/person.ts';

/** Tells those who run Tocsin something about itself in each target: once for each `about`. */
export function noticesTo(
  targets: readonly Target[],
  { about, text, now }: { readonly about: string; readonly text: string; readonly now: number },
): readonly NewDelivery[] {
  return targets.map((target) => {
    const destination = formatTarget(target);
    return {
      key: `notice:${about}:${destination}`,
      lane: `${destination} notices`,
      destination,
      owner: '',
      urgency: 'act',
      effect: { kind: 'notice', text, target },
      dueAt: now,
    };
  });
}
