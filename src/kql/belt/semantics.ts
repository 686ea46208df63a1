import { distance } from 'fastest-levenshtein';
import type { QueryFinding } from '../../core/model/query.ts';
import { isKnownWrong } from '../parser/known-wrong.ts';
import { items, type KustoCode, type KustoSymbol } from '../parser/load.ts';
import { type Diagnostic, symbolKindOf } from '../parser/tree.ts';
import type { At } from '../plan.ts';
import type { TableSchema } from '../table.ts';

/** "does not refer to any known": the codes of unknown tables, functions, and names of any kind. */
const unknownTable = 'KS204';
const unknownFunction = 'KS211';
const unknownName = 'KS142';

/** A custom log, or a column that Azure made for one or for AzureDiagnostics, with its type behind it: every workspace has its own. */
const customName = /_(?:CL|s|d|b|t|g)$/;

/** Nobody reads more, and each one looks up what is known at its place. */
const mostFindings = 10;

/** The first syntax error: those behind it mostly follow from it. */
export function syntaxFinding({ Text: text }: KustoCode, found: readonly Diagnostic[]): QueryFinding | undefined {
  const first = found.find(({ stage, severity }) => stage === 'syntax' && severity === 'error');
  if (first === undefined) return undefined;
  const { at } = first;
  return {
    rule: 'syntax',
    verdict: 'refuse',
    message: `This is not a query that can be read: ${sentence(first.message)}${at === undefined ? '' : operatorHint(text, at)}`,
    ...(at && { at }),
  };
}

const operators = `where extend project project-away project-keep project-rename project-reorder summarize sort order top take
  limit count distinct join union lookup parse parse-where parse-kv mv-expand mv-apply make-series render sample search serialize
  evaluate invoke as range print getschema reduce top-nested top-hitters sample-distinct scan partition consume`.split(/\s+/);
/** How other languages call it. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['select', 'project'],
  ['group', 'summarize'],
  ['groupby', 'summarize'],
  ['orderby', 'order'],
  ['having', 'where'],
]);

/** For a word behind a pipe that is no operator; and for an operator without its pipe. */
function operatorHint(text: string, { start }: At): string {
  const word = /^[A-Za-z][A-Za-z-]*/.exec(text.slice(start))?.[0];
  // One or two letters are near to everything.
  if (word === undefined || word.length < 3) return '';
  if (!/\|\s*$/.test(text.slice(0, start))) return operators.includes(word) && start > 0 ? ` Is a “|” missing in front of “${word}”?` : '';
  if (operators.includes(word)) return '';
  const near = elsewhere.get(word.toLowerCase()) ?? nearest(word, operators);
  return near === undefined ? '' : ` Did you mean “${near}”?`;
}

/**
 * What the parser thinks is wrong with names and types. It does not know every table there is, and is sometimes wrong: the
 * person decides.
 */
export function semanticFindings(
  code: KustoCode,
  problems: readonly Diagnostic[],
  schemas: readonly TableSchema[],
): readonly QueryFinding[] {
  return problems
    .filter(({ stage, severity }) => stage === 'semantic' && severity === 'error')
    .filter((found) => !isKnownWrong(found, code))
    .slice(0, mostFindings)
    .flatMap((found) => ofDiagnostic(found, code, schemas));
}

function ofDiagnostic(found: Diagnostic, code: KustoCode, schemas: readonly TableSchema[]): readonly QueryFinding[] {
  const written = found.at === undefined ? '' : code.Text.slice(found.at.start, found.at.start + found.at.length);
  const near = nearest(written, candidates(found, code, schemas));
  // Tables that we have not heard of exist: custom logs, those of other solutions. A slip of the pen is told all the same.
  const custom = customName.test(written);
  const mayExist = found.code === unknownTable || (found.code === unknownName && custom);
  if (mayExist && (near === undefined || custom)) return [];
  const message = mayExist ? `There may be no table “${written}”.` : sentence(found.message);
  const suggestion = near === undefined ? '' : ` Did you mean “${near}”?`;
  return [{ rule: 'semantic', verdict: 'confirm', message: `${message}${suggestion}`, ...(found.at && { at: found.at }) }];
}

function candidates({ code: kind, at }: Diagnostic, code: KustoCode, schemas: readonly TableSchema[]): readonly string[] {
  const tables = schemas.map(({ name }) => name);
  switch (kind) {
    case unknownTable:
      return tables;
    case unknownFunction:
      return [...items(code.Globals.Functions), ...items(code.Globals.Aggregates)].map(({ Name }) => Name);
    case unknownName:
      return at === undefined ? [] : namesAt(code, at.start);
    default:
      return [];
  }
}

/** Columns and names that the query declares, as they can be used there. */
function namesAt(code: KustoCode, position: number): readonly string[] {
  const usable = new Set(['Column', 'Variable', 'Parameter']);
  const inScope = items(code.GetSymbolsInScope(position)).filter((symbol: KustoSymbol) => usable.has(symbolKindOf(symbol)));
  return [...items(code.GetColumnsInScope(position)?.Columns), ...inScope].map(({ Name }) => Name);
}

/** The likeliest slip: at most a third of the letters differ, capitals aside. */
function nearest(written: string, names: readonly string[]): string | undefined {
  const asked = written.toLowerCase();
  const ranked = [...new Set(names)]
    .map((name) => ({ name, far: distance(asked, name.toLowerCase()) }))
    .filter(({ far }) => far <= Math.max(1, Math.floor(asked.length / 3)))
    .toSorted((one, other) => one.far - other.far || one.name.localeCompare(other.name, 'en'));
  return written === '' ? undefined : ranked[0]?.name;
}

/** The parser quotes with ' and sometimes leaves the full stop out. */
function sentence(message: string): string {
  const quoted = message.replaceAll(/'([^']*)'/g, '“$1”');
  return /[.!?]$/.test(quoted) ? quoted : `${quoted}.`;
}
