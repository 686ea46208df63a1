import type { Value } from '../../types.ts';
import { isDecimal } from './guards.ts';
import { jsonText } from './json.ts';

export type GroupKey = null | boolean | number | bigint | string;

// Text that no JSON and no cell of a table begins with keeps lists and bags apart from strings that look like them.
const structured = '\u0000';

/** The same for equal values of one column, fit for Map and Set: NaN equals itself there, and null is a group of its own. */
export function groupKey(value: Value): GroupKey {
  if (typeof value !== 'object' || value === null) return value;
  return structured + (isDecimal(value) ? `d${value.decimal}` : jsonText(value));
}

/** One key for several columns. */
export function compositeKey(values: readonly Value[]): string {
  let key = '';
  for (const value of values) {
    const part = groupKey(value);
    // The length in front keeps ("a", "bc") apart from ("ab", "c").
    const text = String(part);
    key += `${typeof part === 'string' ? 's' : typeof part === 'boolean' ? 'b' : part === null ? 'z' : 'n'}${text.length}:${text}`;
  }
  return key;
}
