import type { Resource } from './resource.ts';

/** The scalar types of the query language. */
export type QueryType = 'bool' | 'int' | 'long' | 'real' | 'decimal' | 'string' | 'datetime' | 'timespan' | 'guid' | 'dynamic';

export interface QueryColumn {
  readonly name: string;
  readonly type: QueryType;
}

/**
 * As the service writes it. undefined: null · bool: boolean · int, real: number · long: number, or its digits as text beyond
 * 2^53, where a number would not be exact · datetime: ISO text in UTC with up to 7 decimals · timespan: "[d.]hh:mm:ss[.fffffff]" ·
 * decimal, guid: text · dynamic: compact JSON.
 */
export type QueryCell = string | number | boolean | undefined;

export interface QueryTable {
  readonly columns: readonly QueryColumn[];
  readonly rows: readonly (readonly QueryCell[])[];
}

/** `render KIND with (…)`. */
export interface QueryRender {
  /** In lower case: "timechart", "piechart", "table". */
  readonly kind: string;
  readonly title?: string | undefined;
  /** The column of the horizontal axis, those drawn, and those whose values tell the curves apart; undefined: as the service would choose. */
  readonly x?: string | undefined;
  readonly y?: readonly string[] | undefined;
  readonly series?: readonly string[] | undefined;
  readonly stacked?: boolean | undefined;
  /** Whether the parts of a stack are shown as shares of a hundred. */
  readonly percent?: boolean | undefined;
}

/** What the service says is wrong, and where. Offsets are into the text as it was sent. */
export interface QueryProblem {
  readonly code: string;
  /** The service's own words. */
  readonly message: string;
  readonly at?: { readonly start: number; readonly length: number } | undefined;
  /** What was perhaps meant: a table or column that the schema has. */
  readonly nearest?: string | undefined;
}

const drawable = [
  'timechart',
  'linechart',
  'areachart',
  'stackedareachart',
  'barchart',
  'columnchart',
  'piechart',
  'scatterchart',
] as const;

export type DrawableKind = (typeof drawable)[number];

/** Whether we draw pictures of that kind; of others the table is shown. */
export const isDrawable = (kind: string): kind is DrawableKind => drawable.some((one) => one === kind);

export interface QueryResult {
  readonly table: QueryTable;
  readonly render: QueryRender | undefined;
  /** Set when the service gave a part of the rows only: what it says about the rest. */
  readonly partial: QueryProblem | undefined;
  /** How many cells were too long and end in "… cut"; undefined: none. */
  readonly cutCells?: number | undefined;
}

/** Where a query is asked: a workspace by its id, or whatever holds the telemetry of a resource. */
export type QueryPlace =
  | { readonly kind: 'workspace'; readonly id: string; readonly title: string }
  | { readonly kind: 'resource'; readonly resource: Resource; readonly title: string };

export interface LogQuery {
  readonly place: QueryPlace;
  readonly text: string;
  /** Sent as the timespan: rows outside it are not looked at. */
  readonly from: number;
  readonly to: number;
  /** How long the service may work on it. */
  readonly waitMs: number;
}

/** One thing the safety belt has to say. `refuse`: it is not sent · `confirm`: sent on "run anyway" only · `warn`: sent, and told. */
export interface QueryFinding {
  /** "several-statements" */
  readonly rule: string;
  readonly verdict: 'refuse' | 'confirm' | 'warn';
  /** A sentence with the reason. */
  readonly message: string;
  readonly at?: { readonly start: number; readonly length: number } | undefined;
}

/** What a query would do, found without sending it. */
export interface QueryAnalysis {
  readonly findings: readonly QueryFinding[];
  /** As the query writes them; functions and `let`s are followed. */
  readonly tables: readonly string[];
  readonly joins: readonly { readonly kind: string; readonly tables: readonly string[] }[];
  /** What workspace("…"), app("…") and resource("…") name, anywhere in the text: places beside the one that it is asked in. */
  readonly places: readonly string[];
  /** Whether every table is filtered by time; the farthest that a filter looks back (`ago(7d)`, a datetime), where it can be told. */
  readonly timeFilter: 'all' | 'some' | 'none';
  readonly lookBackMs: number | undefined;
  /** 'as far as it goes': a filter only has an end, which is long ago · 'unclear': since when a filter reaches, the text does not tell. */
  readonly reach?: 'as far as it goes' | 'unclear' | undefined;
  /** The farthest moment that the query names anywhere, as far back as logs go. */
  readonly namedMs?: number | undefined;
  /** The text to send: the query with its row cap. */
  readonly capped: string;
  /** What was added; undefined: the query limits its rows itself. */
  readonly addedCap: number | undefined;
  readonly columns: readonly QueryColumn[];
  readonly render: string | undefined;
}
