import { Document, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Path } from './faults.ts';
import { configJsonSchema, type SchemaNode, schemaAt } from './json-schema.ts';

const header = `yaml-language-server: $schema=./tocsin.schema.json

Every key of tocsin.yaml with an example of its value. Keep what you need: no key here has to be given but those
that its neighbours make no sense without. Secrets stand in the environment; \${NAME} is replaced by that variable.
This file is made by \`npm run generate\`.`;

const widest = 120;

/** docs/tocsin.example.yaml: the examples of the schema as one file, with the descriptions as comments. */
export function exampleConfig(): string {
  const schema = configJsonSchema();
  const document = new Document(exampleOf(schema));
  document.commentBefore = comment(header, 0);
  annotate(document.contents, [], schema, new Set());
  return document.toString({ lineWidth: 0 });
}

function exampleOf(node: SchemaNode): unknown {
  const given = node.examples?.[0];
  if (given !== undefined) return given;
  if (node.anyOf?.[0] !== undefined) return exampleOf(node.anyOf[0]);
  if (node.items !== undefined) return [exampleOf(node.items)];
  if (typeof node.additionalProperties === 'object') {
    return { [String(node.propertyNames?.examples?.[0])]: exampleOf(node.additionalProperties) };
  }
  return Object.fromEntries(Object.entries(node.properties ?? {}).map(([key, child]) => [key, exampleOf(child)]));
}

/** Writes each description above its key, once: the second item of a list needs no explanation. */
function annotate(node: unknown, path: Path, schema: SchemaNode, told: Set<SchemaNode>): void {
  if (isSeq(node)) for (const [index, item] of node.items.entries()) annotate(item, [...path, index], schema, told);
  if (isSeq(node) && node.items.every(isScalar)) node.flow = true;
  if (!isMap(node)) return;
  for (const [index, { key, value }] of node.items.entries()) {
    const child = [...path, String(isScalar(key) ? key.value : key)];
    const described = schemaAt(schema, child);
    if (isNode(key) && described?.description !== undefined && !told.has(described)) {
      key.commentBefore = comment(described.description, path.length);
      told.add(described);
    }
    if (isNode(key) && path.length === 0 && index > 0) key.spaceBefore = true;
    annotate(value, child, schema, told);
  }
}

/** Breaks at spaces; each line gets a space that stands behind the #. */
function comment(text: string, depth: number): string {
  const most = widest - 2 * depth - 2;
  return text
    .split('\n')
    .flatMap((line) => {
      const lines: string[] = [];
      for (const word of line.split(' ')) {
        const last = lines.at(-1);
        if (last === undefined || last.length + word.length >= most) lines.push(word);
        else lines[lines.length - 1] = `${last} ${word}`;
      }
      return lines;
    })
    .map((line) => (line === '' ? '' : ` ${line}`))
    .join('\n');
}
