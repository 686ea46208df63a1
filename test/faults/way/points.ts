import type { AlertSource } from '../../../src/core/alert-ports.ts';
import type { ChatAdapter } from '../../../src/core/chat.ts';
import type { Change, Ledger } from '../../../src/core/ledger.ts';

/** Where on the way from a webhook to a message a process can be made to die. */
export const points = [
  'after verify',
  'before the commit of the event',
  'after the commit of the event',
  'before the commit of triage',
  'after the commit of triage',
  'before a post to slack',
  'after a post to slack',
  'before a post to teams',
  'after a post to teams',
  'after the message id is saved',
  'before a delivery is settled',
  'after a delivery is settled',
] as const;
export type Point = (typeof points)[number];

/** Called at each point; whoever wants the process to end there does not come back from it. */
export type At = (point: Point) => Promise<void>;

/** What the product is handed, with a stop at each point. */
export function withPoints(at: At) {
  return {
    source: (source: AlertSource): AlertSource => ({
      ...source,
      doors: source.doors.map((door) => ({
        ...door,
        verify: async (request) => {
          const verdict = await door.verify(request);
          await at('after verify');
          return verdict;
        },
      })),
    }),
    ledger: (ledger: Ledger): Ledger => ({
      ...ledger,
      storeEvent: async (event) => {
        await at('before the commit of the event');
        const stored = await ledger.storeEvent(event);
        await at('after the commit of the event');
        return stored;
      },
      commit: async (change) => {
        if (isTriage(change)) await at('before the commit of triage');
        const outcome = await ledger.commit(change);
        if (isTriage(change)) await at('after the commit of triage');
        else if (savesMessage(change)) await at('after the message id is saved');
        return outcome;
      },
      settle: async (id, settlement) => {
        await at('before a delivery is settled');
        await ledger.settle(id, settlement);
        await at('after a delivery is settled');
      },
    }),
    chat: (chat: ChatAdapter): ChatAdapter => ({
      ...chat,
      post: async (target, document, options) => {
        const platform = target.platform === 'slack' ? 'slack' : 'teams';
        await at(`before a post to ${platform}`);
        const delivery = await chat.post(target, document, options);
        await at(`after a post to ${platform}`);
        return delivery;
      },
    }),
  };
}

const isTriage = (change: Change): boolean => (change.triaged ?? []).length > 0;

/** Once the root of an incident is posted, its id is saved with the incident. */
const savesMessage = (change: Change): boolean => (change.incidents ?? []).some((one) => one.rooms.some((room) => room.ref !== undefined));
