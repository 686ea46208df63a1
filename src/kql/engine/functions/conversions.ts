import { randomUUID } from 'node:crypto';
import { KqlFailure } from '../../failure.ts';
import type { KqlType, Value } from '../../types.ts';
import { converter, intoDynamic, parseDynamic } from '../values/convert.ts';
import { isBag, isInt, isList } from '../values/guards.ts';
import { checkDepth, jsonText } from '../values/json.ts';
import { toText } from '../values/text.ts';
import { direct, type Named, type Operation, scalar, textAt } from './define.ts';

const targets: readonly (readonly [string, KqlType])[] = [
  ['tobool', 'bool'],
  ['toboolean', 'bool'],
  ['toint', 'int'],
  ['tolong', 'long'],
  ['toreal', 'real'],
  ['todouble', 'real'],
  ['todecimal', 'decimal'],
  ['tostring', 'string'],
  ['todatetime', 'datetime'],
  ['totimespan', 'timespan'],
  ['totime', 'timespan'],
  ['toguid', 'guid'],
];

/** Text is read as JSON; anything else becomes a dynamic that holds it. */
const toDynamic = scalar('dynamic', ({ types: [type = 'string'] }) => {
  if (type === 'string') return (value) => (typeof value === 'string' ? parseDynamic(value) : null);
  // A string inside of a dynamic is JSON text as well.
  if (type === 'dynamic') return (value = null) => (typeof value === 'string' ? parseDynamic(value) : value);
  const into = intoDynamic(type);
  return (value = null) => into(value);
});

/** The names that gettype() gives; a dynamic is what it holds. */
function nameOfType(value: Value | undefined, type: KqlType): string {
  if (value === null || value === undefined) return 'null';
  if (type !== 'dynamic') return type;
  if (isList(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (isInt(value)) return typeof value === 'bigint' || Number.isInteger(value) ? 'long' : 'real';
  return typeof value === 'string' ? 'string' : 'dictionary';
}

function typeNamer(type: KqlType): Operation {
  return (value) => nameOfType(value, type);
}

/** Keys in their order, so that equal values give equal texts. */
function canonical(value: unknown, depth = 0): unknown {
  checkDepth(depth);
  if (isList(value)) return value.map((item) => canonical(item, depth + 1));
  if (!isBag(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item, depth + 1)]));
}

function toJson(type: KqlType): Operation {
  if (type !== 'dynamic') return (value = null) => toText(value, type);
  return (value = null) => (value === null ? '' : jsonText(canonical(value)));
}

export const conversions: Named = [
  ...targets.map(([name, target]): Named[number] => [
    name,
    scalar(target, ({ types: [type = 'string'] }) => {
      const convert = converter(type, target);
      return (value = null) => convert(value);
    }),
  ]),
  ['parse_json', toDynamic],
  ['parsejson', toDynamic],
  ['todynamic', toDynamic],
  ['toobject', toDynamic],
  ['dynamic_to_json', scalar('string', ({ types: [type = 'dynamic'] }) => toJson(type))],
  ['gettype', scalar('string', ({ types: [type = 'dynamic'] }) => typeNamer(type))],
  // Each row gets one of its own: the engine does not fold this call into a constant.
  ['new_guid', direct('guid', () => randomUUID())],
  // Tables here are not ingested: the service, too, gives null where the policy is off.
  ['ingestion_time', direct('datetime', () => null)],
  [
    'assert',
    scalar('bool', (call) => {
      const message = textAt(call, 1);
      return (holds, why) => {
        if (holds !== true) throw new KqlFailure('evaluation', `assert() has failed with message: ${message(why)}`);
        return true;
      };
    }),
  ],
];
