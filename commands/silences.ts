import { readPlain } from '../src/core/clauses.ts';
import { replyToChannel } from '../src/core/invocation.ts';
import { command } from '../src/services/services.ts';
import { silenceList } from '../templates/silences.ts';

export const silences = command({
  name: 'silences',
  summary: 'Lists what is silent, now or soon.',
  usage: 'silences',
  examples: ['silences'],
  permission: 'viewer',
  changes: 'nothing',
  args: (words) => readPlain(words, 0, ['silences']),
  run: async (_args, { services: { silences: all }, now }) =>
    replyToChannel(silenceList(await all.list(now), { now, timeZone: all.timeZone })),
});
