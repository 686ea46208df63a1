import type { ActionItem } from '../core/actions.ts';
import type { Document } from '../core/document.ts';
import type { Person, Place, Role } from '../core/model/person.ts';
import type { LogQuery, QueryAnalysis, QueryFinding, QueryPlace, QueryProblem, QueryResult } from '../core/model/query.ts';
import type { Binding, SavedQuery } from '../core/model/schedule.ts';
import type { Service } from '../core/model/service.ts';

/** What of the log tables a query needs: `requests` and its like, `AppRequests` and other tables of a workspace, or what either has. */
export type LogTables = 'classic' | 'workspace' | 'either';

/** Where logs are: the workspaces of the configuration, and what discovery found for services and resources. */
export interface QueryPlaces {
  /**
   * `name`: a service, a resource, or a workspace of the configuration; undefined: the channel's binding, else the default
   * workspace. Of a service that has both, the one that holds such tables. Throws UserError: unknown (with the nearest), nothing
   * bound, no logs, or not allowed in this channel.
   */
  readonly find: (name: string | undefined, wanted: LogTables, where: Place) => Promise<FoundPlace>;
  /** Every name that `find` takes, services first. */
  readonly names: () => Promise<readonly { readonly name: string; readonly title: string }[]>;
}

export interface FoundPlace {
  readonly place: QueryPlace;
  /** Which tables it has. */
  readonly tables: LogTables;
  readonly service: Service | undefined;
  /** As it was named, or as the binding names it: what buttons say after "in". */
  readonly name: string;
}

/**
 * All asking goes through here: at most 5 at once for the whole bot, the rest in a queue; the same query twice is asked once, and
 * kept for 60 s; the service may work for 60 s. Throws as LogSource.query.
 */
export interface QueryReads {
  readonly read: (query: LogQuery, options: QueryReadOptions) => Promise<QueryRead>;
}

export interface QueryRead {
  readonly result: QueryResult;
  /** When the service was asked, and how long it took. */
  readonly readAt: number;
  readonly ms: number;
  /** As it was asked: the same question of up to a minute ago looked at a range that ended so much earlier. */
  readonly query: LogQuery;
}

export interface QueryReadOptions {
  readonly signal: AbortSignal;
  /** What was read before this moment is read again. */
  readonly notBefore?: number | undefined;
  /** Only what was read of this very range will do; else one that ended up to a minute ago does. */
  readonly exact?: boolean | undefined;
  /** Told whenever the place in the queue changes: 0 is being asked, 1 is the next. */
  readonly queued?: ((ahead: number) => void) | undefined;
}

/** A query's text for each kind of table that it can be asked of. */
export type QueryTexts = Readonly<Partial<Record<'classic' | 'workspace', string>>>;

export interface QueryWish {
  /** Of several texts, the one that fits the place is asked. */
  readonly text: string | QueryTexts;
  /** See QueryPlaces.find. */
  readonly in: string | undefined;
  /** How far back; undefined: as far as the query's own filters look, 24 h at least. */
  readonly overMs: number | undefined;
  /** Fixed moments in place of "the last …": what belongs to an answer is asked of the very range of that answer. */
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  /** 'run anyway': what `confirm` findings ask has been said. */
  readonly anyway: boolean;
  /** What was read before this moment is read again. */
  readonly notBefore: number | undefined;
  /** What the tables are, where a saved query says it; undefined: found from the query. */
  readonly wanted?: LogTables | undefined;
}

/** Who asks, and where. */
export interface Asker {
  readonly actor: Person;
  readonly role: Role;
  readonly place: Place;
}

export interface QueryAnswer {
  readonly kind: 'answer';
  readonly wish: QueryWish;
  /** The text that was asked, without the row cap. */
  readonly text: string;
  readonly found: FoundPlace;
  readonly from: number;
  readonly to: number;
  readonly analysis: QueryAnalysis;
  /** How far back the asker may look. */
  readonly longestMs?: number | undefined;
  /** Beside the analysis' own: a range that was cut to what the role allows, say. */
  readonly notes: readonly string[];
  /** With what had to be hidden hidden. */
  readonly result: QueryResult;
  /** How many cells had something hidden. */
  readonly redactions: number;
  readonly ms: number;
  /** How old it is, when it was kept from before; undefined: read now. */
  readonly ageMs: number | undefined;
  readonly portal: string;
}

/** How an answer is to be shown. */
export interface QueryView {
  /** From 1. */
  readonly page: number;
  /** undefined: as its `render` says, else as a table. */
  readonly as: 'table' | 'chart' | undefined;
  /** Of a query that has a name; undefined: it is called by its tables. */
  readonly title?: string | undefined;
  /** IANA name. */
  readonly timeZone: string;
  /** Buttons below it, row by row. */
  readonly rows: readonly (readonly ActionItem[])[];
}

/** What queries are shown by. */
export interface QuerySpeech {
  readonly message: (answer: QueryAnswer, view: QueryView) => Document;
  readonly held: (held: QueryHeld, view: Pick<QueryView, 'rows'>) => Document;
  /** `text`: what was asked; the problem's place is in it. */
  readonly rejected: (rejection: QueryRejection, view: Pick<QueryView, 'rows'>) => Document;
  readonly running: (state: QueryState) => Document;
  /** All rows as a file. */
  readonly csv: (answer: QueryAnswer) => Document;
}

/** What stands in the way of a query: refused, or to be confirmed. */
export interface QueryHeld {
  readonly kind: 'held';
  readonly findings: readonly QueryFinding[];
  readonly verdict: 'refuse' | 'confirm';
  readonly text: string;
}

/** The service says that the query is wrong. */
export interface QueryRejection {
  readonly kind: 'rejected';
  readonly problem: QueryProblem;
  /** What was asked; the problem's place is in it. */
  readonly text: string;
  readonly found: FoundPlace;
}

export interface QueryExplanation {
  readonly text: string;
  readonly analysis: QueryAnalysis;
  readonly found: FoundPlace;
  readonly from: number;
  readonly to: number;
  readonly notes: readonly string[];
  /** Of the tables that the Usage table knows, what the range holds; undefined: it could not be read. */
  readonly volume: readonly { readonly table: string; readonly megabytes: number }[] | undefined;
}

/** What a query asks, without its row cap: of which place, and how far back. */
export type QueryAsked = Pick<LogQuery, 'text' | 'place' | 'from' | 'to'>;

/** How a query that was not answered yet stands. */
export interface QueryState {
  /** What it is cancelled by. */
  readonly id: string;
  /** 0: it is being asked; 1: it is the next in the queue. */
  readonly ahead: number;
  /** Since it was asked for. */
  readonly forMs: number;
}

export interface QueryAskOptions {
  readonly signal: AbortSignal;
  readonly running: (state: QueryState) => void;
  readonly asking?: ((query: QueryAsked) => void) | undefined;
}

export interface Queries {
  /**
   * Analyses, and asks unless a finding stands in the way. `running` is told how it stands: each change of place in the queue, and
   * every few seconds; `asking`, once, what is about to be sent. One person may have three under way. Throws UserError
   * (QueryCancelled when somebody cancelled it) and ProviderError.
   */
  readonly ask: (wish: QueryWish, by: Asker, options: QueryAskOptions) => Promise<QueryAnswer | QueryHeld | QueryRejection>;
  readonly explain: (wish: QueryWish, by: Asker, signal: AbortSignal) => Promise<QueryExplanation>;
  /** 'over': it had ended already. One's own, or as responder anybody's; else throws UserError. */
  readonly cancel: (id: string, by: Asker) => 'cancelled' | 'over';
  /** Words too long for a button, kept under an id that does not change for the same words and stands for no others; and back. */
  readonly keep: (text: string) => Promise<string>;
  readonly kept: (id: string) => Promise<string | undefined>;
}

/** A query that ships with Tocsin: templates/queries/NAME.kql. */
export interface ShippedQuery {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly QueryParameter[];
  /** The text for each kind of table that it can be asked of. */
  readonly texts: QueryTexts;
}

export interface QueryParameter {
  readonly name: string;
  readonly type: 'string' | 'long' | 'real' | 'bool' | 'timespan' | 'datetime';
  readonly description: string;
  /** As a person gives it, a text in quotes: '"5xx"', "500", "5m". undefined: it has to be given. */
  readonly initial: string | undefined;
}

export interface SavedQueries {
  readonly list: () => Promise<readonly (SavedQuery | ShippedQuery)[]>;
  /** Whatever the case; a person's own and others' saved ones hide none that ship. */
  readonly find: (name: string) => Promise<SavedQuery | ShippedQuery | undefined>;
  /** Throws UserError for a name that is reserved, ships, or is somebody else's. */
  readonly save: (query: { readonly name: string; readonly command: string }, by: Person) => Promise<'added' | 'replaced'>;
  readonly remove: (name: string, by: Person, role: Role) => Promise<SavedQuery>;
  /** The words of the last kql command that the person had answered in that place. */
  readonly lastAsked: (who: Person, where: { readonly platform: string; readonly channel: string }) => Promise<string | undefined>;
}

/** Which service a channel asks about. */
export interface Bindings {
  readonly of: (place: Pick<Place, 'platform' | 'channel'>) => Promise<Binding | undefined>;
  /** Throws UserError for an unknown service. */
  readonly bind: (place: Pick<Place, 'platform' | 'channel'>, service: string, by: Person) => Promise<Binding>;
  readonly unbind: (place: Pick<Place, 'platform' | 'channel'>) => Promise<'removed' | 'absent'>;
}
