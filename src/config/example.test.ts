import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configFrom } from '../../test/fakes/config.ts';
import { exampleConfig } from './example.ts';
import { configJsonSchema, isSecret, type SchemaNode } from './json-schema.ts';

const variables = Object.fromEntries(
  [...exampleConfig().matchAll(/\$\{([A-Z_]+)\}/gu)].map(([, name]) => [String(name), `value-of-${name}`]),
);

describe('the example configuration', () => {
  it('is a configuration', () => {
    const { config, secrets } = configFrom(exampleConfig(), variables);
    expect(config.services.map(({ name }) => name)).toEqual(['checkout', 'orders']);
    expect(config.digests).toHaveLength(2);
    expect(new Set(secrets).size).toBe(15);
  });

  it('shows every key that there is', () => {
    const shown = keysIn(parse(exampleConfig()));
    const missing = keysOf(configJsonSchema()).filter((key) => !shown.has(key));
    expect(missing).toEqual([]);
  });

  it('says of every key what it is for', () => {
    const undescribed = keysOf(configJsonSchema(), (node) => node.description === undefined);
    expect(undescribed).toEqual([]);
  });
});

describe('the configurations in docs/configuration.md', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
  const examples = [...text.matchAll(/```yaml\n(.*?)```/gsu)].map(([, yaml]) => String(yaml));

  it.each(examples)('can be used as they stand: %#', (yaml) => {
    expect(configFrom(yaml, variables).config.services.length).toBeGreaterThan(0);
  });

  it('are there', () => {
    expect(examples.length).toBeGreaterThan(1);
  });
});

describe('the JSON schema', () => {
  it('refuses unknown keys, and secrets that stand in the file', () => {
    const schema = configJsonSchema();
    expect(schema.additionalProperties).toBe(false);
    const token = schema.properties?.['slack']?.properties?.['botToken'];
    expect(token !== undefined && isSecret(token)).toBe(true);
    expect(new RegExp(token?.pattern ?? '', 'u').test('xoxb-1')).toBe(false);
    expect(new RegExp(token?.pattern ?? '', 'u').test('${SLACK_BOT_TOKEN}')).toBe(true);
  });
});

/** "services.*.tier" for every key of the schema that `wanted` picks. */
function keysOf(node: SchemaNode, wanted: (node: SchemaNode) => boolean = () => true, path = ''): readonly string[] {
  const inside = [
    ...Object.entries(node.properties ?? {}),
    ...(typeof node.additionalProperties === 'object' ? [['*', node.additionalProperties] as const] : []),
  ].flatMap(([key, child]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return [...(key !== '*' && wanted(child) ? [here] : []), ...keysOf(child, wanted, here)];
  });
  return [
    ...inside,
    ...[...(node.anyOf ?? []), ...(node.items === undefined ? [] : [node.items])].flatMap((child) => keysOf(child, wanted, path)),
  ];
}

/** The same of a value; each key also with `*` in place of each of its parts, because names of services are free. */
function keysIn(value: unknown, paths: readonly string[] = ['']): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...keysIn(item, paths)]));
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(
    Object.entries(value).flatMap(([key, child]) => {
      const here = paths.flatMap((path) => (path === '' ? [key, '*'] : [`${path}.${key}`, `${path}.*`]));
      return [...here, ...keysIn(child, here)];
    }),
  );
}
