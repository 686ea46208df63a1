import { createRequire } from 'node:module';

/**
 * The parts of Microsoft's parser that are used here, as its JavaScript names them (its own types are 1.7 MB). Absent is null.
 * Loading takes about 0.2 s and the first analysis as long as a second, and any analysis can block for as long as it likes:
 * only files that run in a worker thread may import this one.
 */
export interface KustoElement {
  readonly Kind: number;
  readonly IsToken: boolean;
  readonly IsMissing: boolean;
  readonly Parent: KustoNode | null;
  readonly ChildCount: number;
  readonly GetChild: (index: number) => KustoNode | null;
  /** "Expression", "Parameters": what this child is to its parent. */
  readonly GetName: (index: number) => string | null;
  /** Where the text begins that is no white space or comment, its length, and where it ends. */
  readonly TextStart: number;
  readonly Width: number;
  /** Tokens: of the white space and comments in front. */
  readonly TriviaWidth?: number;
  readonly End: number;
  readonly NameInParent: string | null;
}

/** A node or a token; what only some have is optional. */
export interface KustoNode extends KustoElement {
  /** Tokens: their text as written, and the value of a literal or quoted name. */
  readonly Text?: string | null;
  readonly ValueText?: string | null;
  /** Names and calls: what they stand for. */
  readonly ReferencedSymbol?: KustoSymbol | null;
  readonly ReferencedSignature?: KustoSignature | null;
  /** Expressions. */
  readonly ResultType?: KustoSymbol | null;
  /** Before a tuple of columns is taken for its first one. */
  readonly RawResultType?: KustoSymbol | null;
  readonly IsConstant?: boolean;
  readonly IsLiteral?: boolean;
  /** NameDeclaration, NameReference: the name without its brackets and quotes. */
  readonly SimpleName?: string | null;
  /** Calls of functions that the query declares: the body as bound for this call. */
  readonly GetCalledFunctionBody?: () => KustoNode | null;
}

export interface KustoSymbol {
  readonly Kind: number;
  readonly Name: string;
  /** Columns, variables, parameters. */
  readonly Type?: KustoSymbol | null;
  /** Tables and tuples. */
  readonly Columns?: KustoList<KustoSymbol> | null;
  /** Tables: more columns may exist than are known. */
  readonly IsOpen?: boolean;
  readonly Signatures?: KustoList<KustoSignature> | null;
  /** Groups (a name that means several things), databases. */
  readonly Members?: KustoList<KustoSymbol> | null;
  readonly MinArgumentCount?: number;
  readonly MaxArgumentCount?: number;
}

export interface KustoSignature {
  readonly Symbol: KustoSymbol | null;
  readonly Parameters: KustoList<KustoSymbol>;
  readonly ReturnKind: number;
}

/** A list of the .NET world; `items` reads it. */
export interface KustoList<Item> {
  readonly Count?: number;
  readonly __item?: Item;
}

export interface KustoDiagnostic {
  /** "KS142" */
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly HasLocation: boolean;
  readonly Start: number;
  readonly Length: number;
}

export interface KustoCode {
  readonly Text: string;
  /** 'Query', 'Command', 'Directive', 'Unknown' */
  readonly Kind: string;
  readonly Syntax: KustoNode;
  readonly ResultType: KustoSymbol | null;
  readonly MaxDepth: number;
  readonly Globals: KustoGlobals;
  readonly GetDiagnostics: () => KustoList<KustoDiagnostic>;
  readonly GetSyntaxDiagnostics: () => KustoList<KustoDiagnostic>;
  /** The columns and the names that can be used at a place of the text. */
  readonly GetColumnsInScope: (position: number) => KustoSymbol | null;
  readonly GetSymbolsInScope: (position: number) => KustoList<KustoSymbol>;
}

export interface KustoGlobals {
  readonly Database: KustoSymbol;
  readonly Functions: KustoList<KustoSymbol>;
  readonly Aggregates: KustoList<KustoSymbol>;
  readonly PlugIns: KustoList<KustoSymbol>;
  /** The same, which keeps the grammar and what it has bound for the next query. */
  readonly WithCache: () => KustoGlobals;
  readonly WithDatabase: (database: KustoSymbol) => KustoGlobals;
  readonly WithFunctions: (functions: KustoList<KustoSymbol>) => KustoGlobals;
  readonly GetFunction: (name: string) => KustoSymbol | null;
  readonly GetAggregate: (name: string) => KustoSymbol | null;
  readonly IsAggregateFunction: (symbol: KustoSymbol) => boolean;
  readonly IsBuiltInFunction: (symbol: KustoSymbol) => boolean;
}

type NewSymbol<Arguments extends readonly unknown[]> = new (...args: Arguments) => KustoSymbol;

/** Overloads of constructors are `$ctorN` in its JavaScript. */
interface KustoLanguage {
  readonly KustoCode: {
    readonly Parse: (text: string, globals?: KustoGlobals) => KustoCode;
    /** As KustoCode.Kind, from the first words alone. */
    readonly GetKind: (text: string) => string;
    readonly ParseAndAnalyze: (text: string, globals: KustoGlobals) => KustoCode;
  };
  readonly GlobalState: { readonly Default: KustoGlobals };
  /** How the service names the column of an expression that says no name. */
  readonly KustoFacts: { readonly GetExpressionResultName: (expression: KustoNode, otherwise: null, row: null) => string | null };
  readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, number>> };
  readonly Symbols: {
    readonly Symbol: unknown;
    readonly SymbolKind: Readonly<Record<string, number>>;
    readonly ScalarTypes: { readonly GetSymbol: (name: string) => KustoSymbol };
    readonly ColumnSymbol: NewSymbol<[name: string, type: KustoSymbol, description: null, original: null, source: null, examples: null]>;
    readonly TableSymbol: { readonly $ctor4: NewSymbol<[name: string, columns: readonly KustoSymbol[]]> };
    readonly DatabaseSymbol: {
      readonly $ctor3: NewSymbol<[name: string, alternate: string | null, members: KustoList<KustoSymbol>, isOpen: boolean]>;
    };
    readonly FunctionSymbol: {
      readonly $ctor5: NewSymbol<[name: string, returns: KustoSymbol, parameters: readonly unknown[]]>;
    };
    readonly Parameter: { readonly $ctor2: new (name: string, type: KustoSymbol) => unknown };
  };
}

/** The package puts itself on the global object, which is the thread's own. */
declare global {
  var Kusto: { readonly Language: KustoLanguage };
  var System: {
    readonly Collections: {
      readonly Generic: {
        readonly List$1: (type: unknown) => { readonly ctor: new () => KustoList<never> & { readonly add: (item: unknown) => void } };
      };
    };
  };
  var Bridge: { readonly toArray: <Item>(list: KustoList<Item>) => readonly Item[] };
}

const load = createRequire(import.meta.url);
load('@kusto/language-service-next/bridge.min.js');
load('@kusto/language-service-next/Kusto.Language.Bridge.min.js');

/** The parser; loaded with this file. */
export const kusto: KustoLanguage = globalThis.Kusto.Language;

export function items<Item>(list: KustoList<Item> | null | undefined): readonly Item[] {
  return list === null || list === undefined ? [] : globalThis.Bridge.toArray(list);
}

export function symbolList(symbols: readonly KustoSymbol[]): KustoList<KustoSymbol> {
  const list = new (globalThis.System.Collections.Generic.List$1(kusto.Symbols.Symbol).ctor)();
  for (const symbol of symbols) list.add(symbol);
  return list;
}
