import { RE2JS } from 're2js';
import type { ParsePart } from '../../plan.ts';
import type { KqlType } from '../shapes.ts';
import { type Matcher, patternFault } from './parse-shapes.ts';

const whole = '-?\\d+';
const fraction = '-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';

/** What stands for a column of this type. As the service: greedy, unless the flag U turns that round. */
const forms: Readonly<Record<KqlType, string>> = {
  bool: '.*',
  int: whole,
  long: whole,
  real: fraction,
  decimal: fraction,
  string: '.*',
  datetime: '.*',
  timespan: '.*',
  guid: '.*',
  dynamic: '.*',
};

const groupName = (index: number): string => `tocsin${index}`;

/** The texts are regular expressions; they may have groups of their own, so ours go by name. */
export function patternMatcher(pattern: readonly ParsePart[], flags: string): Matcher {
  let columns = 0;
  const body = pattern.map((part) => {
    if (part.kind === 'skip') return '.*?';
    if (part.kind === 'text') return part.text;
    columns += 1;
    return `(?P<${groupName(columns - 1)}>${forms[part.type]})`;
  });
  const compiled = compile(`${flags === '' ? '' : `(?${flags})`}^${body.join('')}$`);
  return (text) => {
    const matcher = compiled.matcher(text);
    if (!matcher.find()) return undefined;
    return Array.from({ length: columns }, (_, index) => matcher.group(groupName(index)) ?? '');
  };
}

function compile(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    throw patternFault(`The pattern of parse is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
}
