import type { Incident, IncidentRoom } from '../../core/model/incident.ts';
import { formatTarget, type MessageRef, type Target } from '../../core/model/person.ts';
import { withRoomNames } from '../../core/model/room-names.ts';
import { findIncident, viewIncident } from '../incidents-view.ts';
import { readRoomNames } from '../room-names.ts';
import type { Handlers } from './attempt.ts';
import { done, type HandlerNeeds, never, postOnce } from './post.ts';

type IncidentHandlers = Pick<Handlers, 'incident-root' | 'incident-edit' | 'incident-thread'>;

/** The handlers of an incident's messages: its root in each room, the root's redraws, and the lines of its thread. */
export function createIncidentHandlers(needs: HandlerNeeds): IncidentHandlers {
  const view = (id: string) => viewIncident({ ...needs, issueTracker: needs.issues === undefined ? 'absent' : 'configured' }, id);
  const card = async (id: string) => needs.speech.incidentCard(await view(id));

  return {
    'incident-root': async ({ incident: id, target }, attempt) => {
      const incident = await findIncident(needs.ledger, id);
      if (roomOf(incident, target)?.ref !== undefined) return done;
      const posted = await postOnce(needs.chats, target, () => card(id), attempt);
      if (!posted.ok) return posted;
      if (posted.ref === undefined) return never(`${formatTarget(target)} did not tell which message it made`);
      await rememberRoom(needs, id, target, posted.ref);
      return done;
    },
    'incident-edit': async ({ incident: id, target }, { signal }) => {
      const incident = await findIncident(needs.ledger, id);
      const ref = roomOf(incident, target)?.ref;
      const chat = needs.chats.get(target.platform);
      // A root that could not be posted, or a platform that cannot edit: the lines of the thread tell the change.
      if (ref === undefined || chat?.edit === undefined) return done;
      const edited = await chat.edit(ref, await card(id), { signal });
      // Whoever deleted it does not want it there; the lines of the thread tell what is new.
      if (!edited.ok && edited.because === 'gone') return { ok: true, remark: edited.reason };
      return edited.ok ? done : { ok: false, reason: edited.reason, retry: edited.retry };
    },
    'incident-thread': async (effect, attempt) => {
      const { incident: id, target } = effect;
      const incident = await findIncident(needs.ledger, id);
      const ref = roomOf(incident, target)?.ref;
      if (ref === undefined) return never(await whyNoRoot(needs, id, target));
      const entries = await needs.ledger.threadEntries(effect);
      if (entries.length === 0) return never(`there is no line of ${id} left to tell`);
      const thread = { platform: ref.platform, channel: ref.channel, thread: ref.id };
      const names = await readRoomNames(needs.settings);
      const lines = entries.map((entry) => ({ ...entry, text: withRoomNames(entry.text, names) }));
      const posted = await postOnce(needs.chats, thread, () => needs.speech.threadNews(lines, needs.timeZone), attempt);
      return posted.ok ? done : posted;
    },
  };
}

/** The lane's root came before, so it was given up: its reason is the one to mend. */
async function whyNoRoot({ ledger }: HandlerNeeds, id: string, target: Target): Promise<string> {
  const receipts = await ledger.receipts(id);
  const root = receipts.findLast((one) => one.kind === 'incident-root' && one.destination === formatTarget(target));
  const because = root?.reason === undefined ? '' : `: ${root.reason}`;
  return `${id} has no first message in ${formatTarget(target)} whose thread this could be in${because}`;
}

function roomOf(incident: Incident, target: Target): IncidentRoom | undefined {
  return incident.rooms.find((room) => formatTarget(room.target) === formatTarget(target));
}

/** Where the root is says nothing new to people: no room is redrawn for it. */
async function rememberRoom({ ledger }: HandlerNeeds, id: string, target: Target, ref: MessageRef): Promise<void> {
  for (;;) {
    const incident = await findIncident(ledger, id);
    const rooms = incident.rooms.map((room) => (formatTarget(room.target) === formatTarget(target) ? { ...room, ref } : room));
    const outcome = await ledger.commit({ incidents: [{ ...incident, rooms, version: incident.version + 1 }] });
    if (outcome === 'committed') return;
  }
}
