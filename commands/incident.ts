import { replyToChannel, replyToSender } from '../src/core/invocation.ts';
import { chooseIncident, readIncidentId } from '../src/services/incidents-choose.ts';
import { command } from '../src/services/services.ts';
import { incidentAnswer } from '../templates/incident.ts';
import { incidentChoice } from '../templates/incidents.ts';

const examples = ['incident INC-1', 'incident'] as const;

export const incident = command({
  name: 'incident',
  summary: 'Shows an incident.',
  usage: 'incident [INCIDENT]',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: (words) => readIncidentId(words, examples),
  run: async (id, context) => {
    const { incidents } = context.services;
    const choice = await chooseIncident(id, context, incidents);
    if (choice.kind === 'unclear') return replyToSender(incidentChoice('Which incident?', (one) => `incident ${one}`, choice.open));
    return replyToChannel(incidentAnswer(await incidents.view(choice.id)));
  },
});
