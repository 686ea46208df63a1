import { sentence } from '../src/core/document.ts';
import { replyBriefly, replyToClick, replyToSender } from '../src/core/invocation.ts';
import { chooseIncident, clickedRootOf, readIncidentId } from '../src/services/incidents-choose.ts';
import { command } from '../src/services/services.ts';
import { already, isOther } from '../templates/already.ts';
import { incidentCard } from '../templates/incident.ts';
import { incidentChoice } from '../templates/incidents.ts';

const examples = ['ack', 'ack INC-1'] as const;

export const ack = command({
  name: 'ack',
  summary: 'Says that you look after an incident.',
  usage: 'ack [INCIDENT]',
  examples,
  permission: 'viewer',
  changes: 'state',
  args: (words) => readIncidentId(words, examples),
  run: async (id, context) => {
    const { incidents } = context.services;
    const choice = await chooseIncident(id, context, incidents);
    if (choice.kind === 'unclear')
      return replyToSender(incidentChoice('Which incident do you acknowledge?', (one) => `ack ${one}`, choice.open));
    const { result, incident } = await incidents.acknowledge(choice.id, context.actor);
    const { acknowledged: first, resolved: end } = incident;
    if (result === 'resolved' && end !== undefined)
      return replyBriefly(already({ what: `${incident.id} was resolved`, ...end }, context.timeZone));
    const place = clickedRootOf(incident, context);
    // The message shows who it was, but whoever pressed as well has to hear that it was not they.
    if (result === 'already' && first !== undefined && (place === 'elsewhere' || isOther(first.by, context.actor) === 'other'))
      return replyBriefly(already({ what: `${incident.id} was acknowledged`, ...first }, context.timeZone));
    if (place === 'root') return replyToClick(incidentCard(await incidents.view(incident.id)));
    return replyToSender(sentence(`You acknowledged ${incident.id}: ${incident.title}.`));
  },
});
