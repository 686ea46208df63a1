import type { ActionItem } from '../core/actions.ts';
import type { Chart } from '../core/chart.ts';
import { type AnyCommand, type CommandContext, type CommandSpec, defineCommand } from '../core/command.ts';
import type { Document } from '../core/document.ts';
import type { Incident, TimelineEntry } from '../core/model/incident.ts';
import type { Person, Place, Role } from '../core/model/person.ts';
import type { LogQuery, QueryAnalysis, QueryFinding, QueryPlace, QueryProblem, QueryResult } from '../core/model/query.ts';
import type { Resource } from '../core/model/resource.ts';
import type { Binding, DigestSchedule, SavedChart, SavedQuery } from '../core/model/schedule.ts';
import type { Aggregation } from '../core/model/series.ts';
import type { Service } from '../core/model/service.ts';

/** What app.ts hands to every command. */
export interface Services {
  readonly catalogue: Catalogue;
  readonly charts: Charts;
  readonly savedCharts: SavedCharts;
  readonly incidents: Incidents;
  readonly digests: Digests;
  readonly choices: Choices;
  readonly queries: Queries;
  readonly savedQueries: SavedQueries;
  readonly bindings: Bindings;
}

export type Context = CommandContext<Services>;

/** defineCommand with this product's services filled in. */
export function command<Args>(spec: CommandSpec<Args, Services>): AnyCommand<Services> {
  return defineCommand(spec);
}

/** What a name in a command can mean. */
export type Found =
  | { readonly kind: 'service'; readonly service: Service; readonly resources: readonly Resource[] }
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'kind'; readonly title: string; readonly resources: readonly Resource[] };

/** Services as configured, and the resources that were discovered; discovery is cached and refreshed in the background. */
export interface Catalogue {
  readonly services: () => readonly Service[];
  /** Throws UserError with the nearest name. */
  readonly service: (name: string) => Service;
  readonly resources: () => Promise<readonly Resource[]>;
  readonly resourcesOf: (service: Service) => Promise<readonly Resource[]>;
  /** A service, a resource or a kind of resource ("web app", "microsoft.web/sites"). Throws UserError with the nearest name. */
  readonly find: (name: string) => Promise<Found>;
  /** Resources of a kind by any of its names. Throws UserError with the nearest. */
  readonly ofKind: (name: string, among: readonly Resource[]) => readonly Resource[];
  /** "web app" for "microsoft.web/sites"; the type itself where it has no such name. */
  readonly kindOf: (resource: Resource) => string;
  /**
   * The service an alert is about: by ARM ids, else by Sentry project; undefined: unassigned. Only services that name tags need
   * discovery for it; until that has worked, their alerts are unassigned.
   */
  readonly serviceOf: (about: {
    readonly resources: readonly string[];
    readonly project: string | undefined;
  }) => Promise<Service | undefined>;
  /** Discovers anew; a failure keeps what was known. */
  readonly refresh: () => Promise<void>;
}

export interface ChartRequest {
  /** Azure's name or an alias: "cpu". */
  readonly metric: string;
  readonly aggregation: Aggregation | undefined;
  /** Names of services, resources or kinds. */
  readonly targets: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
  /** The interval asked for; undefined: one that fits the range. */
  readonly everyMs: number | undefined;
  /** One curve per value of the dimension, the `top` largest; undefined `top`: as many as can be told apart. */
  readonly by: { readonly dimension: string; readonly top: number | undefined } | undefined;
  /** Only what has one of these values in the dimension. */
  readonly where: { readonly dimension: string; readonly values: readonly string[] } | undefined;
  /** Also the same range so many milliseconds earlier. */
  readonly versusMs: number | undefined;
  /** undefined: what suits the metric. */
  readonly style: Chart['style'] | undefined;
  /** What was read before this moment is read again; undefined: what is kept will do until a newer interval is complete. */
  readonly notBefore?: number | undefined;
  /** Who asks, and where: logs may be closed to a channel, and a role may look back so far only. undefined: nobody; metrics alone are drawn. */
  readonly asker?: Pick<Asker, 'role' | 'place'> | undefined;
  /** Told of each query of logs before it is sent. */
  readonly asking?: ((query: QueryAsked) => void) | undefined;
}

export interface ChartAnswer {
  readonly chart: Chart;
  /** By what the metric can be split, as the source names it; empty where it cannot or that is not known yet. */
  readonly dimensions: readonly string[];
  /** Computed from the data: "CPU of bps-website-sp: average 31 %, peak 78 % at 14:05 UTC". */
  readonly alt: string;
  /** Sentences about what of the numbers could not be read, or is not what was asked for. */
  readonly failures: readonly string[];
  /** Sentences about the picture alone: marks that could not be read, another look than was asked for. */
  readonly notes: readonly string[];
}

export interface Charts {
  /** Throws UserError for a metric or target that does not exist, ProviderError when nothing could be read. */
  readonly draw: (request: ChartRequest, signal: AbortSignal) => Promise<ChartAnswer>;
}

/** Charts that were saved under a name, for everybody to ask for. */
export interface SavedCharts {
  readonly list: () => Promise<readonly SavedChart[]>;
  /** Whatever the case it is written in; undefined: none. */
  readonly find: (name: string) => Promise<SavedChart | undefined>;
  /** Throws UserError for a name that is taken by somebody else's chart or cannot be one. */
  readonly save: (chart: { readonly name: string; readonly command: string }, by: Person) => Promise<'added' | 'replaced'>;
  /** Throws UserError for an unknown name, and for somebody else's chart unless `role` is admin. */
  readonly remove: (name: string, by: Person, role: Role) => Promise<SavedChart>;
  /** What the person last had drawn in that place: the words of a chart command; undefined: nothing. */
  readonly lastDrawn: (who: Person, where: { readonly platform: string; readonly channel: string }) => Promise<string | undefined>;
}

/** An incident with all that its card shows. */
export interface IncidentView {
  readonly incident: Incident;
  /** undefined: unassigned. */
  readonly service: Service | undefined;
  /** Whether a JIRA issue can be opened for it. */
  readonly issueTracker: 'configured' | 'absent';
  /** IANA name: the zone of the times on its messages, which everybody sees alike. */
  readonly timeZone: string;
}

export interface Incidents {
  readonly open: () => Promise<readonly Incident[]>;
  /** Throws UserError with what there is. */
  readonly view: (id: string) => Promise<IncidentView>;
  /** The incident, open or resolved, whose thread or root message this is; undefined: none. */
  readonly inThread: (place: {
    readonly platform: string;
    readonly channel: string;
    readonly thread?: string | undefined;
  }) => Promise<Incident | undefined>;
  /** Throws UserError when it is already resolved. Acknowledging twice tells who was first. */
  readonly acknowledge: (id: string, by: Person) => Promise<{ readonly result: 'acknowledged' | 'already'; readonly incident: Incident }>;
  readonly resolve: (id: string, by: Person) => Promise<{ readonly result: 'resolved' | 'already'; readonly incident: Incident }>;
  /** Adds what a person says to the story, also of a resolved incident; `at` is when it was said, `saidBy` by whom, if not by them. Throws UserError for an unknown id. */
  readonly note: (
    id: string,
    note: { readonly text: string; readonly at: number; readonly saidBy?: string | undefined },
    by: Person,
  ) => Promise<Incident>;
  /** The story, oldest first. Throws UserError for an unknown id. */
  readonly story: (id: string) => Promise<readonly TimelineEntry[]>;
  /** Stores the delivery that creates the issue, and waits a short while for it. 'ordered': it is on its way. */
  readonly openIssue: (
    id: string,
    by: Person,
  ) => Promise<{ readonly result: 'opened' | 'already' | 'ordered'; readonly incident: Incident }>;
}

/** How a service does, judged by one KPI. `unknown` where there is no data. */
export interface KpiState {
  readonly name: string;
  readonly title: string;
  /** As shown: "312 ms", "no data". */
  readonly shown: string;
  readonly value: number | undefined;
  readonly state: 'good' | 'warning' | 'bad' | 'unknown';
  /** "target < 500 ms, critical > 2,000 ms" */
  readonly limits: string;
  /** Name of the resource that decides: the worst of those measured. */
  readonly resource?: string | undefined;
}

export interface ServiceHealth {
  readonly service: Service;
  /** The worst of its KPIs; unknown outranks good. */
  readonly state: 'good' | 'warning' | 'bad' | 'unknown';
  readonly kpis: readonly KpiState[];
  readonly incidents: readonly Incident[];
  /** Sentences about what could not be read. */
  readonly failures: readonly string[];
}

export interface DigestContent {
  /** The moment the digest stands for, and the range its KPIs are measured over. */
  readonly at: number;
  readonly from: number;
  readonly timeZone: string;
  readonly services: readonly ServiceHealth[];
  /** Open incidents of no service; only where the digest is of all services. */
  readonly unassigned: readonly Incident[];
}

export interface Digests {
  readonly list: () => Promise<readonly (DigestSchedule & { readonly next: number })[]>;
  /** Throws UserError for an unknown service or zone. */
  readonly add: (wanted: Omit<DigestSchedule, 'id' | 'addedAt'>) => Promise<DigestSchedule & { readonly next: number }>;
  /** Throws UserError for an unknown id, and for those of tocsin.yaml. */
  readonly remove: (id: string) => Promise<DigestSchedule>;
  readonly content: (schedule: Pick<DigestSchedule, 'services' | 'timeZone'>, at: number, signal: AbortSignal) => Promise<DigestContent>;
}

/** What a person's home page shows. */
export interface HomeContent {
  /** undefined: not known yet, because the measurements take too long. */
  readonly services: readonly ServiceHealth[] | undefined;
  /** All of them, also where their states are not known. */
  readonly catalogue: readonly Service[];
  readonly incidents: readonly Incident[];
  /** The person's own saved charts. */
  readonly charts: readonly SavedChart[];
}

/** What people chose for themselves. */
export interface Choices {
  /** IANA name; undefined: none was chosen. */
  readonly timeZoneOf: (person: Pick<Person, 'platform' | 'id'>) => Promise<string | undefined>;
  /** undefined: the platform's again. */
  readonly chooseTimeZone: (person: Pick<Person, 'platform' | 'id'>, timeZone: string | undefined) => Promise<void>;
}

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

/** The templates that services speak through by themselves; app.ts hands them in, so they can be replaced. */
export interface Speech {
  readonly incidentCard: (view: IncidentView) => Document;
  readonly timelineEntry: (entry: TimelineEntry, timeZone: string) => Document;
  readonly digest: (content: DigestContent) => Document;
}
