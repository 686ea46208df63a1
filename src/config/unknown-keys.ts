import type { Suggest } from '../core/ports.ts';
import type { Fault, Path } from './faults.ts';
import { keysAt, type SchemaNode } from './json-schema.ts';

/** Keys with a settled name whose effect is not built yet. `*` stands for any key or list item. */
const notBuiltYet: readonly string[] = [
  'telemetry',
  'jira.webhookSecret',
  'incidents.escalation',
  'incidents.routes.*.room',
  'incidents.routes.*.jira',
  'digests.*.as',
  'store.retention',
];

/** The fault of a key that the schema does not know. `path` ends with the key. */
export function unknownKey(path: Path, schema: SchemaNode, suggest: Suggest): Fault {
  if (notBuiltYet.some((known) => matches(known.split('.'), path))) return { path, message: 'not built yet; remove it' };
  const keys = keysAt(schema, path.slice(0, -1));
  const near = suggest(String(path.at(-1)), keys);
  return { path, message: `unknown key; ${near === undefined ? `there are ${keys.join(', ')}` : `did you mean ${near}?`}` };
}

function matches(pattern: readonly string[], path: Path): boolean {
  return pattern.length === path.length && pattern.every((part, index) => part === '*' || part === path[index]);
}
