import { KqlFailure } from '../failure.ts';
import type { Plan } from '../plan.ts';

const most = 500_000;

/**
 * A `let` that is used twice is one object in two places, so a short text can say a plan that is small in memory and endless to
 * walk: let b = a + a; let c = b + b; … Counted as a walk would meet it. Throws KqlFailure of kind 'limit'.
 */
export function assertSize(plan: Plan): void {
  const sizes = new Map<object, number>();
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 0;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    let size = 1;
    for (const part of Object.values(value)) size += sizeOf(part);
    sizes.set(value, size);
    return size;
  };
  if (sizeOf(plan) > most) throw new KqlFailure('limit', 'The query becomes too large when its names are put in.');
}
