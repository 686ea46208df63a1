import type { Person } from '../../src/core/model/person.ts';
import type { Clock, Log } from '../../src/core/ports.ts';
import { userInfo } from './schema.ts';
import type { SlackWeb } from './web.ts';

export interface People {
  /** Whoever has this id; when Slack does not answer at once, only what the event itself told. Never throws. */
  readonly find: (id: string, told: string | undefined) => Promise<Person>;
}

// Names, zones and addresses change seldom; an hour-old role would be felt, ten minutes are not.
const keptMs = 10 * 60_000;
const keptPeople = 1_000;
/** Slack wants its acknowledgement within 3 s, and this comes before it. */
const patienceMs = 1_000;

/** Where somebody belongs: a workspace, and the organization that workspace may be a part of. */
export interface Home {
  readonly team: string | undefined;
  readonly enterprise: string | undefined;
}

export interface PeopleNeeds {
  readonly web: SlackWeb;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the bot is installed; undefined until that is known. */
  readonly home: () => Home | undefined;
}

export function createPeople({ web, clock, log, home }: PeopleNeeds): People {
  const known = new Map<string, { readonly person: Person; readonly until: number }>();
  return {
    find: async (id, told) => {
      const cached = known.get(id);
      if (cached !== undefined && cached.until > clock.now()) return cached.person;
      try {
        const found = await web.call('users.info', { user: id }, userInfo, AbortSignal.timeout(patienceMs));
        const { name, timeZone } = found;
        const email = isAtHome(found.home, home()) ? found.email : undefined;
        const person: Person = { platform: 'slack', id, name: name ?? told ?? id, email, timeZone };
        known.delete(id);
        known.set(id, { person, until: clock.now() + keptMs });
        if (known.size > keptPeople) for (const oldest of known.keys()) if (known.delete(oldest)) break;
        return person;
      } catch (error) {
        log.warn({ user: id, error }, 'Slack did not say who a person is; going on with the id alone');
        return cached?.person ?? { platform: 'slack', id, name: told ?? id };
      }
    },
  };
}

/**
 * Roles are given by e-mail address, and in a channel shared with another company its people have the addresses that company
 * says: only those of our own workspace, or of the organization it belongs to, count.
 */
function isAtHome(theirs: Home, ours: Home | undefined): boolean {
  if (theirs.team !== undefined && theirs.team === ours?.team) return true;
  return theirs.enterprise !== undefined && theirs.enterprise === ours?.enterprise;
}
