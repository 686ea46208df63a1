import { readPlain } from '../src/core/clauses.ts';
import { replyToChannel } from '../src/core/invocation.ts';
import { command } from '../src/services/services.ts';
import { queryList } from '../templates/query-list.ts';

const examples = ['queries', 'queries slow'] as const;
const mostWords = 6;

export const queries = command({
  name: 'queries',
  summary: 'Lists the queries that have a name, each with a button that asks it.',
  usage: 'queries [TEXT]',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: (words) => readPlain(words, mostWords, examples).join(' '),
  run: async (text, { services, actor }) => {
    const wanted = text.toLowerCase();
    const all = await services.savedQueries.list();
    const found = all.filter((one) => {
      const said = 'texts' in one ? [one.name, one.title, one.description] : [one.name, one.command, one.ownerName];
      return said.some((its) => its.toLowerCase().includes(wanted));
    });
    return replyToChannel(queryList(found, { text, of: all.length, by: actor }));
  },
});
