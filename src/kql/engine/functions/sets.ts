import type { Value } from '../../types.ts';
import { intoDynamic } from '../values/convert.ts';
import { asValue, type List } from '../values/guards.ts';
import { type GroupKey, groupKey } from '../values/keys.ts';
import { direct, type Named, type Operation, scalar, toList } from './define.ts';

/** Distinct items by key, in the order in which they first come. */
function distinct(items: List): Map<GroupKey, Value> {
  const found = new Map<GroupKey, Value>();
  for (const item of items.map(asValue)) if (!found.has(groupKey(item))) found.set(groupKey(item), item);
  return found;
}

type Sets = readonly Map<GroupKey, Value>[];

/** Null as soon as an argument is no array. */
function onSets(operation: (sets: Sets) => Value): Operation {
  return (...values) => {
    const lists = values.map(toList);
    return lists.includes(null) ? null : operation(lists.map((list) => distinct(list ?? [])));
  };
}

function merged(sets: Sets): List {
  const all = new Map<GroupKey, Value>();
  for (const set of sets) for (const [key, value] of set) if (!all.has(key)) all.set(key, value);
  return [...all.values()];
}

function intersection([first = new Map(), ...others]: Sets): List {
  return [...first].flatMap(([key, value]) => (others.every((set) => set.has(key)) ? [value] : []));
}

function difference([first = new Map(), ...others]: Sets): List {
  return [...first].flatMap(([key, value]) => (others.some((set) => set.has(key)) ? [] : [value]));
}

function equal([a = new Map(), b = new Map()]: Sets): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}

function jaccard(sets: Sets): number {
  return intersection(sets).length / merged(sets).length;
}

export const sets: Named = [
  ['set_union', direct('dynamic', onSets(merged))],
  ['set_intersect', direct('dynamic', onSets(intersection))],
  ['set_difference', direct('dynamic', onSets(difference))],
  ['set_equals', direct('bool', onSets(equal))],
  ['jaccard_index', direct('real', onSets(jaccard))],
  [
    'set_has_element',
    scalar('bool', ({ types }) => {
      const into = intoDynamic(types[1] ?? 'dynamic');
      return (set, value = null) => {
        const items = toList(set);
        return items === null ? null : distinct(items).has(groupKey(into(value)));
      };
    }),
  ],
];
