import { type Document, link, plain, sentence } from '../src/core/document.ts';
import { replyToClick, replyToSender } from '../src/core/invocation.ts';
import type { Incident } from '../src/core/model/incident.ts';
import { chooseIncident, clickedRootOf, readIncidentId } from '../src/services/incidents-choose.ts';
import { command } from '../src/services/services.ts';
import { incidentCard } from '../templates/incident.ts';
import { incidentChoice } from '../templates/incidents.ts';

const examples = ['jira', 'jira INC-1'] as const;

export const jira = command({
  name: 'jira',
  summary: 'Opens a JIRA issue for an incident.',
  usage: 'jira [INCIDENT]',
  examples,
  permission: 'responder',
  changes: 'state',
  args: (words) => readIncidentId(words, examples),
  run: async (id, context) => {
    const { incidents } = context.services;
    const choice = await chooseIncident(id, context, incidents);
    if (choice.kind === 'unclear') return replyToSender(incidentChoice('For which incident?', (one) => `jira ${one}`, choice.open));
    const { result, incident } = await incidents.openIssue(choice.id, context.actor);
    if (result !== 'ordered' && clickedRootOf(incident, context) === 'root') {
      return replyToClick(incidentCard(await incidents.view(incident.id)));
    }
    return replyToSender(answer(incident, result));
  },
});

function answer({ id, jira: issue }: Incident, result: 'opened' | 'already' | 'ordered'): Document {
  if (issue === undefined) return sentence(`The JIRA issue for ${id} is on its way; it will appear on the incident's message.`);
  return sentence(plain(result === 'already' ? `${id} has an issue already: ` : `Opened for ${id}: `), link(issue.key, issue.url));
}
