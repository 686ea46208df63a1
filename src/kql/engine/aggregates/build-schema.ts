import type { AggregateFunction, Value } from '../shapes.ts';
import { isBag, isList } from '../values/guards.ts';

/** What was seen at one place: the names of plain types, and what bags and lists hold. */
interface Seen {
  readonly plain: Set<string>;
  properties: Map<string, Seen> | undefined;
  items: Seen | undefined;
}

const nothing = (): Seen => ({ plain: new Set(), properties: undefined, items: undefined });

function see(seen: Seen, value: unknown): void {
  if (value === null || value === undefined) return;
  if (isList(value)) {
    seen.items ??= nothing();
    for (const item of value) see(seen.items, item);
  } else if (isBag(value)) {
    seen.properties ??= new Map();
    for (const [name, property] of Object.entries(value)) {
      const known = seen.properties.get(name) ?? nothing();
      seen.properties.set(name, known);
      see(known, property);
    }
  } else seen.plain.add(plainName(value));
}

function plainName(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'long' : 'double';
}

/** A name, a container, or a list of them where there were several. */
function describe(seen: Seen): unknown {
  const kinds: unknown[] = [...seen.plain];
  const properties = [...(seen.properties ?? [])].map(([name, known]) => [name, describe(known)] as const);
  const items = seen.items === undefined ? [] : [['`indexer`', describe(seen.items)] as const];
  if (seen.properties !== undefined || seen.items !== undefined) kinds.push(Object.fromEntries([...properties, ...items]));
  return kinds.length === 1 ? kinds[0] : kinds;
}

/** The smallest schema that all values fit, in the service's notation. Null of no values. */
export const buildSchema: AggregateFunction = {
  type: () => 'dynamic',
  make: () => () => {
    const seen = nothing();
    let rows = 0;
    return {
      add: (value: Value = null) => {
        if (value === null) return;
        rows += 1;
        see(seen, value);
      },
      result: () => (rows === 0 ? null : asSchema(describe(seen))),
    };
  },
};

/** The same, as the value that it is. */
const asSchema = (schema: unknown): Value => (typeof schema === 'string' || isList(schema) || isBag(schema) ? schema : null);
