import { KqlFailure } from '../../failure.ts';
import type { KqlType, Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { converter, intoDynamic } from '../values/convert.ts';
import { asValue, type Bag, isBag, isList, property } from '../values/guards.ts';
import { checkDepth, parseJson } from '../values/json.ts';
import { keyPath, type PathStep, parsePath, valueAt } from '../values/json-path.ts';
import { direct, itemText, type Named, type Operation, refused, remember, scalar, textAt, toBag, toList } from './define.ts';

/** fromEntries defines keys of its own, "__proto__" too. */
function bagOf(entries: readonly (readonly [string, unknown])[]): Bag {
  return Object.fromEntries(entries);
}

function pack(call: CallShape): Operation {
  const keys = call.types.map((_type, index) => textAt(call, index));
  const values = call.types.map((type) => intoDynamic(type));
  return (...parts) => {
    const entries: [string, Value][] = [];
    for (let index = 0; index + 1 < parts.length; index += 2) {
      entries.push([keys[index]?.(parts[index]) ?? '', values[index + 1]?.(parts[index + 1] ?? null) ?? null]);
    }
    return bagOf(entries);
  };
}

/** Columns by their names. What has no name is pack_all's flag: leave out what is null or empty. */
function packColumns(call: CallShape): Operation {
  const into = call.types.map((type) => intoDynamic(type));
  return (...values) => {
    const terse = values.some((value, index) => call.names[index] === undefined && value === true);
    return bagOf(
      values.flatMap((value, index) => {
        const name = call.names[index];
        if (name === undefined || (terse && (value === null || value === ''))) return [];
        return [[name, into[index]?.(value) ?? null] as const];
      }),
    );
  };
}

function hasPath(of: Value, path: readonly PathStep[]): boolean {
  const [last = '', ...before] = path.toReversed();
  const holder = valueAt(of, before.toReversed());
  if (isList(holder)) return typeof last === 'number' && last < holder.length;
  return isBag(holder) && Object.hasOwn(holder, String(last));
}

function withPath(of: Bag, [step = '', ...rest]: readonly PathStep[], value: Value): Bag {
  const key = String(step);
  const inner = property(of, key);
  const made = rest.length === 0 ? value : withPath(isBag(inner) ? inner : {}, rest, value);
  const entries = Object.entries(of).map(([name, old]): readonly [string, unknown] => [name, name === key ? made : old]);
  return bagOf(Object.hasOwn(of, key) ? entries : [...entries, [key, made]]);
}

function withoutPath(of: Bag, [step = '', ...rest]: readonly PathStep[]): Bag {
  const key = String(step);
  const kept = Object.entries(of).filter(([name]) => name !== key || rest.length > 0);
  return bagOf(kept.map(([name, value]) => [name, name === key && isBag(value) ? withoutPath(value, rest) : value] as const));
}

/** The first bag that has a key says what it holds. */
const merge: Operation = (...bags) => {
  const present: readonly Bag[] = bags.map(toBag).filter((bag) => bag !== null);
  const entries = new Map<string, unknown>();
  for (const bag of present) for (const [key, value] of Object.entries(bag)) if (!entries.has(key)) entries.set(key, value);
  return present.length === 0 ? null : bagOf([...entries]);
};

/** Names without a value have null, all of them where the values are no list. */
const zipBag: Operation = (keys, values) => {
  const [names, items] = [toList(keys), toList(values) ?? []];
  if (names === null) return null;
  return bagOf(names.flatMap((name, index) => (typeof name === 'string' ? [[name, asValue(items[index])] as const] : [])));
};

/** Every path below; elements of arrays all go by the name [0]. */
function paths(of: unknown, prefix: string, found: Set<string>, depth = 0): Set<string> {
  checkDepth(depth);
  const inside: readonly (readonly [string, unknown])[] = isList(of)
    ? of.map((item) => [`${prefix}[0]`, item] as const)
    : isBag(of)
      ? Object.entries(of).map(([key, value]) => [`${prefix}['${key}']`, value] as const)
      : [];
  for (const [path, value] of inside) paths(value, path, found.add(path), depth + 1);
  return found;
}

function extractJson(call: CallShape): Operation {
  const [path, json] = [textAt(call, 0), textAt(call, 1)];
  const prepare = remember((text) => {
    const steps = parsePath(text);
    if (steps === undefined) throw refused(call, `“${text}” is not a JSON path.`);
    return steps;
  });
  const parsed = remember(parseJson);
  const convert = converter('dynamic', call.type);
  return (where, text) => {
    const found = parsed(json(text));
    const value = found === undefined ? null : valueAt(found, prepare(path(where)));
    return call.type === 'string' || value !== null ? convert(value) : null;
  };
}

function setKey(call: CallShape): Operation {
  const key = textAt(call, 1);
  const into = intoDynamic(call.types[2] ?? 'dynamic');
  return (bag, name, value = null) => {
    const of = toBag(bag);
    return of === null ? null : withPath(of, keyPath(key(name)), into(value));
  };
}

function hasKey(call: CallShape): Operation {
  const key = textAt(call, 1);
  return (bag, name) => (isBag(bag) ? hasPath(bag, keyPath(key(name))) : null);
}

const mostPaths = 1_000;

const removeKeys: Operation = (bag, keys) => {
  const of = toBag(bag);
  if (of === null) return null;
  const wanted = (toList(keys) ?? []).map((key) => keyPath(itemText(key)));
  // Plain keys go at once: one after the other, a bag of many and a list of many would take for ever.
  const plain = new Set(wanted.flatMap((path) => (path.length === 1 ? path.map(String) : [])));
  const left = bagOf(Object.entries(of).filter(([name]) => !plain.has(name)));
  const deep = wanted.filter((path) => path.length > 1);
  if (deep.length > mostPaths) throw new KqlFailure('limit', `bag_remove_keys() takes at most ${mostPaths} paths.`);
  return deep.reduce<Bag>(withoutPath, left);
};

/** About what a value takes in the service's columns. */
function sizeOf(value: Value | undefined, type: KqlType): number {
  switch (type) {
    case 'bool':
      return 1;
    case 'int':
      return 4;
    case 'long':
    case 'real':
    case 'datetime':
    case 'timespan':
      return 8;
    case 'guid':
    case 'decimal':
      return 16;
    case 'string':
    case 'dynamic':
      return Buffer.byteLength(itemText(value ?? null));
  }
}

function estimateSize({ types }: CallShape): Operation {
  return (...values) => values.reduce<number>((total, value, index) => total + sizeOf(value, types[index] ?? 'dynamic'), 0);
}

export const bags: Named = [
  ['bag_pack', scalar('dynamic', pack)],
  ['pack', scalar('dynamic', pack)],
  ['pack_dictionary', scalar('dynamic', pack)],
  ['bag_pack_columns', scalar('dynamic', packColumns)],
  ['pack_all', scalar('dynamic', packColumns)],
  ['bag_keys', direct('dynamic', (bag) => (isBag(bag) ? Object.keys(bag) : null))],
  ['bag_has_key', scalar('bool', hasKey)],
  ['bag_merge', direct('dynamic', merge)],
  ['bag_remove_keys', direct('dynamic', removeKeys)],
  ['bag_set_key', scalar('dynamic', setKey)],
  ['bag_zip', direct('dynamic', zipBag)],
  ['treepath', direct('dynamic', (of) => (isBag(of) || isList(of) ? [...paths(of, '', new Set())] : null))],
  ['extract_json', scalar('string', extractJson)],
  ['extractjson', scalar('string', extractJson)],
  ['estimate_data_size', scalar('long', estimateSize)],
];
