import { type Matcher, RE2JS } from 're2js';
import { KqlFailure } from '../../failure.ts';
import type { Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { converter } from '../values/convert.ts';
import { asValue } from '../values/guards.ts';
import { countAt, type Named, type Operation, ofTexts, remember, scalar, textAt, toList } from './define.ts';

/** Regular expressions as the service has them: RE2's, which take linear time whatever they are given. */
function compileRegex(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw new KqlFailure('semantic', `The regular expression “${pattern}” is not valid: ${why}.`, { code: 'SEM0420' });
  }
}

/** Prepared when the query is, so that a wrong pattern fails even over no rows. */
function patternAt(
  call: CallShape,
  index: number,
  around: (pattern: string) => string = (pattern) => pattern,
): (value: Value | undefined) => RE2JS {
  const read = textAt(call, index);
  const compile = remember((pattern) => compileRegex(around(pattern)));
  const constant = call.constants[index];
  if (constant !== undefined) compile(read(constant));
  return (value) => compile(read(value));
}

function matches(call: CallShape): Operation {
  const read = textAt(call, 0);
  const pattern = patternAt(call, 1);
  return (text, regex) => pattern(regex).test(read(text));
}

function extract(call: CallShape): Operation {
  const pattern = patternAt(call, 0);
  const group = countAt(call, 1);
  const read = textAt(call, 2);
  const convert = converter('string', call.type);
  const none = call.type === 'string' ? '' : null;
  return (regex, index, text) => {
    const compiled = pattern(regex);
    const wanted = group(index) ?? 0;
    if (wanted < 0 || wanted > compiled.groupCount()) return none;
    const matcher = compiled.matcher(read(text));
    return matcher.find() ? convert(matcher.group(wanted) ?? '') : none;
  };
}

function groupNumbers(compiled: RE2JS, wanted: readonly unknown[] | null): readonly number[] {
  const all = compiled.groupCount();
  if (wanted === null) return all === 0 ? [0] : Array.from({ length: all }, (_none, index) => index + 1);
  const names = compiled.namedGroups();
  return wanted.flatMap((each) => {
    const number = typeof each === 'string' && Object.hasOwn(names, each) ? names[each] : Number(each);
    return number !== undefined && Number.isInteger(number) && number >= 0 && number <= all ? [number] : [];
  });
}

function extractAll(call: CallShape): Operation {
  const pattern = patternAt(call, 0);
  const chosen = call.types.length > 2;
  const read = textAt(call, chosen ? 2 : 1);
  return (regex, second, third) => {
    const compiled = pattern(regex);
    const groups = groupNumbers(compiled, chosen ? toList(second) : null);
    const matcher = compiled.matcher(read(chosen ? third : second));
    const found: Value[] = [];
    while (matcher.find()) {
      const texts = groups.map((group) => matcher.group(group) ?? '');
      found.push(texts.length === 1 ? asValue(texts[0]) : texts);
    }
    return found.length === 0 ? null : found;
  };
}

function rewrite(matcher: Matcher, pattern: string): string {
  return pattern.replaceAll(/\\(\d|\\)/g, (_whole, mark: string) => {
    if (mark === '\\') return '\\';
    return Number(mark) <= matcher.groupCount() ? (matcher.group(Number(mark)) ?? '') : '';
  });
}

function replaceAll(compiled: RE2JS, text: string, rewriting: string): string {
  const matcher = compiled.matcher(text);
  let done = 0;
  let result = '';
  while (matcher.find()) {
    result += text.slice(done, matcher.start()) + rewrite(matcher, rewriting);
    done = matcher.end();
  }
  return result + text.slice(done);
}

/** The order of the arguments differs between replace() and replace_regex(). */
function replacer(source: number, regex: number, rewriting: number): (call: CallShape) => Operation {
  return (call) => {
    const pattern = patternAt(call, regex);
    const [read, readRewriting] = [textAt(call, source), textAt(call, rewriting)];
    return (...values) => replaceAll(pattern(values[regex]), read(values[source]), readRewriting(values[rewriting]));
  };
}

function cutStart(compiled: RE2JS, text: string): string {
  const matcher = compiled.matcher(text);
  return matcher.find() ? text.slice(matcher.end()) : text;
}

function cutEnd(compiled: RE2JS, text: string): string {
  const matcher = compiled.matcher(text);
  return matcher.find() ? text.slice(0, matcher.start()) : text;
}

function trim(sides: 'start' | 'end' | 'both'): (call: CallShape) => Operation {
  return (call) => {
    const start = patternAt(call, 0, (pattern) => `^(?:${pattern})${sides === 'both' ? '+' : ''}`);
    const end = patternAt(call, 0, (pattern) => `(?:${pattern})${sides === 'both' ? '+' : ''}$`);
    const read = textAt(call, 1);
    return (regex, text) => {
      const cut = sides === 'end' ? read(text) : cutStart(start(regex), read(text));
      return sides === 'start' ? cut : cutEnd(end(regex), cut);
    };
  };
}

function countMatches(compiled: RE2JS, text: string): number {
  const matcher = compiled.matcher(text);
  let count = 0;
  while (matcher.find()) count += 1;
  return count;
}

/** Plain texts may overlap, matches of a regular expression do not. */
function countOverlapping(text: string, search: string): number {
  if (search === '') return 0;
  let count = 0;
  for (let at = text.indexOf(search); at !== -1; at = text.indexOf(search, at + 1)) count += 1;
  return count;
}

function countOf(call: CallShape): Operation {
  const [read, search, kind] = [textAt(call, 0), textAt(call, 1), textAt(call, 2)];
  const compile = remember(compileRegex);
  return (text, what, how) => {
    if (kind(how).toLowerCase() === 'regex') return countMatches(compile(search(what)), read(text));
    return countOverlapping(read(text), search(what));
  };
}

function indexOfRegex(call: CallShape): Operation {
  const read = textAt(call, 0);
  const pattern = patternAt(call, 1);
  const [start, length, occurrence] = [countAt(call, 2), countAt(call, 3), countAt(call, 4)];
  return (value, regex, from = 0, size = -1, which = 1) => {
    const text = read(value);
    const [first, limit, wanted] = [start(from), length(size), occurrence(which)];
    // Other than in indexof(), a start in front of the text counts from nowhere.
    if (first === null || limit === null || wanted === null || first < 0 || limit < -1 || wanted < 1) return null;
    const range = limit === -1 ? text.slice(first) : text.slice(first, first + limit);
    const matcher = pattern(regex).matcher(range);
    for (let seen = 1; matcher.find(); seen += 1) if (seen === wanted) return first + matcher.start();
    return -1;
  };
}

export const regexFunctions: Named = [
  ['matches regex', scalar('bool', matches)],
  ['extract', scalar('string', extract)],
  ['extract_all', scalar('dynamic', extractAll)],
  ['extractall', scalar('dynamic', extractAll)],
  ['replace_regex', scalar('string', replacer(0, 1, 2))],
  ['replace', scalar('string', replacer(2, 0, 1))],
  ['trim', scalar('string', trim('both'))],
  ['trim_start', scalar('string', trim('start'))],
  ['trim_end', scalar('string', trim('end'))],
  ['countof', scalar('long', countOf)],
  ['indexof_regex', scalar('long', indexOfRegex)],
  ['regex_quote', ofTexts('string', (text) => text.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`))],
];
