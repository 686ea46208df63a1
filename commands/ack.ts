import { mention, moment, plain, sentence } from '../src/core/document.ts';
import { replyToClick, replyToSender } from '../src/core/invocation.ts';
import { chooseIncident, clickedRootOf, readIncidentId } from '../src/services/incidents-choose.ts';
import { command } from '../src/services/services.ts';
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
    if (clickedRootOf(incident, context) === 'root') return replyToClick(incidentCard(await incidents.view(incident.id)));
    const first = incident.acknowledged;
    if (result === 'acknowledged' || first === undefined)
      return replyToSender(sentence(`You acknowledged ${incident.id}: ${incident.title}.`));
    return replyToSender(
      sentence(
        `${incident.id} was acknowledged already by `,
        mention(first.by),
        plain(' at '),
        moment(first.at, context.timeZone),
        plain('.'),
      ),
    );
  },
});
