import { readPlain } from '../src/core/clauses.ts';
import { replyToChannel } from '../src/core/invocation.ts';
import { command } from '../src/services/services.ts';
import { incidentList } from '../templates/incidents.ts';

export const incidents = command({
  name: 'incidents',
  summary: 'Lists the open incidents.',
  usage: 'incidents',
  examples: ['incidents'],
  permission: 'viewer',
  changes: 'nothing',
  args: (words) => readPlain(words, 0, ['incidents']),
  run: async (_args, { services, now }) => replyToChannel(incidentList(await services.incidents.open(), now)),
});
