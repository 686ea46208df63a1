import { sentence } from '../../src/core/document.ts';
import type { ChatListener, Clock, Log, TimeText } from '../../src/core/ports.ts';
import type { Directs } from './directs.ts';
import { type Ears, notTaken } from './listeners.ts';
import { readSubmission, refusedModal } from './modal.ts';
import type { People } from './people.ts';
import type { Heard } from './read-invocation.ts';
import { readShortcut } from './read-shortcut.ts';
import { mentionedIn } from './read-text.ts';
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
}

/** More names than these are not looked up before Slack wants its acknowledgement. */
const mostNames = 5;

/** From what Slack sends to the invocations of the core: who says it is looked up, where it was said completed. */
export function createEars(needs: EarsNeeds): Ears {
  const { listener, people, directs, clock, log } = needs;
  const hear = async ({ user, ...heard }: Heard): Promise<void> => {
    const [actor, place] = await Promise.all([people.find(user.id, user.name), directs.complete(heard.place, user.id)]);
    await listener.receive({ ...heard, actor, place, receivedAt: clock.now() });
  };
  const namesIn = async (text: string): Promise<ReadonlyMap<string, string>> => {
    const found = await Promise.all(
      mentionedIn(text)
        .slice(0, mostNames)
        .map((id) => people.find(id, undefined)),
    );
    return new Map(found.filter((one) => one.profile !== 'unknown').map(({ id, name }) => [id, name]));
  };
  return {
    hear,
    hearShortcut: async (shortcut) => {
      // Side by side: Slack waits three seconds for all of it.
      const [names] = await Promise.all([namesIn(shortcut.message.text), people.find(shortcut.user.id, shortcut.user.name)]);
      await hear(readShortcut(shortcut, names));
    },
    hearForm: async (sent) => {
      const heard = readSubmission(sent, needs.hash);
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
    suggest: (asked) => suggest(asked, listener.search),
  };
}
