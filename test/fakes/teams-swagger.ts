/** A small check of JSON against the definitions of a Swagger 2 file: types, required and unknown properties, arrays, references. */
export interface Swagger {
  readonly definitions: Readonly<Record<string, Schema>>;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** Each fault with its path; empty: the value conforms. */
export function faultsOf(value: unknown, definition: string, swagger: Swagger): readonly string[] {
  return check(value, { $ref: `#/definitions/${definition}` }, definition, swagger);
}

function check(value: unknown, schema: Schema, path: string, swagger: Swagger): readonly string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const found = swagger.definitions[name];
    return found === undefined ? [`${path}: no definition ${name}`] : check(value, found, path, swagger);
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === schema.type ? [] : [`${path}: not a ${schema.type}`];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${path}: not an integer`];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((one, index) => check(one, schema.items ?? {}, `${path}[${index}]`, swagger))
        : [`${path}: not an array`];
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? checkObject(Object.entries(value), schema, path, swagger)
        : [`${path}: not an object`];
    case undefined:
    default:
      return [];
  }
}

function checkObject(entries: readonly (readonly [string, unknown])[], schema: Schema, path: string, swagger: Swagger): readonly string[] {
  const names = new Set(entries.map(([name]) => name));
  const missing = (schema.required ?? []).filter((name) => !names.has(name)).map((name) => `${path}.${name}: missing`);
  const { properties } = schema;
  if (properties === undefined) return missing;
  const wrong = entries.flatMap(([name, child]) => {
    const known = properties[name];
    if (known !== undefined) return check(child, known, `${path}.${name}`, swagger);
    return schema.additionalProperties === undefined ? [`${path}.${name}: unknown`] : [];
  });
  return [...missing, ...wrong];
}
