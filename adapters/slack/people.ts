import { createLookUps } from '../../src/core/look-ups.ts';
import type { Person } from '../../src/core/model/person.ts';
import type { Clock, Log } from '../../src/core/ports.ts';
import { type SlackFailure, toFailure } from './errors.ts';
import { userInfo } from './schema.ts';
import type { Speaker } from './schema-interactive.ts';
import type { SlackWeb } from './web.ts';

export interface People {
  /**
   * Whoever this is. When Slack does not answer in time, as they were known last; when nothing was, what the event itself
   * told, with `profile: 'unknown'`. Never throws.
   */
  readonly find: (told: Speaker) => Promise<Known>;
}

export interface Known {
  readonly person: Person;
  /** 'elsewhere': in a workspace that is neither ours nor of our organization. Where Slack does not tell, 'here'. */
  readonly belongs: 'here' | 'elsewhere';
}

// Names, zones and addresses change seldom; an hour-old role would be felt, ten minutes are not.
const freshMs = 10 * 60_000;
const keptPeople = 1_000;
/** Slack wants its acknowledgement within 3 s, and this comes before it: two tries, each this long. */
const patienceMs = 900;

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

/** What Slack says of somebody. */
type Profile = Pick<Person, 'email' | 'timeZone'> & { readonly name: string | undefined; readonly belongs: Known['belongs'] };

export function createPeople({ web, clock, log, home }: PeopleNeeds): People {
  const lookUp = createLookUps<Profile>({
    now: clock.now,
    freshMs,
    most: keptPeople,
    mayPass: (error) => mayPassAtOnce(toFailure(error)),
    failed: (user, error) => log.warn({ user, error }, 'Slack did not say who a person is; going on with what is known'),
  });
  const ask = async (id: string): Promise<Profile> => {
    const found = await web.call('users.info', { user: id }, userInfo, AbortSignal.timeout(patienceMs));
    const { name, timeZone } = found;
    return {
      name,
      timeZone,
      email: isAtHome(found.home, home()) ? found.email : undefined,
      belongs: found.stranger ? 'elsewhere' : belonging(found.home, home()),
    };
  };
  return {
    find: async ({ id, name: told, team }) => {
      const found = await lookUp(id, () => ask(id));
      if (found === undefined) {
        // Events do not tell the organization: in one, another workspace may well be ours too.
        const belongs = home()?.enterprise === undefined ? belonging({ team, enterprise: undefined }, home()) : 'here';
        return { person: { platform: 'slack', id, name: told ?? id, profile: 'unknown' }, belongs };
      }
      const { belongs, name, ...profile } = found;
      return { person: { platform: 'slack', id, ...profile, name: name ?? told ?? id }, belongs };
    },
  };
}

/** A rate limit does not pass: asking again at once would only prolong it. */
function mayPassAtOnce({ code, retry }: SlackFailure): boolean {
  return retry.when === 'later' && code !== 'ratelimited';
}

/**
 * Roles are given by e-mail address, and in a channel shared with another company its people have the addresses that company
 * says: only those of our own workspace, or of the organization it belongs to, count.
 */
function isAtHome(theirs: Home, ours: Home | undefined): boolean {
  if (theirs.team !== undefined && theirs.team === ours?.team) return true;
  return theirs.enterprise !== undefined && theirs.enterprise === ours?.enterprise;
}

function belonging(theirs: Home, ours: Home | undefined): Known['belongs'] {
  const untold = theirs.team === undefined || ours?.team === undefined;
  return untold || isAtHome(theirs, ours) ? 'here' : 'elsewhere';
}
