import { readPlain } from '../src/core/clauses.ts';
import { mayRun } from '../src/core/permissions.ts';
import { readHome } from '../src/services/home.ts';
import { command } from '../src/services/services.ts';
import { home as page } from '../templates/home.ts';

const examples = ['home'] as const;

/** How long the page waits for measurements before it comes without them. */
const patienceMs = 1_200;

export const home = command({
  name: 'home',
  summary: 'Shows you the services, the open incidents and your charts.',
  usage: 'home',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: (words) => readPlain(words, 0, examples),
  run: async (_args, context) => {
    const content = await readHome(context, AbortSignal.timeout(patienceMs));
    const mayResolve = mayRun(context.role, 'responder') === 'allowed' ? 'yes' : 'no';
    const document = page({ ...content, timeZone: context.timeZone, now: context.now, mayResolve });
    // Its own buttons redraw it: nobody wants a second one beside the first.
    return { document, audience: 'sender', about: 'sender', replace: true };
  },
});
