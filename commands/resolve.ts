import { sentence } from '../src/core/document.ts';
import { replyBriefly, replyToClick, replyToSender } from '../src/core/invocation.ts';
import { chooseIncident, clickedRootOf, readIncidentId } from '../src/services/incidents-choose.ts';
import { command } from '../src/services/services.ts';
import { already, isOther } from '../templates/already.ts';
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
    const { resolved: end } = incident;
    const place = clickedRootOf(incident, context);
    // The message shows who it was, but whoever pressed as well has to hear that it was not they.
    if (result === 'already' && end !== undefined && (place === 'elsewhere' || isOther(end.by, context.actor) === 'other'))
      return replyBriefly(already({ what: `${incident.id} was resolved`, ...end }, context.timeZone));
    if (place === 'root') return replyToClick(incidentCard(await incidents.view(incident.id)));
    return replyToSender(sentence(`You resolved ${incident.id}: ${incident.title}.`));
  },
});
