import type { Picture } from './chart.ts';
import type { Document } from './document.ts';
import type { LogQuery, QueryAnalysis, QueryPlace, QueryResult } from './model/query.ts';
import type { Resource } from './model/resource.ts';
import type {
  Binding,
  Conversation,
  DigestSchedule,
  KeptQuery,
  LastRun,
  PersonChoices,
  ProgressSign,
  SavedChart,
  SavedQuery,
} from './model/schedule.ts';
import type { Aggregation, MetricDefinition, Series } from './model/series.ts';
import type { Silence } from './model/silence.ts';

/** The time now, milliseconds since 1970 (UTC). */
export interface Clock {
  readonly now: () => number;
}

/** Structured log; the first argument is data, the second a sentence in plain words. Secrets are redacted below it. */
export interface Log {
  readonly debug: (data: object, words: string) => void;
  readonly info: (data: object, words: string) => void;
  readonly warn: (data: object, words: string) => void;
  readonly error: (data: object, words: string) => void;
}

/** The nearest of the candidates when one is near enough to be meant. */
export type Suggest = (word: string, candidates: readonly string[]) => string | undefined;

export interface Cancellable {
  readonly signal: AbortSignal;
}

/** One line of `tocsin check`. */
export interface CheckResult {
  readonly what: string;
  readonly ok: boolean;
  /** What was found, or why it failed and how to mend it. */
  readonly detail: string;
}

/** An HTTP request as it came: the body is the raw bytes (signatures are over them), header names are in lower case. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** `path` may hold `:name` parameters; values of parameters named in `secret` are redacted in logs. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly secret: readonly string[];
  readonly handle: (request: RawRequest) => Promise<RawResponse>;
}

/** One metric of one resource; `metric` is the source's own name. No aggregations: the metric's primary one. */
export interface MetricWish {
  readonly resource: Resource;
  readonly metric: string;
  readonly aggregations: readonly Aggregation[];
}

export interface MetricQuery {
  readonly wanted: readonly MetricWish[];
  /** One series per value of the dimension, the `top` largest. */
  readonly split?: { readonly dimension: string; readonly top: number } | undefined;
  /** Only what has one of the values in the dimension. */
  readonly filter?: { readonly dimension: string; readonly values: readonly string[] } | undefined;
  readonly from: number;
  readonly to: number;
  readonly grainMs: number;
  /** What the source read before this moment and kept is read again: somebody asked for the newest. */
  readonly notBefore?: number | undefined;
}

/** What was read, and what could not be, each with a sentence for people. */
export interface MetricResult {
  readonly series: readonly Series[];
  readonly failures: readonly { readonly resource: Resource; readonly metric: string | undefined; readonly reason: string }[];
}

/**
 * Any mix of resources and metrics may be asked for; the source groups them into as few calls as it can, and keeps what it read
 * until a newer interval is complete. Throws ProviderError.
 */
export interface MetricSource {
  readonly read: (query: MetricQuery, options: Cancellable) => Promise<MetricResult>;
  readonly definitions: (resource: Resource, options: Cancellable) => Promise<readonly MetricDefinition[]>;
  readonly check: (options: Cancellable) => Promise<readonly CheckResult[]>;
}

/** Asks Log Analytics and Application Insights. `query` throws QueryRejected for a query that is wrong, ProviderError for all else. */
export interface LogSource {
  readonly query: (query: LogQuery, options: Cancellable) => Promise<QueryResult>;
  /** Opens the query in Azure's portal. */
  readonly portalLink: (query: Pick<LogQuery, 'place' | 'text' | 'from' | 'to'>) => string;
  readonly check: (places: readonly QueryPlace[], options: Cancellable) => Promise<readonly CheckResult[]>;
}

/**
 * Reads a query without sending it, off the main thread and for two seconds at most; a query that takes longer comes back with
 * a finding that refuses it. Throws ProviderError only when there is no thread to read it.
 */
export interface QueryParser {
  /** `by`: who asks; of one asker one query is read at a time, so that nobody takes the reader from the others. */
  readonly analyse: (text: string, options: Cancellable & { readonly by?: string | undefined }) => Promise<QueryAnalysis>;
  readonly stop: () => Promise<void>;
}

/** Lists every resource the configuration lets the bot see. Throws ProviderError. */
export interface ResourceSource {
  readonly list: (options: Cancellable) => Promise<readonly Resource[]>;
  readonly check: (options: Cancellable) => Promise<readonly CheckResult[]>;
}

export interface NewIssue {
  readonly project: string;
  readonly component?: string | undefined;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Found again by this label after an uncertain outcome; letters, digits and dashes only. */
  readonly mark: string;
  readonly severity: string;
}

/** Creates issues, exactly once for one mark: it looks for the mark before it creates. Throws ProviderError. */
export interface IssueTracker {
  readonly create: (issue: NewIssue, options: Cancellable) => Promise<{ readonly key: string; readonly url: string }>;
  readonly check: (options: Cancellable) => Promise<readonly CheckResult[]>;
}

/** A version that went live. */
export interface Release {
  readonly version: string;
  readonly at: number;
}

export interface ErrorTracker {
  /** Releases of the project in the range, oldest first. Throws ProviderError. */
  readonly releases: (
    query: { readonly project: string; readonly from: number; readonly to: number },
    options: Cancellable,
  ) => Promise<readonly Release[]>;
  readonly check: (options: Cancellable) => Promise<readonly CheckResult[]>;
}

export interface ChartImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Draws off the main thread. Throws ProviderError when the picture cannot be made. */
export interface ChartRenderer {
  readonly render: (picture: Picture, options: Cancellable) => Promise<ChartImage>;
  readonly stop: () => Promise<void>;
}

/** Pictures and files behind signed links, and the keys their links are signed with. Throws ProviderError. */
export interface KeptFiles {
  /** Two files of one name are the same file: the name has the content's hash in it. */
  readonly put: (name: string, content: Uint8Array) => Promise<void>;
  /** undefined: not there, or no longer. */
  readonly get: (name: string) => Promise<Uint8Array | undefined>;
  /** The random key of 256 bits in hex that goes by this name: made once, the same for every process. */
  readonly key: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Keeps pictures and files where an https link with a signature can fetch them; undefined where no public URL is configured. */
export interface SignedFiles {
  readonly publish: (name: string, mediaType: string, content: Uint8Array) => Promise<string>;
}

/** Makes the payload of a platform without sending it, for `tocsin run --format`. `files` are attachments by name. */
export interface DocumentFormat {
  readonly name: string;
  readonly render: (
    document: Document,
    options: Cancellable,
  ) => Promise<{ readonly payload: unknown; readonly files: readonly { readonly name: string; readonly content: Uint8Array }[] }>;
}

export interface SettingsCollections {
  readonly schedules: DigestSchedule;
  readonly conversations: Conversation;
  readonly choices: PersonChoices;
  readonly runs: LastRun;
  readonly charts: SavedChart;
  readonly signs: ProgressSign;
  readonly bindings: Binding;
  readonly savedQueries: SavedQuery;
  readonly keptQueries: KeptQuery;
  readonly silences: Silence;
}
export type CollectionName = keyof SettingsCollections;

/** Small, human-readable settings, each found by its `id`. A write is on disk when its promise settles. */
export interface Settings {
  readonly list: <C extends CollectionName>(collection: C) => Promise<readonly SettingsCollections[C][]>;
  readonly get: <C extends CollectionName>(collection: C, id: string) => Promise<SettingsCollections[C] | undefined>;
  readonly put: <C extends CollectionName>(collection: C, value: SettingsCollections[C]) => Promise<'added' | 'replaced'>;
  /** Of those who read the same and change it at the same moment, in whatever processes, one is answered 'replaced'. 'differs': it is no longer as it was read. */
  readonly replace: <C extends CollectionName>(
    collection: C,
    read: SettingsCollections[C],
    by: SettingsCollections[C],
  ) => Promise<'replaced' | 'differs'>;
  readonly remove: (collection: CollectionName, id: string) => Promise<'removed' | 'absent'>;
  readonly close: () => Promise<void>;
}

/** HMAC-SHA256 and SHA-256 as lower-case hex; `same` compares such texts in constant time: a secret is hashed before. */
export interface Signatures {
  readonly hmac: (secret: string, content: string | Uint8Array) => string;
  readonly hash: (content: string | Uint8Array) => string;
  readonly same: (one: string, other: string) => boolean;
}

/** A job whose next due time is computed from stored state. `next` is cheap; `run` does all that is due at `now`. */
export interface DueJob {
  readonly name: string;
  readonly next: () => Promise<number | undefined>;
  readonly run: (now: number) => Promise<void>;
}

/** Evaluates five-field cron expressions in a time zone. `after` is exclusive; throws UserError for what cannot be read. */
export interface CronTimes {
  readonly nextAfter: (cron: string, timeZone: string, after: number) => number;
  readonly check: (cron: string, timeZone: string) => void;
}

/** A regular expression of the configuration; takes time in proportion to the text, whatever it is. */
export interface TextPattern {
  readonly replaceAll: (text: string, by: (found: string) => string) => string;
}

/** `compile` takes what has no fault. */
export interface TextPatterns {
  readonly compile: (source: string) => TextPattern;
  /** Why it cannot be used: "is no regular expression …"; undefined: it can. */
  readonly faultOf: (source: string) => string | undefined;
}

/** Formats moments and reads durations, dates and zones. */
export interface TimeText {
  /** "14:05", "2026-11-20", "2026-11-20 14:05", each without the zone's name. */
  readonly format: (at: number, zone: string, style: 'time' | 'date' | 'datetime') => string;
  /** "CET", "UTC", "GMT+2" at that moment. */
  readonly zoneName: (at: number, zone: string) => string;
  readonly isZone: (zone: string) => boolean;
}
