import { sentence } from '../src/core/document.ts';
import { UserError } from '../src/core/errors.ts';
import { type Reply, replyBriefly, replyToChannel, replyToSender } from '../src/core/invocation.ts';
import { type KqlWish, kqlCommand, readKqlCall } from '../src/services/queries-grammar.ts';
import { askAndShow, type QueryWords } from '../src/services/queries-show.ts';
import { type Context, command } from '../src/services/services.ts';
import { querySpeech } from '../templates/query.ts';
import { queryExplained } from '../templates/query-explained.ts';
import { queryForm } from '../templates/query-forms.ts';

const examples = [
  'kql in compliance requests | summarize count() by resultCode',
  'kql in compliance over 7d requests | summarize percentile(duration, 95) by bin(timestamp, 1h) | render timechart',
  'kql explain in compliance requests | join kind=inner dependencies on operation_Id',
  'kql',
] as const;

export const kql = command({
  name: 'kql',
  summary: 'Asks Log Analytics or Application Insights: a table, a chart or a file.',
  usage:
    'kql [in SERVICE|WORKSPACE] [over 24h] [page N] [as table|chart|csv] [anyway] QUERY · kql explain [in …] [over …] QUERY · kql cancel ID',
  examples,
  permission: 'viewer',
  // Asking is not worth storing: after a restart nobody waits for it any more.
  changes: 'nothing',
  args: (words) => readKqlCall(words, examples),
  run: (call, context) => {
    switch (call.kind) {
      case 'form':
        return Promise.resolve(replyToSender(queryForm(call.options)));
      case 'ask':
        return ask(call.wish, context);
      case 'explain':
        return explain(call.wish, context);
      case 'edit':
        return edit(call.wish, context);
      case 'cancel':
        return Promise.resolve(cancel(call.id, context));
    }
  },
});

/** What every chat's buttons can carry; longer words are kept, and named by their id. */
const mostInButton = 1_500;

async function ask({ options, body }: KqlWish, context: Context): Promise<Reply> {
  const text = await textOf(body, context);
  // A query with its longest options and the words that save it.
  const isLong = kqlCommand({ options, body: { kind: 'text', text } }).length > mostInButton;
  const words = async (): Promise<QueryWords> => {
    const carried: KqlWish['body'] = isLong ? { kind: 'kept', id: await context.services.queries.keep(text) } : { kind: 'text', text };
    const saved = { ...options, range: undefined, page: undefined, as: undefined, anyway: false, afresh: false };
    return {
      command: (over) => kqlCommand({ options: over, body: carried }),
      save: `query save ${kqlCommand({ options: saved, body: carried })}`,
    };
  };
  const edit = isLong
    ? undefined
    : kqlCommand({ options: { ...options, anyway: false, afresh: false }, body: { kind: 'text', text } }, 'edit');
  return askAndShow({ text, options, words, edit }, context, querySpeech);
}

async function explain({ options, body }: KqlWish, context: Context): Promise<Reply> {
  const text = await textOf(body, context);
  const { services, actor, role, place, signal, timeZone } = context;
  const wish = { text, in: options.in, overMs: options.overMs, range: options.range, anyway: false, notBefore: undefined };
  return replyToChannel(queryExplained(await services.queries.explain(wish, { actor, role, place }, signal), timeZone));
}

async function edit({ options, body }: KqlWish, context: Context): Promise<Reply> {
  return replyToSender(queryForm({ ...options, text: await textOf(body, context) }));
}

async function textOf(body: KqlWish['body'], { services }: Context): Promise<string> {
  if (body.kind === 'text') return body.text;
  const text = await services.queries.kept(body.id);
  if (text === undefined) throw new UserError('That query is not kept any more; ask it anew.', ['kql']);
  return text;
}

function cancel(id: string, { services, actor, role, place }: Context): Reply {
  const result = services.queries.cancel(id, { actor, role, place });
  return replyBriefly(sentence(result === 'cancelled' ? 'It is being cancelled.' : 'That query has ended already.'));
}
