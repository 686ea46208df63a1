import { readPlain } from '../src/core/clauses.ts';
import { replyAboutSender } from '../src/core/invocation.ts';
import { mayRun } from '../src/core/permissions.ts';
import { command } from '../src/services/services.ts';
import { whoAmI } from '../templates/whoami.ts';

const examples = ['whoami'] as const;

export const whoami = command({
  name: 'whoami',
  summary: 'Says who I take you for and what you may do.',
  usage: 'whoami',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: (words) => readPlain(words, 0, examples),
  run: (_args, { actor, role, timeZone, now, commands }) => {
    const named = (answer: 'allowed' | 'denied'): readonly string[] =>
      commands.filter((one) => mayRun(role, one.permission) === answer).map((one) => one.name);
    const document = whoAmI({ person: actor, role, timeZone, now, may: named('allowed'), mayNot: named('denied') });
    return Promise.resolve(replyAboutSender(document));
  },
});
