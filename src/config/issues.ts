import type { core } from 'zod';
import type { Suggest } from '../core/ports.ts';
import { type Fault, formatPath, type Path } from './faults.ts';
import type { SchemaNode } from './json-schema.ts';
import { unknownKey } from './unknown-keys.ts';

export interface IssueContext {
  readonly schema: SchemaNode;
  readonly suggest: Suggest;
  /** Formatted paths of values that must not be repeated. */
  readonly hidden: ReadonlySet<string>;
  /** What stands at a path of the file. */
  readonly valueAt: (path: Path) => unknown;
}

/** Turns what zod found below `prefix` into faults with a sentence that says what must stand there, never what does. */
export function faultsOf(issue: core.$ZodIssue, prefix: Path, context: IssueContext): readonly Fault[] {
  const path = [...prefix, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], context.schema, context.suggest));
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? 'is no valid name' }];
  return [{ path, message: `${issue.message}${nearest(issue, path, context)}` }];
}

/** Handed to zod as the messages of every check that has none of its own. */
export function describeIssue(issue: core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return issue.input === null ? 'has no value' : `must be ${typeNames[String(issue['expected'])] ?? 'of another kind'}`;
    case 'invalid_value':
      return `must be ${listOf(issue['values'])}`;
    case 'too_small':
      return `must be at least ${String(issue['minimum'])}`;
    case 'too_big':
      return `must be at most ${String(issue['maximum'])}`;
    case 'invalid_format':
      return 'is not in the form it must have';
    // The first two carry their own messages; of the others, what lies inside is reported.
    case 'custom':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'unrecognized_keys':
    case 'not_multiple_of':
      return undefined;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text (put it in quotes)',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
};

function listOf(values: unknown): string {
  return Array.isArray(values)
    ? values
        .map(String)
        .join(', ')
        .replace(/, (?=[^,]*$)/u, ' or ')
    : 'something else';
}

function nearest(issue: core.$ZodIssue, path: Path, context: IssueContext): string {
  if (issue.code !== 'invalid_value' || context.hidden.has(formatPath(path))) return '';
  const value = context.valueAt(path);
  const near = typeof value === 'string' ? context.suggest(value, issue.values.map(String)) : undefined;
  return near === undefined ? '' : `; did you mean ${near}?`;
}
