import { globalsFor } from '../parser/globals.ts';
import { parseAndAnalyse } from '../parser/tree.ts';
import type { Assignment, Expression, Pipeline, Plan, Source, Step } from '../plan.ts';
import type { TableSchema } from '../table.ts';
import type { Session } from './context.ts';
import { lower } from './index.ts';

/** Two tables, of which one column has one name and two types. */
export const schemas: readonly TableSchema[] = [
  {
    name: 'requests',
    columns: [
      { name: 'timestamp', type: 'datetime' },
      { name: 'name', type: 'string' },
      { name: 'duration', type: 'real' },
      { name: 'bag', type: 'dynamic' },
    ],
  },
  {
    name: 'deps',
    columns: [
      { name: 'timestamp', type: 'datetime' },
      { name: 'name', type: 'string' },
      { name: 'duration', type: 'long' },
      { name: 'id', type: 'string' },
    ],
  },
];

const globals = globalsFor(schemas);

export const lowered = (text: string, parameters?: Session['parameters']): Plan => lower(parseAndAnalyse(text, globals), text, parameters);

/** A plan in one line, so that a test can say what it expects: `requests | where >(duration, 5)`. */
export function planText(plan: Plan): string {
  const bindings = plan.bindings.map(({ name, pipeline }) => `${name} := ${pipelineText(pipeline)}; `);
  const properties = Object.entries(plan.render?.properties ?? {}).map(([name, value]) => `${name}=${value}`);
  const render = plan.render === undefined ? '' : ` ⇒ ${[plan.render.kind, ...properties].join(' ')}`;
  return bindings.join('') + pipelineText(plan.result) + render;
}

const pipelineText = (pipeline: Pipeline): string => [sourceText(pipeline.source), ...pipeline.steps.map(stepText)].join(' | ');

function sourceText(source: Source): string {
  switch (source.kind) {
    case 'table':
      return source.name;
    case 'binding':
      return `@${source.name}`;
    case 'input':
      return '…';
    case 'pipeline':
      return `(${pipelineText(source.pipeline)})`;
    case 'datatable':
    case 'print':
    case 'range':
    case 'union':
      return plain(source);
  }
}

const stepText = (step: Step): string => plain(step);

/** `kind name: value …`, without what is undefined or where something stands in the text. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (isExpression(value)) return expressionText(value);
  if (isAssignment(value))
    return `${value.name}:${value.type}=${expressionText(value.expression)}${rest(value, ['name', 'type', 'expression'])}`;
  if (isPipeline(value)) return `(${pipelineText(value)})`;
  const kind = 'kind' in value ? String(value.kind) : '';
  return `${kind === '' ? '{' : kind}${rest(value, ['kind'])}${kind === '' ? ' }' : ''}`;
}

function rest(value: object, but: readonly string[]): string {
  const shown = Object.entries(value).filter(([name, part]) => part !== undefined && name !== 'at' && !but.includes(name));
  return shown.map(([name, part]) => ` ${name}: ${plain(part)}`).join('');
}

const isPipeline = (value: object): value is Pipeline => 'source' in value && 'steps' in value;
const isAssignment = (value: object): value is Assignment => 'name' in value && 'type' in value && 'expression' in value;

const expressionKinds: ReadonlySet<unknown> = new Set([
  'literal',
  'column',
  'call',
  'aggregate',
  'element',
  'query',
  'star',
  'step column',
]);
const isExpression = (value: object): value is Expression =>
  'kind' in value &&
  expressionKinds.has(value.kind) &&
  !('text' in value) &&
  ('kind' in value && value.kind === 'column' ? 'at' in value || 'type' in value : true);

export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return literalText(expression);
    case 'column':
      return expression.name;
    case 'call':
      return `${expression.name}(${expression.arguments.map(expressionText).join(', ')})`;
    case 'aggregate':
      return `${expression.name}<${expression.arguments.map(expressionText).join(', ')}>`;
    case 'element':
      return `${expressionText(expression.of)}[${expressionText(expression.index)}]`;
    case 'query':
      return `(${pipelineText(expression.pipeline)})`;
    case 'star':
      return '*';
    case 'step column':
      return `${expression.step}.${expression.column}`;
  }
}

/** long and string as in JSON; other types in front of the value. */
function literalText({ type, value }: Extract<Expression, { kind: 'literal' }>): string {
  const text = typeof value === 'bigint' ? `${value}n` : typeof value === 'number' ? String(value) : JSON.stringify(value);
  return type === 'long' || type === 'string' || type === 'bool' ? text : `${type} ${text}`;
}
