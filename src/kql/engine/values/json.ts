import { KqlFailure } from '../../failure.ts';
import type { Value } from '../../types.ts';
import { asValue, isBag, isList } from './guards.ts';
import { exact, fitsLong } from './integers.ts';

const deepest = 200;

/** What walks through a dynamic value goes no deeper than this; text may be nested without end. */
export function checkDepth(depth: number): void {
  if (depth > deepest) throw new KqlFailure('limit', `A dynamic value is nested more than ${deepest} levels deep.`);
}

const longNumber = /\d{16}/;

/** Whole numbers beyond 2^53 stay exact, which JSON.parse alone would round. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  if (context?.source === undefined || !/^-?\d+$/.test(context.source)) return value;
  const whole = BigInt(context.source);
  return fitsLong(whole) ? exact(whole) : value;
}

/** Undefined: the text is not JSON. */
export function parseJson(text: string): Value | undefined {
  try {
    return asValue(longNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text));
  } catch {
    return undefined;
  }
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  checkDepth(depth);
  if (isList(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  if (isBag(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${write(item, depth + 1)}`);
    return `{${entries.join(',')}}`;
  }
  return 'null';
}

/** A dynamic as JSON without blanks; long numbers exact; NaN and the infinities, which JSON lacks, as strings. */
export function jsonText(value: unknown): string {
  return write(value, 0);
}
