import { readPlain } from '../src/core/clauses.ts';
import { replyToChannel } from '../src/core/invocation.ts';
import { command } from '../src/services/services.ts';
import { savedChartList } from '../templates/charts.ts';

const examples = ['charts', 'charts cpu'] as const;
const mostWords = 6;

export const charts = command({
  name: 'charts',
  summary: 'Lists the saved charts, each with a button that draws it.',
  usage: 'charts [TEXT]',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: (words) => readPlain(words, mostWords, examples).join(' '),
  run: async (text, { services, actor }) => {
    const wanted = text.toLowerCase();
    const all = await services.savedCharts.list();
    const found = all.filter((one) => [one.name, one.command, one.ownerName].some((its) => its.toLowerCase().includes(wanted)));
    return replyToChannel(savedChartList(found, { text, of: all.length, by: actor }));
  },
});
