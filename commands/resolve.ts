import { moment, plain, sentence } from '../src/core/document.ts';
import { replyToClick, replyToSender } from '../src/core/invocation.ts';
import { chooseIncident, clickedRootOf, readIncidentId } from '../src/services/incidents-choose.ts';
import { command } from '../src/services/services.ts';
import { incidentCard } from '../templates/incident.ts';
import { incidentChoice } from '../templates/incidents.ts';

const examples = ['resolve', 'resolve INC-1'] as const;

export const resolve = command({
  name: 'resolve',
  summary: 'Closes an incident.',
  usage: 'resolve [INCIDENT]',
  examples,
  permission: 'responder',
  changes: 'state',
  args: (words) => readIncidentId(words, examples),
  run: async (id, context) => {
    const { incidents } = context.services;
    const choice = await chooseIncident(id, context, incidents);
    if (choice.kind === 'unclear')
      return replyToSender(incidentChoice('Which incident do you resolve?', (one) => `resolve ${one}`, choice.open));
    const { result, incident } = await incidents.resolve(choice.id, context.actor);
    if (clickedRootOf(incident, context) === 'root') return replyToClick(incidentCard(await incidents.view(incident.id)));
    if (result === 'resolved' || incident.resolved === undefined)
      return replyToSender(sentence(`You resolved ${incident.id}: ${incident.title}.`));
    return replyToSender(sentence(`${incident.id} was resolved already at `, moment(incident.resolved.at, context.timeZone), plain('.')));
  },
});
