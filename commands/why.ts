import { replyToSender } from '../src/core/invocation.ts';
import type { Words } from '../src/core/words.ts';
import { chooseIncident } from '../src/services/incidents-choose.ts';
import { command } from '../src/services/services.ts';
import { incidentChoice } from '../templates/incidents.ts';
import { alertChoice, explanation } from '../templates/why.ts';

const examples = ['why INC-1', 'why A-1f03c2d9', 'why not "Slow responses"', 'why'] as const;

interface Wish {
  /** undefined: the incident of this thread. */
  readonly name: string | undefined;
  readonly asked: 'why' | 'why not';
}

export const why = command({
  name: 'why',
  summary: 'Tells why something was announced, or was not: each decision with its rule.',
  usage: 'why [INCIDENT] · why ALERT · why not ALERT',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: readWish,
  run: async ({ name, asked }, context) => {
    const { services, timeZone } = context;
    // Of what is named, it is found out there whether it is an incident.
    const meant = await chooseIncident(name, context, services.incidents);
    if (meant.kind === 'unclear') return replyToSender(incidentChoice('Why which incident?', (one) => `why ${one}`, meant.open));
    const found = await services.alerts.explain(meant.id);
    if (found.kind === 'unclear') return replyToSender(alertChoice(found.alerts, asked));
    return replyToSender(explanation(found.explanation, { asked, timeZone }));
  },
});

/** Titles of alerts are many words: all that stands behind “why” or “why not” is the name. */
function readWish({ all }: Words): Wish {
  const [, first, ...rest] = all;
  const isNot = first?.quoted === false && first.text.toLowerCase() === 'not';
  const words = (isNot ? rest : all.slice(1)).map((word) => word.text);
  return { name: words.length === 0 ? undefined : words.join(' '), asked: isNot ? 'why not' : 'why' };
}
