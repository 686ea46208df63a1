import type { QueryAnalysis, QueryFinding } from '../../core/model/query.ts';
import { depthFault } from '../belt/depth.ts';
import { refuse } from '../belt/finding.ts';
import { growthFault } from '../belt/growth.ts';
import { type AllowedPlaces, placesNamed, reachFindings } from '../belt/reach.ts';
import { refusedFor } from '../belt/refused.ts';
import { semanticFindings, syntaxFinding } from '../belt/semantics.ts';
import { chainTooLong, sizeFault, tooLongChain } from '../belt/size.ts';
import { command, laterCommand, resultOf, statementFindings, statementsOf } from '../belt/statements.ts';
import { warningsFor } from '../belt/warnings.ts';
import type { KustoCode, KustoGlobals, KustoNode } from '../parser/load.ts';
import { columnsOf, type Diagnostic, descend, diagnosticsOf, isCommand, kindOf, parseAndAnalyse, part } from '../parser/tree.ts';
import type { TableSchema } from '../table.ts';
import { reachOf } from './bounded.ts';
import { type Capped, withCap } from './cap.ts';
import { readFlow } from './flow.ts';
import { farthestNamed } from './named-moments.ts';
import type { JoinSeen, TableUse } from './reading.ts';
import { sampledFindings } from './sampled.ts';
import { emptyScope, withStatements } from './scope.ts';

export interface AnalyseSettings extends AllowedPlaces {
  readonly globals: KustoGlobals;
  readonly schemas: readonly TableSchema[];
  /** Milliseconds since 1970. */
  readonly now: number | undefined;
}

/** What a query would do and whether it may. Takes as long as the parser takes: only in worker threads. */
export function analyse(text: string, { globals, schemas, now, ...allowed }: AnalyseSettings): QueryAnalysis {
  const size = sizeFault(text);
  if (size !== undefined) return refusedFor(text, size);
  if (isCommand(text)) return { ...refusedFor(text, { rule: '', message: '' }), findings: [command(undefined)] };
  const code = parseAndAnalyse(text, globals);
  const depth = depthFault(code.Syntax);
  if (depth !== undefined) return refusedFor(text, depth);

  const problems = diagnosticsOf(code);
  if (problems.some((problem) => problem.code === chainTooLong)) return refusedFor(text, tooLongChain);
  const growth = growthFault(code.Syntax);
  if (growth !== undefined) return refusedFor(text, growth);

  const refused = refusals(code, problems, allowed);
  const result = resultOf(code);
  if (result === undefined || refused.some(({ rule }) => rule === 'syntax'))
    return { ...refusedFor(text, { rule: '', message: '' }), findings: refused };

  const scope = withStatements(emptyScope, statementsOf(code));
  const { flow, ...reading } = readFlow(result, scope, { text, now });
  const uses = [...flow.uses, ...reading.besides];
  const capped: Capped = refused.length > 0 ? { text, added: undefined } : withCap(text, result, scope);
  return {
    // What is not sent needs no other words.
    findings:
      refused.length > 0
        ? refused
        : [
            ...semanticFindings(code, problems, schemas),
            ...warningsFor(reading, uses, { capped, schemas }),
            ...sampledFindings(code.Syntax, uses),
          ],
    tables: [...new Set(uses.map(({ name }) => name))],
    joins: reading.joins.map(joinOf),
    places: placesNamed(code.Syntax),
    timeFilter: timeFilterOf(uses),
    lookBackMs: reading.lookBacks.length === 0 ? undefined : Math.max(...reading.lookBacks),
    reach: reachOf(uses),
    namedMs: uses.length === 0 ? undefined : farthestNamed(code.Syntax, scope, now),
    capped: capped.text,
    addedCap: capped.added,
    columns: columnsOf(code.ResultType),
    render: renderOf(result),
  };
}

/** What keeps it from being sent. Behind what cannot be read, the parser guesses: then nothing else is told. */
function refusals(code: KustoCode, problems: readonly Diagnostic[], allowed: AllowedPlaces): readonly QueryFinding[] {
  const later = laterCommand(code);
  if (later !== undefined) return [later];
  const findings = [...statementFindings(code), ...reachFindings(code.Syntax, allowed)];
  const syntax = syntaxFinding(code, problems);
  if (syntax !== undefined) return [syntax];
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
