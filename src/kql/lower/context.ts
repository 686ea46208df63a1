import { KqlFailure } from '../failure.ts';
import type { KustoGlobals, KustoNode } from '../parser/load.ts';
import type { At, Expression, Pipeline } from '../plan.ts';
import type { KqlType, Value } from '../types.ts';
import { placeOf } from './places.ts';

export interface RowColumn {
  readonly name: string;
  readonly type: KqlType | 'unknown';
}

/** The columns that names can mean. `more`: behind a plug-in there may be columns that only show when it runs. */
export interface Row {
  readonly columns: readonly RowColumn[];
  readonly more: 'none' | 'possible';
}

export const noRow: Row = { columns: [], more: 'none' };

/** What a name stands for that the query itself gave. Each is lowered when it is first used, and then kept. */
export type Meaning =
  | { readonly kind: 'scalar'; readonly expression: () => Expression }
  | { readonly kind: 'tabular'; readonly pipeline: () => Pipeline }
  | { readonly kind: 'function'; readonly declaration: KustoNode; readonly scope: Scope };

export interface Scope {
  readonly outer: Scope | undefined;
  readonly names: Map<string, Meaning>;
}

export const innerScope = (outer: Scope | undefined): Scope => ({ outer, names: new Map() });

export function meaningOf(scope: Scope | undefined, name: string): Meaning | undefined {
  for (let place = scope; place !== undefined; place = place.outer) {
    const found = place.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The two halves of lowering, each of which needs the other: values contain rows (toscalar) and rows contain values. They meet
 * here, so that the files that know one thing each need not know both.
 */
interface Lowering {
  /** What gives one value per row. */
  readonly expression: (node: KustoNode, context: Context) => Expression;
  /** What gives rows. */
  readonly pipeline: (node: KustoNode, context: Context) => Pipeline;
}

/** What is gathered while one query is lowered. */
export interface Session {
  readonly lowering: Lowering;
  readonly text: string;
  readonly places: ReadonlyMap<KustoNode, At>;
  readonly globals: KustoGlobals;
  readonly bindings: { readonly name: string; readonly pipeline: Pipeline }[];
  /** Names that `as` gave: they say where a row of a union is from. */
  readonly remembered: Set<string>;
  /** Columns that the parser names otherwise than the service does: within the query by the parser's name, in its answer by the service's. */
  readonly shownAs: Map<string, string>;
  /** Values for `declare query_parameters`. */
  readonly parameters: Readonly<Record<string, { readonly type: KqlType; readonly value: Value }>>;
  /** What `set` says that matters to the answer: query_bin_auto_size, query_bin_auto_at. */
  readonly options: Map<string, Expression>;
  /** How many nodes may still be lowered: functions that call functions multiply. */
  budget: number;
}

export interface Context {
  readonly session: Session;
  readonly scope: Scope;
  readonly row: Row;
  /** Inside the body of a function: where it was called, for a body is parsed apart from the query's text. */
  readonly calledAt: At | undefined;
  /** Inside `scan`: the names of its steps. */
  readonly scanSteps: ReadonlySet<string>;
}

export const lowerExpression = (node: KustoNode, context: Context): Expression => context.session.lowering.expression(node, context);
export const lowerPipeline = (node: KustoNode, context: Context): Pipeline => context.session.lowering.pipeline(node, context);

export const atIn = (node: KustoNode, context: Context): At => context.calledAt ?? placeOf(node, context.session.places);

export function unsupported(what: string, node: KustoNode, context: Context): KqlFailure {
  return new KqlFailure('unsupported', `${what} is not supported here.`, { at: atIn(node, context) });
}

export function semantic(message: string, node: KustoNode, context: Context, code?: string): KqlFailure {
  return new KqlFailure('semantic', message, { at: atIn(node, context), code });
}

export function spend(node: KustoNode, context: Context): void {
  context.session.budget -= 1;
  if (context.session.budget < 0) {
    throw new KqlFailure('limit', 'The query becomes too large when its functions are put in the place of their calls.', {
      at: atIn(node, context),
    });
  }
}

/** Adds a binding under a name of its own and gives the pipeline that reads it. */
export function bind(name: string, pipeline: Pipeline, session: Session): Pipeline {
  const taken = new Set(session.bindings.map((binding) => binding.name));
  let own = name;
  for (let number = 2; taken.has(own); number++) own = `${name} ${number}`;
  session.bindings.push({ name: own, pipeline });
  return { source: { kind: 'binding', name: own }, steps: [] };
}

export function once<Kind>(make: () => Kind): () => Kind {
  let made: { readonly value: Kind } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Rows that a name stands for: a binding, so that they are made once however often the name occurs. */
export function shared(name: string, make: () => Pipeline, session: Session): () => Pipeline {
  return once(() => {
    const pipeline = make();
    return isPlainSource(pipeline) || readsInput(pipeline) ? pipeline : bind(name, pipeline, session);
  });
}

/** Whether it says nothing but where to read: nothing is computed twice when it stands in several places. */
const isPlainSource = (pipeline: Pipeline): boolean =>
  pipeline.steps.length === 0 &&
  (pipeline.source.kind === 'table' || pipeline.source.kind === 'binding' || pipeline.source.kind === 'input');

/** A binding is made once for the whole query, so it cannot hold rows that an outer operator hands in. */
export function readsInput(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(readsInput);
  if (typeof value !== 'object' || value === null) return false;
  if ('kind' in value && value.kind === 'input') return true;
  if ('kind' in value && (value.kind === 'mv-apply' || value.kind === 'partition')) return false;
  return Object.values(value).some(readsInput);
}
