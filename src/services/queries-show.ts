import { AuditedFailure } from '../core/audited-failure.ts';
import {
  type AuditDetail,
  type Reply,
  replyInPlace,
  replyRefused,
  replyToChannel,
  replyToSender,
  replyUnderClick,
} from '../core/invocation.ts';
import { auditOfAsked } from './queries-audit.ts';
import { editButtons, heldButtons, isDrawn, queryButtons } from './queries-buttons.ts';
import { QueryCancelled } from './queries-cancelled.ts';
import type { QueryOptions } from './queries-options.ts';
import type { QueryAnswer, QueryAsked, QueryHeld, QuerySpeech, QueryState, QueryTexts, QueryWish } from './query-services.ts';
import type { Context } from './services.ts';

/** What its buttons carry. */
export interface QueryWords {
  /** The words that ask the same with other options. */
  readonly command: (options: QueryOptions) => string;
  /** What saves it; undefined: it has a name already. */
  readonly save: string | undefined;
}

/** A query that is asked and shown, whatever named it. */
export interface ShownQuery {
  readonly text: string | QueryTexts;
  readonly options: QueryOptions;
  /** Asked for only where there are buttons: what is refused is not worth keeping. */
  readonly words: () => Promise<QueryWords>;
  /** What opens the form with it; undefined: it has a name, or is too long for a button. */
  readonly edit?: string | undefined;
  /** Of a query that has a name. */
  readonly title?: string | undefined;
}

/** Who presses "Run again" twice in a row need not make Azure work twice. */
const freshMs = 10_000;

/** Asks, tells meanwhile how it stands, and answers with what came: rows, a file, what stands in the way, or what the service says is wrong. */
export async function askAndShow(query: ShownQuery, context: Context, speech: QuerySpeech): Promise<Reply> {
  const { options, text } = query;
  const { timeZone, now } = context;
  const wish = {
    text,
    in: options.in,
    overMs: options.overMs,
    range: options.range,
    anyway: options.anyway,
    notBefore: options.afresh ? now - freshMs : undefined,
  };
  const { answer, sent } = await asked(wish, context, speech);
  switch (answer.kind) {
    case 'held':
      return heldReply(answer, query, speech);
    case 'rejected':
      return {
        ...replyRefused(speech.rejected(answer, { rows: editButtons(query.edit) })),
        audit: { ...sent, outcome: 'rejected', code: answer.problem.code },
      };
    case 'answer': {
      if (options.as === 'csv') return { ...replyUnderClick(speech.csv(answer)), audit: auditOf(answer) };
      const as = options.as ?? (isDrawn(answer) ? 'chart' : 'table');
      const rows = queryButtons({ answer, options, ...(await query.words()) });
      const document = speech.message(answer, { page: options.page ?? 1, as, timeZone, rows, title: query.title });
      // A button under an answer says its page; any other belongs to a list or a form, which is to stay.
      const isRedrawn = options.page !== undefined || context.origin.kind !== 'clicked';
      return { ...(isRedrawn ? replyInPlace(document) : replyToChannel(document)), audit: auditOf(answer) };
    }
  }
}

/** What fails, or is cancelled, once it is clear what is to be sent is in the audit log like what is answered. */
async function asked(wish: QueryWish, context: Context, speech: QuerySpeech) {
  const { services, actor, role, place, signal, report } = context;
  const running = (state: QueryState): void => report(speech.running(state));
  const sent: AuditDetail[] = [];
  const asking = (query: QueryAsked): void => void sent.push(auditOfAsked([query]));
  try {
    return { answer: await services.queries.ask(wish, { actor, role, place }, { signal, running, asking }), sent: sent[0] };
  } catch (error) {
    if (sent[0] === undefined) throw error;
    throw new AuditedFailure(error, { ...sent[0], outcome: error instanceof QueryCancelled ? 'cancelled' : 'failed' });
  }
}

/** What is refused is a mistake; what only has to be confirmed is not. */
async function heldReply(held: QueryHeld, { words, edit, options }: ShownQuery, speech: QuerySpeech): Promise<Reply> {
  const audit = { asked: 'no', rules: held.findings.map((one) => one.rule).join(' '), text: held.text };
  if (held.verdict === 'refuse') return { ...replyRefused(speech.held(held, { rows: editButtons(edit) })), audit };
  const { command } = await words();
  return { ...replyToSender(speech.held(held, { rows: heldButtons({ command, edit, options }) })), undone: true, audit };
}

/** What the audit log keeps beside the words. */
function auditOf({ text, found, from, to, result, redactions, ageMs }: QueryAnswer): AuditDetail {
  return {
    ...auditOfAsked([{ text, place: found.place, from, to }]),
    rows: result.table.rows.length,
    redactions,
    cached: ageMs === undefined ? 'no' : `${Math.round(ageMs / 1_000)} s`,
  };
}
