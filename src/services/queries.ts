import { QueryRejected } from '../core/errors.ts';
import type { Role } from '../core/model/person.ts';
import type { LogQuery, QueryAnalysis, QueryResult } from '../core/model/query.ts';
import type { Clock, LogSource, QueryParser, Settings, Signatures, Suggest } from '../core/ports.ts';
import { createKeptTexts } from './queries-kept.ts';
import { withNamedPlaces } from './queries-named-places.ts';
import { nearestTo, type TableNames } from './queries-nearest.ts';
import { createRunningQueries } from './queries-running.ts';
import { spanOf } from './queries-span.ts';
import { tablesWanted } from './queries-tables.ts';
import { volumeOf } from './queries-volume.ts';
import type {
  Asker,
  FoundPlace,
  Queries,
  QueryAnswer,
  QueryAskOptions,
  QueryHeld,
  QueryPlaces,
  QueryRead,
  QueryReadOptions,
  QueryReads,
  QueryRejection,
  QueryTexts,
  QueryWish,
} from './query-services.ts';
import type { Redaction } from './redaction.ts';
import { redactInTurns } from './redaction-in-turns.ts';

export interface QueriesNeeds {
  readonly parser: Pick<QueryParser, 'analyse'>;
  readonly places: QueryPlaces;
  readonly reads: QueryReads;
  readonly source: Pick<LogSource, 'portalLink'>;
  readonly redaction: Redaction;
  /** How far back somebody may look. */
  readonly longest: Readonly<Record<Role, number>>;
  /** What there is to be named, for "did you mean". */
  readonly tables: readonly TableNames[];
  readonly settings: Pick<Settings, 'list' | 'get' | 'put' | 'remove'>;
  readonly suggest: Suggest;
  readonly clock: Clock;
  readonly random: () => number;
  readonly hash: Signatures['hash'];
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** How long the service may work on a query. */
const waitMs = 60_000;

/** What is known about a query before it is asked. */
interface Understood {
  readonly text: string;
  readonly analysis: QueryAnalysis;
}
type Read = Understood & { readonly found: FoundPlace };
type AnswerOptions = QueryReadOptions & Pick<QueryAskOptions, 'asking'>;

/** See Queries. */
export function createQueries(needs: QueriesNeeds): Queries {
  const running = createRunningQueries(needs);

  const answer = async (read: Read, wish: QueryWish, by: Asker, options: AnswerOptions): Promise<QueryAnswer | QueryRejection> => {
    const { text, found } = read;
    const analysis = { ...read.analysis, findings: toldOf(read.analysis, wish) };
    const askedAt = needs.clock.now();
    const span = spanFor(needs, wish, analysis, by);
    options.asking?.({ text, place: found.place, from: span.from, to: span.to });
    const query: LogQuery = { place: found.place, text: analysis.capped, from: span.from, to: span.to, waitMs };
    const answered = await readOr(needs, read, query, { ...options, exact: wish.range !== undefined });
    if ('kind' in answered) return answered;
    const giveWay = (): Promise<unknown> => needs.pause(0, options.signal);
    const { result, redactions } = await redactInTurns(needs.redaction, withNearest(needs, read, answered.result), giveWay);
    const { from, to } = answered.query;
    const ageMs = answered.readAt < askedAt ? needs.clock.now() - answered.readAt : undefined;
    const portal = needs.source.portalLink({ place: found.place, text, from, to });
    const longestMs = needs.longest[by.role];
    const { notes } = span;
    return { kind: 'answer', wish, text, found, from, to, longestMs, analysis, notes, result, redactions, ms: answered.ms, ageMs, portal };
  };

  return {
    ask: (wish, by, options) =>
      running.run(by, options, async (signal, queued) => {
        const text = await understand(needs, wish, by, signal);
        // Where it would be asked does not matter for what is never asked.
        const refused = refusal(text);
        if (refused !== undefined) return refused;
        const read = { ...text, found: await text.where() };
        return heldBack(read, wish) ?? answer(read, wish, by, { signal, queued, notBefore: wish.notBefore, asking: options.asking });
      }),
    // It asks for volumes, and so stands in the queue too.
    explain: (wish, by, stopping) =>
      running.run(by, { signal: stopping, running: () => undefined }, async (signal) => {
        const { text, analysis, where } = await understand(needs, wish, by, signal);
        const found = await where();
        const { from, to, notes } = spanFor(needs, wish, analysis, by);
        const volume = await volumeOf({ tables: analysis.tables, name: found.name, where: by.place, from, to, signal }, needs);
        return { text, analysis, found, from, to, notes, volume };
      }),
    cancel: running.cancel,
    ...createKeptTexts(needs),
  };
}

/** Which text, what it would do, and where it is to be asked. Of several texts, the place says which one. */
async function understand(
  needs: QueriesNeeds,
  wish: QueryWish,
  by: Asker,
  signal: AbortSignal,
): Promise<Understood & { readonly where: () => Promise<FoundPlace> }> {
  const { places } = needs;
  if (typeof wish.text !== 'string') {
    const found = await places.find(wish.in, wantedOf(wish.text), by.place);
    const text = textFor(wish.text, found);
    return { text, analysis: await analysed(needs, text, by, signal), where: () => Promise.resolve(found) };
  }
  const analysis = await analysed(needs, wish.text, by, signal);
  const where = (): Promise<FoundPlace> => places.find(wish.in, wish.wanted ?? tablesWanted(analysis.tables), by.place);
  return { text: wish.text, analysis, where };
}

/** What the parser finds, and whether this channel may be told about every place that is named. */
async function analysed({ parser, places }: QueriesNeeds, text: string, { actor, place }: Asker, signal: AbortSignal) {
  const analysis = await parser.analyse(text, { signal, by: `${actor.platform}:${actor.id}` });
  return withNamedPlaces(analysis, places, place);
}

function wantedOf({ classic, workspace }: QueryTexts): 'classic' | 'workspace' | 'either' {
  if (classic !== undefined && workspace !== undefined) return 'either';
  return classic === undefined ? 'workspace' : 'classic';
}

function textFor({ classic, workspace }: QueryTexts, { tables }: FoundPlace): string {
  return (tables === 'workspace' ? (workspace ?? classic) : (classic ?? workspace)) ?? '';
}

/** What the safety belt never lets pass. */
function refusal({ text, analysis }: Understood): QueryHeld | undefined {
  const findings = analysis.findings.filter((one) => one.verdict === 'refuse');
  return findings.length === 0 ? undefined : { kind: 'held', findings, verdict: 'refuse', text };
}

/** What it does not let pass without a word. */
function heldBack({ text, analysis }: Understood, { anyway }: QueryWish): QueryHeld | undefined {
  const findings = anyway ? [] : analysis.findings.filter((one) => one.verdict === 'confirm');
  return findings.length === 0 ? undefined : { kind: 'held', findings, verdict: 'confirm', text };
}

/**
 * Who says “over 6h” has said how far to look. What is costly in a query of ours is meant so; that rows may be missing is told
 * all the same.
 */
function toldOf({ findings }: QueryAnalysis, { text, overMs }: QueryWish): QueryAnalysis['findings'] {
  if (typeof text !== 'string') return findings.filter((one) => one.rule === 'row-cap');
  return overMs === undefined ? findings : findings.filter((one) => one.rule !== 'no-time-filter');
}

function spanFor({ longest, clock }: QueriesNeeds, { overMs, range }: QueryWish, analysis: QueryAnalysis, { role }: Asker) {
  return spanOf({ overMs, range, analysis, role, longestMs: longest[role], now: clock.now() });
}

/** The service's words may quote what it found in the data; and it does not say what was perhaps meant. */
async function readOr(
  needs: QueriesNeeds,
  { analysis, text, found }: Read,
  query: LogQuery,
  options: QueryReadOptions,
): Promise<QueryRead | QueryRejection> {
  try {
    return await needs.reads.read(query, options);
  } catch (error) {
    if (!(error instanceof QueryRejected)) throw error;
    const { code, message, at } = error.problem;
    const nearest = nearestTo(error.problem, { text, used: analysis.tables }, needs.tables, needs.suggest);
    const inText = at !== undefined && at.start <= text.length ? at : undefined;
    return { kind: 'rejected', problem: { code, message: needs.redaction.text(message), at: inText, nearest }, text, found };
  }
}

function withNearest({ tables, suggest }: QueriesNeeds, { analysis, text }: Understood, result: QueryResult): QueryResult {
  const { partial } = result;
  return partial === undefined
    ? result
    : { ...result, partial: { ...partial, nearest: nearestTo(partial, { text, used: analysis.tables }, tables, suggest) } };
}
