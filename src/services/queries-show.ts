import {
  type AuditDetail,
  type Reply,
  replyInPlace,
  replyRefused,
  replyToChannel,
  replyToSender,
  replyUnderClick,
} from '../core/invocation.ts';
import { heldButtons, isDrawn, queryButtons } from './queries-buttons.ts';
import type { QueryOptions } from './queries-options.ts';
import type { Context, QueryAnswer, QueryHeld, QuerySpeech, QueryState, QueryTexts } from './services.ts';

/** A query that is asked and shown, whatever named it. */
export interface ShownQuery {
  readonly text: string | QueryTexts;
  readonly options: QueryOptions;
  /** The words that ask the same with other options. */
  readonly command: (options: QueryOptions) => string;
  /** What saves it; undefined: it has a name already. */
  readonly save: string | undefined;
  /** Of a query that has a name. */
  readonly title?: string | undefined;
}

/** Who presses "Run again" twice in a row need not make Azure work twice. */
const freshMs = 10_000;

/** Asks, tells meanwhile how it stands, and answers with what came: rows, a file, what stands in the way, or what the service says is wrong. */
export async function askAndShow(query: ShownQuery, context: Context, speech: QuerySpeech): Promise<Reply> {
  const { options, text, command, save } = query;
  const { services, actor, role, place, signal, timeZone, now, report } = context;
  const wish = {
    text,
    in: options.in,
    overMs: options.overMs,
    anyway: options.anyway,
    notBefore: options.afresh ? now - freshMs : undefined,
  };
  const running = (state: QueryState): void => report(speech.running(state));
  const answer = await services.queries.ask(wish, { actor, role, place }, { signal, running });
  switch (answer.kind) {
    case 'held':
      return heldReply(answer, query, speech);
    case 'rejected':
      return { ...replyRefused(speech.rejected(answer)), audit: { ...placeOf(answer), code: answer.problem.code } };
    case 'answer': {
      if (options.as === 'csv') return { ...replyUnderClick(speech.csv(answer)), audit: auditOf(answer) };
      const as = options.as ?? (isDrawn(answer) ? 'chart' : 'table');
      const rows = queryButtons({ answer, options, command, save });
      const document = speech.message(answer, { page: options.page ?? 1, as, timeZone, rows, title: query.title });
      // A button under an answer says its page; any other belongs to a list or a form, which is to stay.
      const isRedrawn = options.page !== undefined || context.origin.kind !== 'clicked';
      return { ...(isRedrawn ? replyInPlace(document) : replyToChannel(document)), audit: auditOf(answer) };
    }
  }
}

/** What is refused is a mistake; what only has to be confirmed is not. */
function heldReply(held: QueryHeld, { command, options }: ShownQuery, speech: QuerySpeech): Reply {
  const audit = { asked: 'no', rules: held.findings.map((one) => one.rule).join(' ') };
  if (held.verdict === 'refuse') return { ...replyRefused(speech.held(held, { rows: [] })), audit };
  return { ...replyToSender(speech.held(held, { rows: heldButtons({ command, options }) })), audit };
}

/** What the audit log keeps beside the words. */
function auditOf({ found, from, to, result, redactions, ageMs }: QueryAnswer): AuditDetail {
  return {
    ...placeOf({ found }),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    rows: result.table.rows.length,
    redactions,
    cached: ageMs === undefined ? 'no' : `${Math.round(ageMs / 1_000)} s`,
  };
}

function placeOf({ found: { place } }: Pick<QueryAnswer, 'found'>): AuditDetail {
  return { asked: place.kind === 'workspace' ? place.id : place.resource.id };
}
