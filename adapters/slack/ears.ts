import type { ChatListener } from '../../src/core/chat.ts';
import { code, type Document, sentence } from '../../src/core/document.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import type { Clock, Log, TimeText } from '../../src/core/ports.ts';
import type { Directs } from './directs.ts';
import { type Ears, notTaken } from './listeners.ts';
import { readSubmission, refusedModal } from './modal.ts';
import type { Known, People } from './people.ts';
import type { Heard } from './read-invocation.ts';
import { readShortcut } from './read-shortcut.ts';
import { mentionedIn } from './read-text.ts';
import type { ViewSubmission } from './schema-interactive.ts';
import type { Submissions } from './submissions.ts';
import { suggest } from './suggestions.ts';

export interface EarsNeeds {
  readonly listener: ChatListener;
  readonly people: People;
  readonly directs: Directs;
  readonly submissions: Pick<Submissions, 'wait' | 'close'>;
  readonly hash: (text: string) => string;
  readonly time: TimeText;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether people of other workspaces, who are in a shared channel, are answered; undefined: they are refused. */
  readonly externalPeople?: boolean | undefined;
  /** Answers one who is refused; nobody waits for it. */
  readonly refuse: (invocation: Invocation, refusal: Document) => void;
}

/** More names than these are not looked up before Slack wants its acknowledgement. */
const mostNames = 5;

const stranger = sentence(
  'I answer the people of my own workspace only. Whoever runs me can allow others: ',
  code('slack.externalPeople: true'),
  '.',
);
const unreadable = sentence('I cannot read this form any more. Please close it and ask for a new one.');

/** From what Slack sends to the invocations of the core: who says it is looked up, where it was said completed. */
export function createEars(needs: EarsNeeds): Ears {
  const { listener, people, directs, clock, log } = needs;
  const isRefused = ({ belongs }: Known): boolean => belongs === 'elsewhere' && needs.externalPeople !== true;
  const hear = async ({ user, ...heard }: Heard, looked: Promise<Known> = people.find(user)): Promise<void> => {
    const [met, place] = await Promise.all([looked, directs.complete(heard.place, user.id)]);
    const invocation = { ...heard, actor: met.person, place, receivedAt: clock.now() };
    if (!isRefused(met)) return listener.receive(invocation);
    log.info({ user: user.id, invocation: heard.id }, 'somebody of another workspace was refused');
    needs.refuse(invocation, stranger);
  };
  const namesOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const found = await Promise.all([...new Set(ids)].map((id) => people.find({ id, name: undefined })));
    return new Map(found.flatMap(({ person }) => (person.profile === 'unknown' ? [] : [[person.id, person.name]])));
  };
  return {
    hear: (heard) => hear(heard),
    hearShortcut: async (shortcut) => {
      // Side by side, and each person once: Slack waits three seconds for all of it.
      const looked = people.find(shortcut.user);
      const { author, text } = shortcut.message;
      const names = await namesOf([...(author.id === undefined ? [] : [author.id]), ...mentionedIn(text).slice(0, mostNames)]);
      await hear(readShortcut(shortcut, names), looked);
    },
    hearForm: async (sent) => {
      const heard = readable(sent, needs);
      if (heard === undefined) return refusedModal(sent, unreadable, needs.time);
      // Whoever answers may do so before the command is accepted.
      const outcome = needs.submissions.wait(heard.id);
      try {
        await hear(heard);
      } catch (error) {
        // Slack never sends a form again, and what was filled in must not be lost.
        log.error({ error }, 'a form could not be taken down');
        needs.submissions.close(heard.id);
        return refusedModal(sent, sentence(notTaken), needs.time);
      }
      const known = await outcome;
      return known.kind === 'closes' ? undefined : refusedModal(sent, known.refusal, needs.time);
    },
    suggest: async (asked) => {
      const [met, choices] = await Promise.all([people.find(asked.user), suggest(asked, listener.search)]);
      return isRefused(met) ? [] : choices;
    },
  };
}

/** undefined: what the form carries was written by another version of us, or is damaged. */
function readable(sent: ViewSubmission, { hash, log }: Pick<EarsNeeds, 'hash' | 'log'>): Heard | undefined {
  try {
    return readSubmission(sent, hash);
  } catch (error) {
    log.error({ error }, 'a form could not be read');
    return undefined;
  }
}
