import type { Value } from '../shapes.ts';
import { isDecimal } from '../values/guards.ts';

/** Undefined for what is no number. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return isDecimal(value) ? Number(value.decimal) : undefined;
}
