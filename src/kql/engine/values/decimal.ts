import { Decimal as DecimalJs } from 'decimal.js';
import type { Decimal, Value } from '../../types.ts';
import { isDecimal } from './guards.ts';

/** As the service's: 128 bits, which is 34 digits. */
const Wide = DecimalJs.clone({ precision: 34, defaults: true });
export type WideDecimal = InstanceType<typeof Wide>;

/** Plain digits without an exponent, without zeros at the end. */
export function toDecimal(value: WideDecimal): Decimal | null {
  return value.isFinite() ? { decimal: value.toFixed() } : null;
}

/** Null: it is no number. */
export function wide(value: Value): WideDecimal | null {
  if (isDecimal(value)) return new Wide(value.decimal);
  if (typeof value === 'number') return Number.isFinite(value) ? new Wide(value) : null;
  if (typeof value === 'bigint') return new Wide(value.toString());
  if (typeof value === 'boolean') return new Wide(value ? 1 : 0);
  return null;
}

const written = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?\s*$/i;

/** Null: the text is no decimal number. */
export function parseDecimal(text: string): Decimal | null {
  return written.test(text) ? toDecimal(new Wide(text.trim())) : null;
}

export function compareDecimals(a: Value, b: Value): number {
  const left = wide(a);
  const right = wide(b);
  return left === null || right === null ? Number.NaN : left.comparedTo(right);
}
