import type { At } from '../plan.ts';
import { type ColumnSpec, type KqlType, kqlTypes } from '../types.ts';
import { items, type KustoCode, type KustoDiagnostic, type KustoGlobals, type KustoNode, type KustoSymbol, kusto } from './load.ts';

/** By number. Bridge's own Enum.toString looks for the name each time. */
function namesOf(kinds: Readonly<Record<string, unknown>>): readonly string[] {
  const names: string[] = [];
  for (const [name, number] of Object.entries(kinds)) if (typeof number === 'number' && !name.startsWith('$')) names[number] = name;
  return names;
}

const syntaxKinds = namesOf(kusto.Syntax.SyntaxKind);
const symbolKinds = namesOf(kusto.Symbols.SymbolKind);

/** The parser's name of what this is: "FilterOperator", "FunctionCallExpression", "IdentifierToken". */
export const kindOf = (node: KustoNode): string => syntaxKinds[node.Kind] ?? 'Unknown';
/** "Column", "Table", "Function", "Variable", "Parameter". */
export const symbolKindOf = (symbol: KustoSymbol): string => symbolKinds[symbol.Kind] ?? 'None';

export function parseAndAnalyse(text: string, globals: KustoGlobals): KustoCode {
  return kusto.KustoCode.ParseAndAnalyze(text, globals);
}

/** Whether it begins with a dot: reading a command takes the parser a hundred times as long as a query. */
export function isCommand(text: string): boolean {
  return kusto.KustoCode.GetKind(text) === 'Command';
}

/** All children there are, tokens too; missing optional ones are left out. */
export function children(node: KustoNode): readonly KustoNode[] {
  const found: KustoNode[] = [];
  for (let index = 0; index < node.ChildCount; index++) {
    const child = node.GetChild(index);
    if (child !== null) found.push(child);
  }
  return found;
}

/** The child of this name ("Expression", "Parameters", "Name"); undefined where there is none, or the parser made it up. */
export function part(node: KustoNode, name: string): KustoNode | undefined {
  const found: unknown = Reflect.get(node, name);
  return isNode(found) ? found : undefined;
}

function isNode(value: unknown): value is KustoNode {
  return typeof value === 'object' && value !== null && 'IsToken' in value && 'ChildCount' in value;
}

/** What a list (of arguments, of statements) holds, without its commas. Of an argument list in brackets: its arguments. */
export function elements(list: KustoNode | undefined): readonly KustoNode[] {
  if (list === undefined) return [];
  const kind = kindOf(list);
  if (kind === 'ExpressionList') return elements(part(list, 'Expressions'));
  return children(list)
    .map((child) => (kindOf(child) === 'SeparatedElement' ? (part(child, 'Element') ?? child) : child))
    .filter((child) => !child.IsToken || kind === 'List');
}

/** The node and everything below it, in the order of the text. Iterative: a tree may be deeper than the stack. */
export function* descend(root: KustoNode): Generator<KustoNode> {
  const rest = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    yield node;
    for (let index = node.ChildCount - 1; index >= 0; index--) {
      const child = node.GetChild(index);
      if (child !== null) rest.push(child);
    }
  }
}

/** As it is written, without white space and comments around it. `text`: what was parsed (a called function's body has its own). */
export const textOf = (node: KustoNode, text: string): string => text.slice(node.TextStart, node.End);

export const atOf = (node: KustoNode): At => ({ start: node.TextStart, length: node.Width });

/** The type of a scalar expression or column; `undefined` for tables and for what the parser does not know. */
export function typeOf(node: KustoNode): KqlType | undefined {
  return scalarType(node.ResultType ?? undefined);
}

const known: ReadonlySet<string> = new Set(kqlTypes);
const isType = (name: string): name is KqlType => known.has(name);

/** Arrays, bags and typed dynamics ("dynamic(long)") are dynamic. */
export function scalarType(symbol: KustoSymbol | undefined): KqlType | undefined {
  if (symbol === undefined) return undefined;
  if (isType(symbol.Name)) return symbol.Name;
  const kind = symbolKindOf(symbol);
  if (kind === 'Bag' || kind === 'Array' || symbol.Name.startsWith('dynamic')) return 'dynamic';
  // `print x = (…)` of one column, and the results of toscalar.
  const columns = kind === 'Tuple' ? items(symbol.Columns) : [];
  return columns.length === 1 ? scalarType(columns[0]?.Type ?? undefined) : undefined;
}

/** The columns of a table. What the parser knows no type of is dynamic: it shows only when it runs. */
export function columnsOf(table: KustoSymbol | null | undefined): readonly ColumnSpec[] {
  if (table === null || table === undefined) return [];
  return items(table.Columns).map((column) => ({ name: column.Name, type: scalarType(column.Type ?? undefined) ?? 'dynamic' }));
}

export interface Diagnostic {
  /** "KS142" */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'other';
  readonly stage: 'syntax' | 'semantic';
  readonly message: string;
  readonly at: At | undefined;
}

/** In the order of the text. */
export function diagnosticsOf(code: KustoCode): readonly Diagnostic[] {
  const syntax = items(code.GetSyntaxDiagnostics());
  const spots = new Set(syntax.map(spotOf));
  return items(code.GetDiagnostics())
    .map(
      (found): Diagnostic => ({
        code: found.Code,
        severity: found.Severity === 'Error' ? 'error' : found.Severity === 'Warning' ? 'warning' : 'other',
        stage: spots.has(spotOf(found)) ? 'syntax' : 'semantic',
        message: found.Message,
        at: found.HasLocation ? { start: found.Start, length: found.Length } : undefined,
      }),
    )
    .toSorted((one, other) => (one.at?.start ?? 0) - (other.at?.start ?? 0));
}

const spotOf = (found: KustoDiagnostic): string => `${found.Code} ${found.Start} ${found.Length} ${found.Message}`;
