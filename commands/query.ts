import { code, plain, sentence } from '../src/core/document.ts';
import { UserError } from '../src/core/errors.ts';
import { type Reply, replyToSender } from '../src/core/invocation.ts';
import { readWords } from '../src/core/words.ts';
import { type NamedWish, queryCommand, readQueryCall } from '../src/services/queries-call.ts';
import { type KqlWish, readKqlCall } from '../src/services/queries-grammar.ts';
import { bindParameters } from '../src/services/queries-parameters.ts';
import { askAndShow, type QueryWords } from '../src/services/queries-show.ts';
import { noSuchQuery, savableWords } from '../src/services/saved-queries.ts';
import { checkQueryName } from '../src/services/saved-queries-name.ts';
import { type Context, command } from '../src/services/services.ts';
import { querySpeech } from '../templates/query.ts';
import { namedQueryForm, querySaved, saveQueryForm } from '../templates/query-forms.ts';

const examples = [
  'query slow-operations in compliance',
  'query slow-operations slowerThan=500 in compliance over 6h',
  'query save morning',
  'query delete morning',
] as const;

export const query = command({
  name: 'query',
  summary: 'Asks one of the queries that have a name; see queries for those there are.',
  usage:
    'query NAME [PARAMETER=VALUE …] [in SERVICE|WORKSPACE] [over 24h] [page N] [as table|chart|csv] · query save NAME · query delete NAME',
  examples,
  permission: 'viewer',
  args: (words) => readQueryCall(words, examples),
  changes: ({ kind }) => (kind === 'save' || kind === 'save kept' || kind === 'delete' ? 'state' : 'nothing'),
  run: (call, context) => {
    switch (call.kind) {
      case 'form':
        return Promise.resolve(replyToSender(namedQueryForm()));
      case 'ask':
        return ask(call.wish, context);
      case 'save':
        return saveLast(call.name, context);
      case 'ask name':
        return askName(call.words, context);
      case 'save kept':
        return saveKept(call.id, call.name, context);
      case 'delete':
        return remove(call.name, context);
    }
  },
});

async function ask(wish: NamedWish, context: Context): Promise<Reply> {
  const { savedQueries } = context.services;
  const found = await savedQueries.find(wish.name);
  if (found === undefined) throw noSuchQuery(wish.name, await savedQueries.list(), context.suggest);
  const command = (options: NamedWish['options']): string => queryCommand({ ...wish, name: found.name, options });
  const words = (): Promise<QueryWords> => Promise.resolve({ command, save: undefined });
  if ('texts' in found) {
    const text = bindParameters(found, wish.given, context.suggest);
    return askAndShow({ text, options: wish.options, words, title: found.title }, context, querySpeech);
  }
  // A saved query takes no parameters; giving one is a mistake that says so.
  bindParameters({ name: found.name, parameters: [], texts: {} }, wish.given, context.suggest);
  const saved = savedWish(found.command, found.name);
  const { text } = saved;
  const options = { ...wish.options, in: wish.options.in ?? saved.options.in, overMs: wish.options.overMs ?? saved.options.overMs };
  return askAndShow({ text, options, words, title: found.name }, context, querySpeech);
}

function savedWish(words: string, name: string): { readonly options: KqlWish['options']; readonly text: string } {
  const call = readKqlCall(readWords(words), examples);
  if (call.kind === 'ask' && call.wish.body.kind === 'text') return { options: call.wish.options, text: call.wish.body.text };
  throw new UserError(`${name} cannot be asked any more; delete it and save it anew.`, [`query delete ${name}`]);
}

async function saveLast(name: string, { services, actor, place }: Context): Promise<Reply> {
  checkQueryName(name);
  const last = await services.savedQueries.lastAsked(actor, place);
  if (last === undefined) throw new UserError('You have not asked a query here that I could save. Ask one first.', ['kql']);
  const result = await services.savedQueries.save({ name, command: last }, actor);
  return replyToSender(querySaved(name, last, result));
}

/** What is to be saved is settled before the name is asked for: meanwhile something else may be asked. */
async function askName(words: string, { services }: Context): Promise<Reply> {
  const command = await savableWords(words, services.queries.kept);
  if (command === undefined) throw new UserError('That query is not kept any more; ask it anew.', ['kql']);
  return replyToSender(saveQueryForm(await services.queries.keep(command), command));
}

async function saveKept(id: string, name: string, { services, actor }: Context): Promise<Reply> {
  const command = await services.queries.kept(id);
  if (command === undefined) throw new UserError('That query is not kept any more; ask it anew.', ['kql']);
  const result = await services.savedQueries.save({ name, command }, actor);
  return replyToSender(querySaved(name, command, result));
}

async function remove(name: string, { services, actor, role }: Context): Promise<Reply> {
  const removed = await services.savedQueries.remove(name, actor, role);
  return replyToSender(sentence(plain(`The saved query ${removed.name} is deleted. It asked `), code(removed.command), plain('.')));
}
