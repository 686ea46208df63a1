import { KqlFailure } from '../../failure.ts';
import type { CallShape } from '../shapes.ts';
import { type Int, isInt } from '../values/guards.ts';
import { big } from '../values/integers.ts';
import { countAt, direct, itemText, type Named, type Operation, ofTexts, refused, scalar, textAt, toList } from './define.ts';
import { hasTerm } from './term-operators.ts';

const longest = 8_000_000;
const surrogate = /[\uD800-\uDFFF]/;

/** Characters as the service counts them: an emoji is one. Undefined: each unit is a character anyway. */
function characters(text: string): readonly string[] | undefined {
  return surrogate.test(text) ? Array.from(text) : undefined;
}

function length(text: string): number {
  return characters(text)?.length ?? text.length;
}

function slice(text: string, start: number, end: number): string {
  return characters(text)?.slice(start, end).join('') ?? text.slice(start, end);
}

function substring(call: CallShape): Operation {
  const read = textAt(call, 0);
  const [start, size] = [countAt(call, 1), countAt(call, 2)];
  return (value, from, count) => {
    const text = read(value);
    const first = start(from);
    const wanted = count === undefined ? Number.POSITIVE_INFINITY : size(count);
    if (first === null || wanted === null || wanted < 0) return '';
    const begin = first < 0 ? Math.max(0, length(text) + first) : first;
    return slice(text, begin, begin + wanted);
  };
}

function concatenate(call: CallShape): Operation {
  const readers = call.types.map((_type, index) => textAt(call, index));
  return (...values) => {
    let text = '';
    for (let index = 0; index < values.length; index += 1) text += readers[index]?.(values[index]) ?? '';
    return text;
  };
}

function concatenateWith(call: CallShape): Operation {
  const readers = call.types.map((_type, index) => textAt(call, index));
  return (...values) => {
    const [delimiter = '', ...texts] = values.map((value, index) => readers[index]?.(value) ?? '');
    return texts.join(delimiter);
  };
}

function joinArray(call: CallShape): Operation {
  const read = textAt(call, 1);
  return (list, delimiter) => {
    const items = toList(list);
    return items === null ? '' : items.map((item) => itemText(item)).join(read(delimiter));
  };
}

function repeat(call: CallShape): Operation {
  const [read, times, delimiter] = [textAt(call, 0), countAt(call, 1), textAt(call, 2)];
  return (value, multiplier, between) => {
    const text = read(value);
    const count = Math.min(1024, times(multiplier) ?? 0);
    if (text.length * count > longest)
      throw new KqlFailure('limit', `${call.name}() would make a text of more than ${longest} characters.`);
    return count <= 0 ? '' : Array.from({ length: count }, () => text).join(between === undefined ? '' : delimiter(between));
  };
}

function split(call: CallShape): Operation {
  const [read, delimiter, index] = [textAt(call, 0), textAt(call, 1), countAt(call, 2)];
  return (value, between, requested) => {
    const mark = delimiter(between);
    const parts = mark === '' ? [read(value)] : read(value).split(mark);
    if (requested === undefined) return parts;
    const wanted = index(requested);
    const part = wanted === null || wanted < 0 ? undefined : parts[wanted];
    return part === undefined ? [] : [part];
  };
}

/** A second or later occurrence is looked for behind the one before it, again as far as `length` reaches. */
function indexOf(call: CallShape): Operation {
  const [read, what, start, size, occurrence] = [textAt(call, 0), textAt(call, 1), countAt(call, 2), countAt(call, 3), countAt(call, 4)];
  return (value, lookup, from = 0, count = -1, which = 1) => {
    const [text, needle] = [read(value), what(lookup)];
    const [first, limit, wanted] = [start(from), size(count), occurrence(which)];
    if (first === null || limit === null || wanted === null || limit < -1 || wanted < 1) return null;
    let begin = first < 0 ? Math.max(0, text.length + first) : first;
    for (let seen = 1; ; seen += 1) {
      const at = text.indexOf(needle, begin);
      if (at === -1 || begin > text.length || (limit !== -1 && at + needle.length > begin + limit)) return -1;
      if (seen === wanted) return at;
      begin = at + 1;
    }
  };
}

interface Piece {
  readonly text: string;
  readonly state: 'open' | 'done';
}

/** An earlier one of the list takes its matches first; what it found, or put in, later ones do not look at. */
function replaceEach(call: CallShape): Operation {
  const read = textAt(call, 0);
  return (value, lookups, rewrites) => {
    const [from, to] = [toList(lookups), toList(rewrites)];
    if (from === null || to === null) return read(value);
    if (from.length !== to.length) throw refused(call, 'the two lists have to be of the same length.');
    let pieces: readonly Piece[] = [{ text: read(value), state: 'open' }];
    for (const [index, lookup] of from.entries()) {
      const rewrite = to[index];
      if (typeof lookup !== 'string' || lookup === '') continue;
      const found: Piece = { text: typeof rewrite === 'string' ? rewrite : lookup, state: 'done' };
      pieces = pieces.flatMap((piece) => (piece.state === 'done' ? [piece] : replacedIn(piece.text, lookup, found)));
    }
    return pieces.map(({ text }) => text).join('');
  };
}

const replacedIn = (text: string, lookup: string, found: Piece): readonly Piece[] =>
  text.split(lookup).flatMap((rest, index): readonly Piece[] => [...(index === 0 ? [] : [found]), { text: rest, state: 'open' }]);

/** Letters beyond the replacement list become its last one; none at all: they go. */
function translate(search: string, replacement: string, source: string): string {
  const [from, to] = [Array.from(search), Array.from(replacement)];
  return Array.from(source, (letter) => {
    const at = from.indexOf(letter);
    return at === -1 ? letter : (to[Math.min(at, to.length - 1)] ?? '');
  }).join('');
}

function hex(call: CallShape): Operation {
  const bits = call.types[0] === 'int' ? 32 : 64;
  return (value, width) => {
    if (!isInt(value)) return '';
    return BigInt.asUintN(bits, big(wholeOf(value)))
      .toString(16)
      .padStart(isInt(width) ? Math.min(64, Number(width)) : 0, '0');
  };
}

const wholeOf = (value: Int): Int => (typeof value === 'number' ? Math.trunc(value) : value);

function firstTermFound(call: CallShape): Operation {
  const read = textAt(call, 0);
  return (value, items) => {
    const text = read(value).toLowerCase();
    return toList(items)?.findIndex((item) => hasTerm(text, itemText(item).toLowerCase())) ?? -1;
  };
}

const toReversed = (text: string): string => Array.from(text).toReversed().join('');
const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
// oxlint-disable-next-line no-control-regex -- the range of ASCII begins with control characters
const ascii = /^[\u0000-\u007F]*$/;

export const strings: Named = [
  ['strlen', ofTexts('long', length)],
  ['string_size', ofTexts('long', (text) => Buffer.byteLength(text))],
  ['tolower', ofTexts('string', (text) => text.toLowerCase())],
  ['toupper', ofTexts('string', (text) => text.toUpperCase())],
  ['substring', scalar('string', substring)],
  ['strcat', scalar('string', concatenate)],
  ['strcat_delim', scalar('string', concatenateWith)],
  ['strcat_array', scalar('string', joinArray)],
  ['array_strcat', scalar('string', joinArray)],
  ['strrep', scalar('string', repeat)],
  ['strcmp', ofTexts('long', order)],
  ['split', scalar('dynamic', split)],
  ['indexof', scalar('long', indexOf)],
  ['replace_string', ofTexts('string', (text, lookup, rewrite) => (lookup === '' ? text : text.replaceAll(lookup, () => rewrite)))],
  ['replace_strings', scalar('string', replaceEach)],
  ['reverse', ofTexts('string', toReversed)],
  ['translate', ofTexts('string', translate)],
  ['tohex', scalar('string', hex)],
  ['has_any_index', scalar('long', firstTermFound)],
  ['isascii', ofTexts('bool', (text) => ascii.test(text))],
  ['isutf8', direct('bool', () => true)],
];
