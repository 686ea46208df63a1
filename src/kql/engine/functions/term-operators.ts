import type { Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { isList } from '../values/guards.ts';
import { itemText, type Named, type Operation, remember, scalar, textAt } from './define.ts';

/** Says whether a text has what the needle asks for; both sides are already folded where case does not count. */
type Look = (text: string, needle: string) => boolean;

const letter = /[\p{L}\p{N}]/u;

function isWordUnit(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 128) return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
  return unit >= 0xd8_00 && unit <= 0xdf_ff ? true : letter.test(text.charAt(index));
}

/** Whole terms: what stands before and after the needle is not part of a run of letters and digits that it cuts through. */
function findTerm(text: string, needle: string, starts: boolean, ends: boolean): boolean {
  if (needle === '') return true;
  const openStart = !starts || !isWordUnit(needle, 0);
  const openEnd = !ends || !isWordUnit(needle, needle.length - 1);
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    const after = at + needle.length;
    if ((openStart || at === 0 || !isWordUnit(text, at - 1)) && (openEnd || after === text.length || !isWordUnit(text, after))) return true;
  }
  return false;
}

export const hasTerm: Look = (text, needle) => findTerm(text, needle, true, true);

const looks: readonly (readonly [string, Look])[] = [
  ['contains', (text, needle) => text.includes(needle)],
  ['startswith', (text, needle) => text.startsWith(needle)],
  ['endswith', (text, needle) => text.endsWith(needle)],
  ['has', hasTerm],
  ['hasprefix', (text, needle) => findTerm(text, needle, true, false)],
  ['hassuffix', (text, needle) => findTerm(text, needle, false, true)],
];

const fold = (text: string): string => text.toLowerCase();
const keep = (text: string): string => text;

function test(look: Look, folded: (text: string) => string, wanted: boolean): (call: CallShape) => Operation {
  return (call) => {
    const [read, readNeedle] = [textAt(call, 0), textAt(call, 1)];
    const [, constant] = call.constants;
    if (constant !== undefined) {
      const needle = folded(readNeedle(constant));
      return (text) => look(folded(read(text)), needle) === wanted;
    }
    return (text, needle) => look(folded(read(text)), folded(readNeedle(needle))) === wanted;
  };
}

/** The texts that the arguments from the second on stand for, lists laid open. */
function needlesOf(call: CallShape, values: readonly (Value | undefined)[]): readonly string[] {
  return values.slice(1).flatMap((value, index) => {
    if (isList(value)) return value.map(itemText);
    return value === undefined ? [] : [textAt(call, index + 1)(value)];
  });
}

/** has_any, has_all: prepared once where all needles are constant, as they nearly always are. */
function several(all: boolean, folded: (text: string) => string): (call: CallShape) => Operation {
  return (call) => {
    const read = textAt(call, 0);
    const fixed = call.constants.slice(1).every((constant) => constant !== undefined)
      ? needlesOf(call, call.constants).map(folded)
      : undefined;
    return (...values) => {
      const text = folded(read(values[0]));
      const needles = fixed ?? needlesOf(call, values).map(folded);
      return all ? needles.every((needle) => hasTerm(text, needle)) : needles.some((needle) => hasTerm(text, needle));
    };
  };
}

function sameText(wanted: boolean): (call: CallShape) => Operation {
  return (call) => {
    const [left, right] = [textAt(call, 0), textAt(call, 1)];
    const folded = remember(fold);
    return (a, b) => {
      const [x, y] = [left(a), right(b)];
      return (x === y || fold(x) === folded(y)) === wanted;
    };
  };
}

export const termOperators: Named = [
  ...looks.flatMap(
    ([name, look]): Named => [
      [name, scalar('bool', test(look, fold, true))],
      [`!${name}`, scalar('bool', test(look, fold, false))],
      [`${name}_cs`, scalar('bool', test(look, keep, true))],
      [`!${name}_cs`, scalar('bool', test(look, keep, false))],
    ],
  ),
  ['=~', scalar('bool', sameText(true))],
  ['!~', scalar('bool', sameText(false))],
  ['has_any', scalar('bool', several(false, fold))],
  ['has_all', scalar('bool', several(true, fold))],
];
