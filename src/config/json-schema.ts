import { z } from 'zod';
import type { Path } from './faults.ts';
import { secretPattern } from './schema/common.ts';
import { fileSchema } from './schema/index.ts';

/** What this room reads of a JSON Schema node. */
export interface SchemaNode {
  readonly description?: string | undefined;
  readonly pattern?: string | undefined;
  readonly examples?: readonly unknown[] | undefined;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly propertyNames?: SchemaNode | undefined;
  readonly additionalProperties?: SchemaNode | boolean | undefined;
  readonly items?: SchemaNode | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly type?: string | undefined;
}

/** The JSON Schema (draft 7, which editors know best) of tocsin.yaml as it is written, before any default is filled in. */
export function configJsonSchema(): SchemaNode & { readonly $schema: string; readonly title: string } {
  const generated = z.toJSONSchema(fileSchema, {
    io: 'input',
    target: 'draft-7',
    // zod leaves out the examples of what it transforms, because it cannot know that ours are written as in the file.
    override: ({ zodSchema, jsonSchema }) => {
      const examples = z.globalRegistry.get(zodSchema)?.['examples'];
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod's type is wider: it covers drafts in which every node may be a boolean
  return { ...(generated as SchemaNode), $schema: 'http://json-schema.org/draft-07/schema#', title: 'tocsin.yaml' };
}

/** The node that describes what stands at `path`; undefined where nothing may stand. */
export function schemaAt(root: SchemaNode, path: Path): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, part) => (node === undefined ? undefined : childOf(node, part)), root);
}

/** The keys that may stand in what `path` leads to. */
export function keysAt(root: SchemaNode, path: Path): readonly string[] {
  const node = schemaAt(root, path);
  return node === undefined ? [] : variantsOf(node).flatMap((variant) => Object.keys(variant.properties ?? {}));
}

export function isSecret(node: SchemaNode): boolean {
  return variantsOf(node).some((variant) => variant.pattern === secretPattern);
}

function childOf(node: SchemaNode, part: string | number): SchemaNode | undefined {
  for (const variant of variantsOf(node)) {
    if (typeof part === 'number') {
      if (variant.items !== undefined) return variant.items;
      continue;
    }
    if (variant.properties !== undefined && Object.hasOwn(variant.properties, part)) return variant.properties[part];
    if (typeof variant.additionalProperties === 'object') return variant.additionalProperties;
  }
  return undefined;
}

function variantsOf(node: SchemaNode): readonly SchemaNode[] {
  return node.anyOf ?? [node];
}
