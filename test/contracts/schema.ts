import { z } from 'zod';

/** A piece of a specification file: whatever JSON holds. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a pointer such as "#/paths/~1v3/get"; undefined: nothing. */
export function at(document: JsonObject, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => {
      if (Array.isArray(value)) return value[Number(part)];
      return isObject(value) ? value[part] : undefined;
    }, document);
}

export interface Prepared {
  /** The file as JSON Schema 2019 with closed objects. */
  readonly document: JsonObject;
  /** References to types of other files, which are not checked. */
  readonly elsewhere: number;
}

const ref = z.object({ $ref: z.string() });

/**
 * Makes a file of OpenAPI 2 or 3 into JSON Schema: `nullable` becomes a type, references to other files accept everything, and
 * an object with named properties takes no others, because a message with a field that its specification does not know is the
 * mistake that is looked for. `open` names definitions that do take others.
 */
export function prepare(document: JsonObject, open: readonly string[]): Prepared {
  let elsewhere = 0;

  const reference = (target: string, inAllOf: boolean): JsonObject => {
    if (!target.startsWith('#')) {
      elsewhere += 1;
      return {};
    }
    const isOpen = inAllOf || open.includes(target.split('/').at(-1) ?? '');
    return closed({ $ref: target }, isOpen ? {} : at(document, target));
  };

  const schema = (value: unknown, inAllOf = false): unknown => {
    if (Array.isArray(value)) return value.map((one) => schema(one));
    if (!isObject(value)) return value;
    const outer = ref.safeParse(value);
    if (outer.success) return reference(outer.data.$ref, inAllOf);
    const entries = Object.entries(value).filter(
      ([word, child]) => !ignored.has(word) && !(word.startsWith('exclusive') && typeof child === 'boolean'),
    );
    const words = Object.fromEntries(entries.map(([word, child]) => [word, below(word, child)]));
    // Without any word about its properties, an object stands for any JSON: the rows of a table, for example.
    if (words['type'] === 'object' && Object.keys(words).every((word) => silent.has(word))) return {};
    const whole = nullable(words, value['nullable'] === true || value['x-nullable'] === true);
    // A definition is closed where it is referred to: what extends it must be able to add to it.
    return inAllOf ? whole : closed(whole, value);
  };

  const below = (word: string, child: unknown): unknown => {
    if (verbatim.has(word)) return child;
    if (word === 'allOf' && Array.isArray(child)) return child.map((one) => schema(one, true));
    if (!named.has(word) || !isObject(child)) return schema(child);
    const isDefinitions = word === 'definitions' || word === 'schemas';
    return Object.fromEntries(Object.entries(child).map(([name, one]) => [name, schema(one, isDefinitions)]));
  };

  const prepared = schema(document);
  return { document: isObject(prepared) ? prepared : {}, elsewhere };
}

/** Words of OpenAPI that JSON Schema reads otherwise or not at all. */
const ignored = new Set([
  'nullable',
  'x-nullable',
  'discriminator',
  'example',
  'examples',
  'x-ms-examples',
  'xml',
  'externalDocs',
  'readOnly',
  'id',
]);
const silent = new Set(['type', 'title', 'description', 'default']);
const verbatim = new Set(['enum', 'default', 'required']);
/** Below these stand names that people chose, "id" among them, and no words of the specification. */
const named = new Set([
  'properties',
  'definitions',
  'schemas',
  'paths',
  'responses',
  'parameters',
  'headers',
  'content',
  'securityDefinitions',
]);

function nullable(words: JsonObject, allowed: boolean): JsonObject {
  if (!allowed) return words;
  const { type, enum: choices } = words;
  if (typeof type !== 'string') return { anyOf: [words, { type: 'null' }] };
  return { ...words, type: [type, 'null'], ...(Array.isArray(choices) ? { enum: [...choices, null] } : {}) };
}

/** Closes `words` to what is named, where the specification names something. */
function closed(words: JsonObject, said: unknown): JsonObject {
  if (!isObject(said) || said['additionalProperties'] !== undefined) return words;
  return said['properties'] === undefined && said['allOf'] === undefined ? words : { ...words, unevaluatedProperties: false };
}
