import type { Environment } from './environment.ts';
import { type Fault, formatPath, type Path } from './faults.ts';
import { isSecret, type SchemaNode, schemaAt } from './json-schema.ts';

/** 'no secrets': variables that are not set are no fault; placeholders stand in for them. */
export type Need = 'secrets' | 'no secrets';

export interface Resolved {
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** Formatted paths of values that came, even in part, from the environment: they are never repeated in a message. */
  readonly hidden: ReadonlySet<string>;
  /** The values of secrets, to be redacted in logs. */
  readonly secrets: readonly string[];
}

interface Resolving {
  readonly schema: SchemaNode;
  readonly environment: Environment;
  readonly need: Need;
  readonly faults: Fault[];
  readonly hidden: Set<string>;
  readonly secrets: Set<string>;
}

const reference = /\$\{([^}]*)\}?/gu;
const wholeReference = /^\$\{[A-Za-z_]\w*\}$/u;

/** Replaces each `${NAME}` in the values of the file by the variable of that name. */
export function resolveVariables(value: unknown, schema: SchemaNode, environment: Environment, need: Need): Resolved {
  const state: Resolving = { schema, environment, need, faults: [], hidden: new Set(), secrets: new Set() };
  const resolved = resolveValue(value, [], state);
  return { value: resolved, faults: state.faults, hidden: state.hidden, secrets: [...state.secrets] };
}

function resolveValue(value: unknown, path: Path, state: Resolving): unknown {
  if (Array.isArray(value)) return value.map((item, index) => resolveValue(item, [...path, index], state));
  if (typeof value === 'string') return resolveText(value, path, state);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveValue(item, [...path, key], state)]));
}

function resolveText(text: string, path: Path, state: Resolving): string {
  const node = schemaAt(state.schema, path);
  const secret = node !== undefined && isSecret(node);
  if (secret) state.hidden.add(formatPath(path));
  if (secret && !wholeReference.test(text)) {
    const example = node.examples?.find((one) => typeof one === 'string') ?? '${NAME}';
    state.faults.push({ path, message: `is a secret: write ${example} here, and set that variable in the environment` });
    return placeholder;
  }
  if (!text.includes('${')) return text;
  state.hidden.add(formatPath(path));
  const found = lookUp(text, path, state);
  if (found === undefined) return secret ? placeholder : placeholderFor(node);
  if (secret) state.secrets.add(found);
  return found;
}

/** undefined when a variable is missing, which is a fault only where secrets are needed. */
function lookUp(text: string, path: Path, state: Resolving): string | undefined {
  let missing = false;
  const resolved = text.replace(reference, (whole, name: string) => {
    const found = wholeReference.test(whole) ? state.environment.variable(name) : undefined;
    if (!wholeReference.test(whole)) state.faults.push({ path, message: 'must name a variable as ${NAME}: letters, digits and _' });
    else if (found === undefined && state.need === 'secrets') state.faults.push({ path, message: `the variable ${name} is not set` });
    else if (found === '' && state.need === 'secrets') state.faults.push({ path, message: `the variable ${name} is empty` });
    missing ||= found === undefined || found === '';
    return found ?? '';
  });
  return missing ? undefined : resolved;
}

/** Passes as any secret, so that a variable that is missing is reported once and not again for its form. */
const placeholder = 'unset-unset-unset-unset';

function placeholderFor(node: SchemaNode | undefined): string {
  const example = node?.examples?.[0] ?? node?.enum?.[0];
  return typeof example === 'string' ? example : placeholder;
}
