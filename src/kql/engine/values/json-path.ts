import type { Value } from '../../types.ts';
import { asValue, isBag, isList, property } from './guards.ts';

export type PathStep = string | number;

/** `$.a.b[0]['c']`. Undefined: the text is no path. */
export function parsePath(text: string): readonly PathStep[] | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: PathStep[] = [];
  const form = /\.([^.[\]]+)|\[(-?\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;
  form.lastIndex = 1;
  while (form.lastIndex < text.length) {
    const match = form.exec(text);
    if (!match) return undefined;
    const [, dotted, index, single, double] = match;
    steps.push(index === undefined ? (dotted ?? single ?? double ?? '') : Number(index));
  }
  return steps;
}

/** A key, or a path that begins with `$.` or `$[`. */
export function keyPath(key: string): readonly PathStep[] {
  return (/^\$[.[]/.test(key) ? parsePath(key) : undefined) ?? [key];
}

/** `a.b`, `a['b']`, `a[0]`, `a[-1]`: null for what is not there. */
export function elementOf(of: Value, index: Value): Value {
  if (isList(of)) {
    if (typeof index !== 'number') return null;
    return asValue(of.at(index));
  }
  if (!isBag(of) || index === null || typeof index === 'object') return null;
  return property(of, String(index));
}

export function valueAt(of: Value, path: readonly PathStep[]): Value {
  let value = of;
  for (const step of path) {
    value = elementOf(value, step);
    if (value === null) return null;
  }
  return value;
}
