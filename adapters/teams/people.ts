import type { z } from 'zod';
import type { Person } from '../../src/core/model/person.ts';
import type { Log } from '../../src/core/ports.ts';
import { readFailure } from './errors.ts';
import { isGuid } from './options.ts';
import type { IncomingActivity } from './schema.ts';
import { member } from './schema.ts';

export interface People {
  /** Who wrote or clicked; never throws. Without an answer in time the person is known by their id alone. */
  readonly personOf: (activity: IncomingActivity) => Promise<Person>;
}

export interface PeopleNeeds {
  readonly lookUp: (serviceUrl: string, conversation: string, id: string, timeoutMs: number) => Promise<unknown>;
  readonly isZone: (zone: string) => boolean;
  /** The bot's own; a domain name cannot be compared. */
  readonly tenant: string;
  readonly log: Log;
}

interface Details {
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly aadObjectId: string | undefined;
}

const timeoutMs = 2_000;
const keepMs = 60 * 60 * 1_000;
const keepFailureMs = 60 * 1_000;
const most = 5_000;
const nothing: Details = { name: undefined, email: undefined, aadObjectId: undefined };

/** Looks people up for their e-mail address, which roles may be given by; an activity carries none. */
export function createPeople(needs: PeopleNeeds): People {
  const kept = new Map<string, { readonly details: Promise<Details>; until: number }>();

  const detailsOf = (serviceUrl: string, conversation: string, id: string): Promise<Details> => {
    const known = kept.get(id);
    if (known !== undefined && performance.now() < known.until) return known.details;
    const entry = { details: Promise.resolve(nothing), until: performance.now() + keepMs };
    entry.details = needs
      .lookUp(serviceUrl, conversation, id, timeoutMs)
      .then(
        (answer) => atHome(member.parse(answer), needs.tenant),
        (error: unknown) => {
          entry.until = performance.now() + keepFailureMs;
          needs.log.warn({ reason: readFailure(error).reason }, 'a person’s e-mail address could not be read from Teams');
          return nothing;
        },
      )
      .catch(() => nothing);
    kept.delete(id);
    kept.set(id, entry);
    if (kept.size > most) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
    return entry.details;
  };

  return {
    personOf: async (activity) => {
      const { from, serviceUrl, conversation, channelData } = activity;
      if (from === undefined) return { platform: 'teams', id: 'unknown', name: 'unknown' };
      // A thread of a channel has no members of its own: those of its team are asked, as the SDK does.
      const details = await detailsOf(serviceUrl ?? '', channelData?.team?.id ?? conversation.id, from.id);
      return {
        platform: 'teams',
        id: from.aadObjectId ?? details.aadObjectId ?? from.id,
        name: from.name ?? details.name ?? 'somebody',
        email: details.email,
        timeZone: zoneOf(activity, needs.isZone),
      };
    },
  };
}

/** In a channel shared with another company its people have the addresses that company says: roles must not go by them. */
function atHome(found: z.output<typeof member>, tenant: string): Details {
  const foreign = isGuid(tenant) && found.tenant !== undefined && found.tenant.toLowerCase() !== tenant.toLowerCase();
  return foreign ? { ...found, email: undefined } : found;
}

function zoneOf(activity: IncomingActivity, isZone: (zone: string) => boolean): string | undefined {
  const zone = activity.localTimezone ?? activity.entities?.find((one) => one.type === 'clientInfo')?.timezone;
  return zone !== undefined && isZone(zone) ? zone : undefined;
}
