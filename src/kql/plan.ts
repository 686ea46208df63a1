import type { ColumnSpec, KqlType, Value } from './types.ts';

/**
 * A query as plain data (it crosses threads): names and types are resolved, functions that the query declared are put in the
 * place of their calls, automatic column names are spelled out. `start` and `length` point into the query's text, for errors.
 */
export interface Plan {
  /** Tabular `let`s, `as` and `materialize`, each made when it is first needed and then kept; later ones may refer to earlier ones. */
  readonly bindings: readonly { readonly name: string; readonly pipeline: Pipeline }[];
  readonly result: Pipeline;
  readonly render: RenderSpec | undefined;
}

/** `render KIND with (…)`; properties by their lower-case name: title, xcolumn, ycolumns, series, kind, xtitle, ytitle… */
export interface RenderSpec {
  readonly kind: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface Pipeline {
  readonly source: Source;
  readonly steps: readonly Step[];
}

export type Source =
  /** `place`: the name or id of another workspace, application or resource that is asked for it. */
  | { readonly kind: 'table'; readonly name: string; readonly place?: string | undefined }
  | { readonly kind: 'binding'; readonly name: string }
  /** The rows that came so far: the inner pipeline of mv-apply, partition and fork. */
  | { readonly kind: 'input' }
  | { readonly kind: 'datatable'; readonly columns: readonly ColumnSpec[]; readonly values: readonly Expression[] }
  | { readonly kind: 'print'; readonly columns: readonly Assignment[] }
  | {
      readonly kind: 'range';
      readonly column: string;
      readonly type: KqlType;
      readonly from: Expression;
      readonly to: Expression;
      readonly step: Expression;
    }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline }
  | {
      readonly kind: 'union';
      readonly branches: readonly UnionBranch[];
      readonly join: 'inner' | 'outer';
      readonly sourceColumn: string | undefined;
    };

export interface UnionBranch {
  /** What `withsource` says. */
  readonly name: string;
  readonly pipeline: Pipeline;
}

/** A column and what it is made of. */
export interface Assignment {
  readonly name: string;
  readonly type: KqlType | 'unknown';
  readonly expression: Expression;
}

export interface Aggregate {
  readonly name: string;
  readonly type: KqlType | 'unknown';
  /** May wrap aggregate calls in scalar ones: round(avg(x), 2). Aggregate calls are expressions of kind 'aggregate'. */
  readonly expression: Expression;
}

export interface SortKey {
  readonly expression: Expression;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

export type JoinKind =
  | 'innerunique'
  | 'inner'
  | 'leftouter'
  | 'rightouter'
  | 'fullouter'
  | 'leftanti'
  | 'rightanti'
  | 'leftsemi'
  | 'rightsemi';

export type Step =
  | { readonly kind: 'where'; readonly predicate: Expression }
  /** Exactly these columns. */
  | { readonly kind: 'project'; readonly columns: readonly Assignment[] }
  /** Adds, or replaces in place where the name is there already. */
  | { readonly kind: 'extend'; readonly columns: readonly Assignment[] }
  | { readonly kind: 'project-away'; readonly names: readonly string[] }
  | { readonly kind: 'project-keep'; readonly names: readonly string[] }
  | { readonly kind: 'project-rename'; readonly renames: readonly { readonly from: string; readonly to: string }[] }
  /** The result's order, resolved by lowering where the columns are known. */
  | { readonly kind: 'project-reorder'; readonly names: readonly string[] }
  | { readonly kind: 'distinct'; readonly columns: readonly Assignment[] }
  | { readonly kind: 'summarize'; readonly aggregates: readonly Aggregate[]; readonly by: readonly Assignment[] }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'top'; readonly count: Expression; readonly keys: readonly SortKey[] }
  | { readonly kind: 'take'; readonly count: Expression }
  | { readonly kind: 'sample'; readonly count: Expression }
  | { readonly kind: 'sample-distinct'; readonly count: Expression; readonly of: Assignment }
  | { readonly kind: 'count'; readonly name: string }
  | { readonly kind: 'serialize'; readonly columns: readonly Assignment[] }
  | { readonly kind: 'getschema' }
  | {
      readonly kind: 'join';
      readonly join: JoinKind;
      readonly right: Pipeline;
      /** In terms of each side's own columns. None: every row with every row (`on true`-like lookups are refused by lowering). */
      readonly on: readonly { readonly left: Expression; readonly right: Expression }[];
      /** Names of the output columns, left ones then right ones as the parser named them; each side's column by its own name. */
      readonly output: readonly { readonly side: 'left' | 'right'; readonly column: string; readonly name: string }[] | undefined;
    }
  /** Like a left outer (or inner) join that keeps the left columns and adds the right ones but the keys. */
  | {
      readonly kind: 'lookup';
      readonly join: 'leftouter' | 'inner';
      readonly right: Pipeline;
      readonly on: readonly { readonly left: Expression; readonly right: Expression }[];
    }
  | {
      readonly kind: 'union';
      readonly branches: readonly UnionBranch[];
      readonly join: 'inner' | 'outer';
      readonly sourceColumn: string | undefined;
      readonly inputName: string;
    }
  | {
      readonly kind: 'mv-expand';
      readonly columns: readonly (Assignment & { readonly to: KqlType | undefined })[];
      readonly bagExpansion: 'bag' | 'array';
      readonly withItemIndex: string | undefined;
      readonly limit: Expression | undefined;
    }
  | {
      readonly kind: 'mv-apply';
      readonly columns: readonly (Assignment & { readonly to: KqlType | undefined })[];
      readonly withItemIndex: string | undefined;
      readonly limit: Expression | undefined;
      readonly pipeline: Pipeline;
      /** Columns of the outer row that stay beside those the inner pipeline gives. */
      readonly context: readonly string[];
    }
  | {
      readonly kind: 'make-series';
      readonly aggregates: readonly (Aggregate & { readonly fallback: Expression | undefined })[];
      readonly axis: Assignment;
      readonly from: Expression | undefined;
      readonly to: Expression | undefined;
      readonly step: Expression;
      /** 'in range' keeps the last point as `in range(from, to, step)` does: the end is included there. */
      readonly end: 'excluded' | 'included';
      readonly by: readonly Assignment[];
      readonly nonEmpty: 'nonempty' | 'as is';
    }
  | {
      readonly kind: 'parse';
      /** parse, parse-where */
      readonly unmatched: 'keep' | 'drop';
      readonly mode: 'simple' | 'regex' | 'relaxed';
      readonly flags: string;
      readonly of: Expression;
      readonly pattern: readonly ParsePart[];
    }
  | {
      readonly kind: 'parse-kv';
      readonly of: Expression;
      readonly columns: readonly ColumnSpec[];
      readonly options: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'search'; readonly predicate: Expression; readonly columns: readonly string[] | undefined }
  | {
      readonly kind: 'top-nested';
      readonly levels: readonly {
        readonly count: Expression | undefined;
        readonly of: Assignment;
        readonly others: Expression | undefined;
        readonly by: Aggregate;
        readonly direction: 'asc' | 'desc';
      }[];
    }
  | {
      readonly kind: 'top-hitters';
      readonly count: Expression;
      readonly of: Assignment;
      readonly by: Expression | undefined;
      readonly name: string;
    }
  | { readonly kind: 'reduce'; readonly of: Expression; readonly threshold: number | undefined; readonly characters: string | undefined }
  | { readonly kind: 'partition'; readonly by: Assignment; readonly pipeline: Pipeline }
  | {
      readonly kind: 'scan';
      readonly declared: readonly Assignment[];
      readonly matchId: string | undefined;
      readonly steps: readonly {
        readonly name: string;
        readonly optional: 'optional' | 'required';
        readonly output: 'all' | 'last' | 'none';
        readonly condition: Expression;
        readonly assignments: readonly Assignment[];
      }[];
    }
  /**
   * `evaluate NAME(arguments)`: pivot, bag_unpack, narrow, autocluster… Columns are passed as 'column' expressions; arguments that
   * are named stand in their place, with null literals for those left out. `schema`: the columns that the query says the result
   * has; with `*` in front those of the input stay before them.
   */
  | {
      readonly kind: 'evaluate';
      readonly plugin: string;
      readonly arguments: readonly Expression[];
      readonly schema: { readonly columns: readonly ColumnSpec[]; readonly others: 'kept' | 'left out' } | undefined;
    };

/** One piece of a parse pattern: text to find, a column to fill, or `*`. */
export type ParsePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'column'; readonly name: string; readonly type: KqlType }
  | { readonly kind: 'skip' };

/** Where in the query's text something stands. */
export interface At {
  readonly start: number;
  readonly length: number;
}

/**
 * `type` is what the parser found; 'unknown' behind plug-ins whose columns show only when they run. Operators are calls too, by
 * these names: + - * / % unary- == != < <= > >= =~ !~ and or · contains !contains contains_cs !contains_cs has !has has_cs !has_cs
 * hasprefix !hasprefix hassuffix … startswith … endswith … matches regex · in !in in~ !in~ has_any has_all between !between.
 * `in`, `has_any` and their like take the left side and then each item; an item may be a 'query' (its first column). `between`
 * takes three arguments. A star on the left side of an operator (`* has "x"`, the words of `search`) is true where it is for any
 * column as text. `typeof(long)` is the literal "long". A call that gives several columns (series_fit_line, array_sort_asc of two
 * arrays) gives the list of them; each column is an `element` of it, the call being the same object in all of them.
 */
export type Expression =
  | { readonly kind: 'literal'; readonly type: KqlType; readonly value: Value; readonly at?: At | undefined }
  | { readonly kind: 'column'; readonly name: string; readonly type: KqlType | 'unknown'; readonly at?: At | undefined }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly type: KqlType | 'unknown';
      readonly at?: At | undefined;
    }
  /** Only inside summarize, make-series, top-nested and their like. */
  | {
      readonly kind: 'aggregate';
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly type: KqlType | 'unknown';
      readonly at?: At | undefined;
    }
  /** `a.b`, `a['b']`, `a[0]`, `a[-1]`: of a dynamic. */
  | { readonly kind: 'element'; readonly of: Expression; readonly index: Expression; readonly at?: At | undefined }
  /** `toscalar(…)`: the first cell of the pipeline's result, computed once. As an argument of `in`: all of its first column. */
  | { readonly kind: 'query'; readonly pipeline: Pipeline; readonly type: KqlType | 'unknown'; readonly at?: At | undefined }
  /** `*` as an argument: every column, in order (arg_max(x, *), estimate_data_size(*), pack_all()). */
  | { readonly kind: 'star'; readonly at?: At | undefined }
  /** scan: the column of an earlier step's row, `s1.x`. */
  | {
      readonly kind: 'step column';
      readonly step: string;
      readonly column: string;
      readonly type: KqlType | 'unknown';
      readonly at?: At | undefined;
    };
