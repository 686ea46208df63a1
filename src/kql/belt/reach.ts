import type { QueryFinding } from '../../core/model/query.ts';
import { callOf } from '../analyse/scope.ts';
import { plainText } from '../lower/tree-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { descend, kindOf, part } from '../parser/tree.ts';
import { refuse } from './finding.ts';

/** They work on the rows they get. Every other plug-in may ask another system, run code or cost money, new ones too. */
const harmlessPlugins: ReadonlySet<string> = new Set(
  `autocluster bag_unpack basket dcount_intersect diffpatterns diffpatterns_text estimate_rows_count
  active_users_count activity_counts_metrics activity_engagement activity_metrics new_activity_metrics
  funnel_sequence funnel_sequence_completion geo_line_lookup geo_polygon_lookup ipv4_lookup ipv6_lookup narrow
  pivot preview rolling_percentile rows_near sequence_detect session_count sliding_window_counts`.split(/\s+/),
);

const otherDatabases: ReadonlySet<string> = new Set(['cluster', 'database', 'entity_group', 'stored_query_result']);
const otherPlaces: ReadonlySet<string> = new Set(['workspace', 'app', 'resource']);
/** A cluster of somebody, and the inventory of all that the bot can see: no channel can be limited to a part of them. */
const otherServices: ReadonlySet<string> = new Set(['adx', 'arg']);
const externalTables: ReadonlySet<string> = new Set(['external_table', 'externaldata', 'externaltable']);
/** Who the bot is to Azure helps nobody in a chat but an intruder. The cursor and extent functions tell nothing of the kind. */
const identities: ReadonlySet<string> = new Set(['current_principal', 'current_principal_details', 'current_principal_is_member_of']);

export interface AllowedPlaces {
  /** What workspace("…"), app("…") and resource("…") may name, as the service knows it. */
  readonly allowedPlaces: readonly string[];
  /** Ids by the names that we alone have for them. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

interface Allowed {
  readonly places: ReadonlySet<string>;
  readonly ids: ReadonlyMap<string, string>;
}

/** Everything by which a query could reach beyond the place that it is sent to. Over the whole text, used or not. */
export function reachFindings(root: KustoNode, { allowedPlaces, aliases = {} }: AllowedPlaces): readonly QueryFinding[] {
  const allowed: Allowed = {
    places: new Set(allowedPlaces.map((place) => place.toLowerCase())),
    ids: new Map(Object.entries(aliases).map(([name, id]) => [name.toLowerCase(), id])),
  };
  // The first of those that say the same.
  const findings = new Map<string, QueryFinding>();
  for (const node of descend(root)) {
    const found = ofNode(node, allowed);
    if (found !== undefined && !findings.has(found.message)) findings.set(found.message, found);
  }
  return [...findings.values()];
}

/** The places that are named beside the one that it is sent to, whether or not they may be; each once. */
export function placesNamed(root: KustoNode): readonly string[] {
  const names = [...descend(root)].flatMap((node) => {
    const call = callOf(node);
    return call !== undefined && otherPlaces.has(call.name.toLowerCase()) ? (literalOf(call.arguments[0]) ?? []) : [];
  });
  return [...new Set(names)];
}

function literalOf(argument: KustoNode | undefined): string | undefined {
  return argument !== undefined && kindOf(argument) === 'StringLiteralExpression' ? plainText(argument) : undefined;
}

function ofNode(node: KustoNode, allowed: Allowed): QueryFinding | undefined {
  switch (kindOf(node)) {
    case 'ExternalDataExpression':
    case 'InlineExternalTableExpression':
      return refuse(
        'externaldata',
        'The query reads data from outside Azure Monitor, which is never sent. Write small tables with datatable.',
        node,
      );
    case 'EvaluateOperator':
      return plugin(node);
    case 'EntityGroupExpression':
    case 'MacroExpandOperator':
      return otherDatabase(node);
    case 'ExecuteAndCacheOperator':
      return internal(plainText(node), node);
    case 'FunctionCallExpression':
      return functionCall(node, allowed);
    default:
      return undefined;
  }
}

function plugin(operator: KustoNode): QueryFinding | undefined {
  const call = part(operator, 'FunctionCall');
  const name = call === undefined ? undefined : callOf(call)?.name;
  if (name !== undefined && harmlessPlugins.has(name)) return undefined;
  const shown = name === undefined || name === '' ? 'This plug-in' : `The plug-in “${name}”`;
  return refuse(
    'request-plugin',
    `${shown} may reach other systems or run code, so it is not sent. Those that only work on rows are: bag_unpack, pivot, autocluster…`,
    call ?? operator,
  );
}

function functionCall(node: KustoNode, allowed: Allowed): QueryFinding | undefined {
  const call = callOf(node);
  if (call === undefined) return undefined;
  // The service tells capitals apart; whether every service does is nothing to rely on.
  const name = call.name.toLowerCase();
  if (otherDatabases.has(name)) return otherDatabase(node);
  if (externalTables.has(name)) {
    return refuse(
      'externaldata',
      `${name}() reads data from outside Azure Monitor, which is never sent. Write small tables with datatable.`,
      node,
    );
  }
  if (identities.has(name))
    return refuse('own-identity', `${name}() tells who the bot is to Azure, which is nobody’s business in a chat. Take it out.`, node);
  if (name.startsWith('__')) return internal(name, node);
  if (otherServices.has(name))
    return refuse('other-workspace', `${name}() asks another service than the logs, which is never done from here. Take it out.`, node);
  return otherPlaces.has(name) ? otherPlace(name, call.arguments, node, allowed) : undefined;
}

function otherPlace(
  name: string,
  [argument, ...others]: readonly KustoNode[],
  node: KustoNode,
  allowed: Allowed,
): QueryFinding | undefined {
  const literal = others.length > 0 ? undefined : literalOf(argument);
  if (literal === undefined) {
    return refuse('other-workspace', `What ${name}() names must stand there as a plain text, so that it can be checked.`, node);
  }
  const id = allowed.ids.get(literal.toLowerCase());
  if (id !== undefined)
    return refuse('other-workspace', `“${literal}” is my own name for a workspace, which Azure does not know: write its id, ${id}.`, node);
  if (allowed.places.has(literal.toLowerCase())) return undefined;
  return refuse(
    'other-workspace',
    `“${literal}” is not among the places set up for me. Ask it with “kql in”, or have it added to the configuration.`,
    node,
  );
}

const otherDatabase = (node: KustoNode): QueryFinding =>
  refuse(
    'other-database',
    'The query names another cluster or database. Queries stay in the place they are asked in; name only its tables.',
    node,
  );

const internal = (name: string, node: KustoNode): QueryFinding =>
  refuse('internal-function', `“${name}” is for the service’s own use; take it out.`, node);
