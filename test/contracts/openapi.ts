import { readFileSync } from 'node:fs';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import { z } from 'zod';
import { at, isObject, type JsonObject, prepare } from './schema.ts';

/** One request and its answer, as they were on the wire; `path` without the prefix of the system. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** undefined: none. */
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
}

export type Verdict =
  /** The messages that were checked: the request, the answer, or both. */
  { readonly kind: 'checked'; readonly messages: number; readonly faults: readonly string[] } | { readonly kind: 'not in the contract' };

export interface Contract {
  readonly check: (exchange: Exchange) => Verdict;
  /** Each fault with its path; empty: the value conforms. */
  readonly checkDefinition: (value: unknown, name: string) => readonly string[];
  /** References to types of other files, which are not checked. */
  readonly elsewhere: number;
}

const operation = z.looseObject({
  operationId: z.string().optional(),
  parameters: z
    .array(
      z.looseObject({
        $ref: z.string().optional(),
        name: z.string().optional(),
        in: z.string().optional(),
        required: z.boolean().optional(),
      }),
    )
    .default([]),
  responses: z.record(z.string(), z.looseObject({})).default({}),
});
type Operation = z.infer<typeof operation>;

const methods = new Set(['get', 'put', 'post', 'patch', 'delete']);

/** Reads a specification (OpenAPI 2 or 3). `open` names definitions whose objects may hold more than is named; `amend` mends what it says wrongly. */
export function openContract(
  file: URL,
  open: readonly string[] = [],
  amend: (document: JsonObject) => JsonObject = (same) => same,
): Contract {
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(read)) throw new Error(`${file.pathname} is no specification`);
  const original = amend(read);
  const { document, elsewhere } = prepare(original, open);
  const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false });
  formats.default(ajv);
  ajv.addSchema({ ...document, $id: 'contract' });
  const compiled = new Map<string, ValidateFunction>();
  const faultsAt = (value: unknown, pointer: string, name: string, whole: 'closed' | 'as it says' = 'as it says'): readonly string[] => {
    const schema = { $ref: `contract${pointer}`, ...(whole === 'closed' ? { unevaluatedProperties: false } : {}) };
    const validate = compiled.get(pointer) ?? ajv.compile(schema);
    compiled.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${name}${error.instancePath} ${error.message ?? ''} ${detail(error.params)}`.trim());
  };
  const operations = Object.entries(isObject(document['paths']) ? document['paths'] : {}).flatMap(([template, item]) =>
    Object.entries(isObject(item) ? item : {}).flatMap(([method, found]) =>
      methods.has(method) && isObject(found) ? [{ method, template, operation: found }] : [],
    ),
  );
  return {
    elsewhere,
    checkDefinition: (value, name) => faultsAt(value, `#/definitions/${name}`, name, 'closed'),
    check: (exchange) => {
      const found = operations.find((one) => one.method === exchange.method.toLowerCase() && patternOf(one.template).test(exchange.path));
      if (found === undefined) return { kind: 'not in the contract' };
      const pointer = `#/paths/${escaped(found.template)}/${found.method}`;
      return checkExchange(exchange, operation.parse(found.operation), { document, pointer, faultsAt });
    },
  };
}

interface Checking {
  readonly document: JsonObject;
  readonly pointer: string;
  readonly faultsAt: (value: unknown, pointer: string, name: string) => readonly string[];
}

function checkExchange(exchange: Exchange, spec: Operation, checking: Checking): Verdict {
  const where = `${exchange.method} ${exchange.path}`;
  // What was refused as malformed need not be well-formed, and what was refused at the door was not read.
  const unread = exchange.status === 400 || (exchange.status > 400 && exchange.request === undefined);
  const request = unread ? [] : [...queryFaults(exchange, spec, checking), ...requestFaults(exchange, spec, checking)];
  const answer = answerFaults(exchange, spec, checking);
  return {
    kind: 'checked',
    messages: (unread ? 0 : 1) + (answer === undefined ? 0 : 1),
    faults: [...request, ...(answer ?? [])].map((fault) => `${where}: ${fault}`),
  };
}

function queryFaults({ query }: Exchange, spec: Operation, { document }: Checking): readonly string[] {
  const parameters = spec.parameters.map((one) => (one.$ref === undefined ? one : resolve(document, one.$ref)));
  const known = parameters.flatMap((one) => (one['in'] === 'query' ? [one] : []));
  // A parameter of another file may be any.
  const complete = parameters.every((one) => one['in'] !== undefined);
  const missing = known
    .filter((one) => one['required'] === true && !(String(one['name']) in query))
    .map((one) => `query ${String(one['name'])} is missing`);
  const unknown = Object.keys(query).filter(
    (name) => complete && !known.some((one) => String(one['name']).toLowerCase() === name.toLowerCase()),
  );
  return [...missing, ...unknown.map((name) => `query ${name} is not in the contract`)];
}

function requestFaults({ request }: Exchange, spec: Operation, { pointer, faultsAt, document }: Checking): readonly string[] {
  const index = spec.parameters.findIndex((one) => one.in === 'body');
  if (index !== -1) return faultsAt(request, `${pointer}/parameters/${index}/schema`, 'request');
  const body = at(document, `${pointer}/requestBody/content/application~1json/schema`);
  return body === undefined ? [] : faultsAt(request, `${pointer}/requestBody/content/application~1json/schema`, 'request');
}

/** undefined: the contract says nothing about such an answer's body. */
function answerFaults(
  { status, response }: Exchange,
  spec: Operation,
  { pointer, faultsAt, document }: Checking,
): readonly string[] | undefined {
  const named = [String(status), `${String(status).charAt(0)}XX`, 'default'].find((one) => one in spec.responses);
  if (named === undefined) return status < 400 ? [`status ${status} is not in the contract`] : undefined;
  const schema = [`${pointer}/responses/${named}/schema`, `${pointer}/responses/${named}/content/application~1json/schema`].find(
    (one) => at(document, one) !== undefined,
  );
  return schema === undefined ? undefined : faultsAt(response, schema, String(status));
}

/** A name in braces stands for a part of the path; a resource's own id for several. */
function patternOf(template: string): RegExp {
  const parts = template.split(/(\{[^}]+\})/u).map((part) => {
    if (!part.startsWith('{')) return part.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
    return /^\{(?:resourceUri|scope)\}$/u.test(part) ? '.+' : '[^/]+';
  });
  return new RegExp(`^${parts.join('')}$`, 'iu');
}

const escaped = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

function resolve(document: JsonObject, pointer: string): JsonObject {
  const found = at(document, pointer);
  return isObject(found) ? found : {};
}

function detail(params: Readonly<Record<string, unknown>>): string {
  const said = params['unevaluatedProperty'] ?? params['additionalProperty'] ?? params['allowedValues'];
  return said === undefined ? '' : JSON.stringify(said);
}
