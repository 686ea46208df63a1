import type { Int } from './guards.ts';

const safe = BigInt(Number.MAX_SAFE_INTEGER);
const longMin = -(2n ** 63n);
const longMax = 2n ** 63n - 1n;

/** The one way to hold this quantity: a number where that is exact. */
export function exact(value: bigint): Int {
  return value >= -safe && value <= safe ? Number(value) : value;
}

/** Cut to 64 bits, as the service's longs are. */
export function wrap(value: bigint): Int {
  return exact(BigInt.asIntN(64, value));
}

export function fitsLong(value: bigint): boolean {
  return value >= longMin && value <= longMax;
}

export function big(value: Int): bigint {
  return typeof value === 'bigint' ? value : BigInt(value);
}

export function add(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return wrap(big(a) + big(b));
}

export function subtract(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return wrap(big(a) - big(b));
}

export function multiply(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    // Adding zero turns -0 into 0.
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return wrap(big(a) * big(b));
}

/** Towards zero; null for a division by zero. */
export function divide(a: Int, b: Int): Int | null {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? null : Math.trunc(a / b) + 0;
  return big(b) === 0n ? null : wrap(big(a) / big(b));
}

/** Never negative: 0 ≤ result < |b|. Null for zero. */
export function modulo(a: Int, b: Int): Int | null {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) return null;
    const rest = a % b;
    return rest < 0 ? rest + Math.abs(b) : rest + 0;
  }
  const divisor = big(b);
  if (divisor === 0n) return null;
  const rest = big(a) % divisor;
  return exact(rest < 0n ? rest + (divisor < 0n ? -divisor : divisor) : rest);
}

export function negate(a: Int): Int {
  return typeof a === 'number' ? 0 - a : wrap(-a);
}

export function absolute(a: Int): Int {
  return a < 0 ? negate(a) : a;
}

/** The multiple of `size` (above zero) at or below `a`. */
export function floorTo(a: Int, size: Int): Int {
  const rest = modulo(a, size);
  return rest === null ? a : subtract(a, rest);
}

/** Of a double: its whole part, or null where 64 bits do not hold it. */
export function fromReal(value: number): Int | null {
  const whole = Math.trunc(value) + 0;
  if (Number.isSafeInteger(whole)) return whole;
  if (!Number.isFinite(whole)) return null;
  const wide = BigInt(whole);
  return fitsLong(wide) ? exact(wide) : null;
}

/** Cut to 32 bits. */
export function wrapInt(value: Int): number {
  return Number(BigInt.asIntN(32, big(value)));
}
