import type { QueryAnalysis, QueryFinding } from '../../core/model/query.ts';
import { depthFault } from '../belt/depth.ts';
import { refuse } from '../belt/finding.ts';
import { reachFindings } from '../belt/reach.ts';
import { refusedFor } from '../belt/refused.ts';
import { semanticFindings, syntaxFinding } from '../belt/semantics.ts';
import { chainTooLong, sizeFault, tooLongChain } from '../belt/size.ts';
import { resultOf, statementFindings, statementsOf } from '../belt/statements.ts';
import { warningsFor } from '../belt/warnings.ts';
import type { KustoCode, KustoGlobals, KustoNode } from '../parser/load.ts';
import { columnsOf, type Diagnostic, descend, diagnosticsOf, kindOf, parseAndAnalyse, part } from '../parser/tree.ts';
import type { TableSchema } from '../table.ts';
import { type Capped, withCap } from './cap.ts';
import { readFlow } from './flow.ts';
import type { JoinSeen, TableUse } from './reading.ts';
import { emptyScope, withStatements } from './scope.ts';

export interface AnalyseSettings {
  readonly globals: KustoGlobals;
  readonly schemas: readonly TableSchema[];
  readonly allowedPlaces: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number | undefined;
}

/** What a query would do and whether it may. Takes as long as the parser takes: only in worker threads. */
export function analyse(text: string, { globals, schemas, allowedPlaces, now }: AnalyseSettings): QueryAnalysis {
  const size = sizeFault(text);
  if (size !== undefined) return refusedFor(text, size);
  const code = parseAndAnalyse(text, globals);
  const depth = depthFault(code.Syntax);
  if (depth !== undefined) return refusedFor(text, depth);

  const problems = diagnosticsOf(code);
  if (problems.some((problem) => problem.code === chainTooLong)) return refusedFor(text, tooLongChain);

  const refused = refusals(code, problems, allowedPlaces);
  const result = code.Kind === 'Query' ? resultOf(code) : undefined;
  if (result === undefined || refused.some(({ rule }) => rule === 'syntax'))
    return { ...refusedFor(text, { rule: '', message: '' }), findings: refused };

  const scope = withStatements(emptyScope, statementsOf(code));
  const { flow, ...reading } = readFlow(result, scope, { text, now });
  const uses = [...flow.uses, ...reading.besides];
  const capped: Capped = refused.length > 0 ? { text, added: undefined } : withCap(text, result, scope);
  return {
    // What is not sent needs no other words.
    findings: refused.length > 0 ? refused : [...semanticFindings(code, problems, schemas), ...warningsFor(reading, uses, capped)],
    tables: [...new Set(uses.map(({ name }) => name))],
    joins: reading.joins.map(joinOf),
    timeFilter: timeFilterOf(uses),
    lookBackMs: reading.lookBacks.length === 0 ? undefined : Math.max(...reading.lookBacks),
    capped: capped.text,
    addedCap: capped.added,
    columns: columnsOf(code.ResultType),
    render: renderOf(result),
  };
}

/** What keeps it from being sent. A rule that is broken says more than that the text cannot be read. */
function refusals(code: KustoCode, problems: readonly Diagnostic[], allowedPlaces: readonly string[]): readonly QueryFinding[] {
  const findings = [...statementFindings(code), ...reachFindings(code.Syntax, allowedPlaces)];
  if (code.Kind === 'Command') return findings;
  const syntax = syntaxFinding(problems);
  if (syntax !== undefined) return [...findings, syntax];
  const result = resultOf(code);
  if (result === undefined)
    return [...findings, refuse('syntax', 'There is no query here, only declarations or comments. Write what they are for behind them.')];
  const several = [...descend(result)].find((node) => /^(?:Fork|Facet)Operator$/.test(kindOf(node)));
  if (several !== undefined)
    findings.push(refuse('several-results', '“fork” and “facet” answer with several tables. Ask for them one by one.', several));
  return findings;
}

function timeFilterOf(uses: readonly TableUse[]): QueryAnalysis['timeFilter'] {
  const filtered = uses.filter(({ time }) => time === 'filtered').length;
  return filtered === uses.length ? 'all' : filtered === 0 ? 'none' : 'some';
}

function joinOf({ kind, left, right }: JoinSeen): QueryAnalysis['joins'][number] {
  return { kind, tables: [...new Set([...left.uses, ...right.uses].map(({ name }) => name))] };
}

function renderOf(result: KustoNode): string | undefined {
  const operator = part(result, 'Operator');
  if (operator === undefined || kindOf(operator) !== 'RenderOperator') return undefined;
  return part(operator, 'ChartType')?.Text?.toLowerCase();
}
