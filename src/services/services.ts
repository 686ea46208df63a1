import type { Chart } from '../core/chart.ts';
import { type AnyCommand, type CommandContext, type CommandSpec, defineCommand } from '../core/command.ts';
import type { Document } from '../core/document.ts';
import type { AlertFacts } from '../core/model/alert.ts';
import type { Incident, TimelineEntry } from '../core/model/incident.ts';
import type { Person, Role } from '../core/model/person.ts';
import type { Resource } from '../core/model/resource.ts';
import type { DigestSchedule, SavedChart } from '../core/model/schedule.ts';
import type { Aggregation } from '../core/model/series.ts';
import type { Service } from '../core/model/service.ts';
import type { Alerts, FailedDeliveries, Silences } from './alert-services.ts';
import type { Asker, Bindings, Queries, QueryAsked, SavedQueries } from './query-services.ts';

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
  readonly alerts: Alerts;
  readonly silences: Silences;
  readonly failedDeliveries: FailedDeliveries;
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
   * The service an alert is about: by ARM ids, else by the project of Sentry or SonarCloud, else by its labels; undefined:
   * unassigned. `by` says by what: "its resource pg-orders is in group rg-orders". Only services that name tags need discovery for
   * it; throws ProviderError when it never worked and nothing but the tags of the alert's resources could tell.
   */
  readonly serviceOf: (
    about: Pick<AlertFacts, 'source' | 'resources' | 'project' | 'labels'>,
  ) => Promise<{ readonly service: Service; readonly by: string } | undefined>;
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
  /** The hosts its alerts may lead people to (linkOf). */
  readonly linkHosts: readonly string[];
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
  /** The incident tells who was first; 'resolved': there is nothing to look after any more. */
  readonly acknowledge: (
    id: string,
    by: Person,
  ) => Promise<{ readonly result: 'acknowledged' | 'already' | 'resolved'; readonly incident: Incident }>;
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

/** The templates that services speak through by themselves; app.ts hands them in, so they can be replaced. */
export interface Speech {
  readonly incidentCard: (view: IncidentView) => Document;
  /** Lines of the story as one message in the incident's thread, oldest first; never none. */
  readonly threadNews: (entries: readonly TimelineEntry[], timeZone: string) => Document;
  readonly notice: (text: string) => Document;
  readonly digest: (content: DigestContent) => Document;
}
