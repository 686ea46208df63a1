import type { z } from 'zod';
import { createLookUps } from '../../src/core/look-ups.ts';
import type { Person } from '../../src/core/model/person.ts';
import type { Log } from '../../src/core/ports.ts';
import { readFailure } from './errors.ts';
import type { IncomingActivity } from './schema.ts';
import { member } from './schema.ts';

export interface People {
  /**
   * Who wrote or clicked; never throws. Without an answer in time as they were known last, or else by what the activity tells,
   * with `profile: 'unknown'`.
   */
  readonly personOf: (activity: IncomingActivity) => Promise<Person>;
}

export interface PeopleNeeds {
  readonly lookUp: (serviceUrl: string, conversation: string, id: string, timeoutMs: number) => Promise<unknown>;
  readonly isZone: (zone: string) => boolean;
  /** The bot's own: a GUID. */
  readonly tenant: string;
  readonly log: Log;
}

interface Details {
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly aadObjectId: string | undefined;
}

/** Of one try; there are two, and Teams gives up on a click after about 10 s. */
const timeoutMs = 1_500;
const freshMs = 60 * 60 * 1_000;
const most = 5_000;

/** Looks people up for their e-mail address, which roles may be given by; an activity carries none. */
export function createPeople(needs: PeopleNeeds): People {
  const lookUp = createLookUps<Details>({
    now: () => performance.now(),
    freshMs,
    most,
    mayPass: (error) => readFailure(error).retry.when === 'later',
    failed: (user, error) =>
      needs.log.warn({ user, reason: readFailure(error).reason }, 'Teams did not say who a person is; going on with what is known'),
  });

  return {
    personOf: async (activity) => {
      const { from, serviceUrl, conversation, channelData } = activity;
      if (from === undefined) return { platform: 'teams', id: 'unknown', name: 'unknown' };
      const details = await lookUp(from.id, async () => {
        // A thread of a channel has no members of its own: those of its team are asked, as the SDK does.
        const where = channelData?.team?.id ?? conversation.id;
        return atHome(member.parse(await needs.lookUp(serviceUrl ?? '', where, from.id, timeoutMs)), needs.tenant);
      });
      return {
        platform: 'teams',
        id: from.aadObjectId ?? details?.aadObjectId ?? from.id,
        name: from.name ?? details?.name ?? 'somebody',
        email: details?.email,
        timeZone: zoneOf(activity, needs.isZone),
        ...(details === undefined ? { profile: 'unknown' } : {}),
      };
    },
  };
}

/** In a channel shared with another company its people have the addresses that company says: roles go only by our own. */
function atHome(found: z.output<typeof member>, tenant: string): Details {
  return found.tenant?.toLowerCase() === tenant.toLowerCase() ? found : { ...found, email: undefined };
}

function zoneOf(activity: IncomingActivity, isZone: (zone: string) => boolean): string | undefined {
  const zone = activity.localTimezone ?? activity.entities?.find((one) => one.type === 'clientInfo')?.timezone;
  return zone !== undefined && isZone(zone) ? zone : undefined;
}
