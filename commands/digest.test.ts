import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDigestTime } from '../src/core/digest-times.ts';
import { UserError } from '../src/core/errors.ts';
import type { Person } from '../src/core/model/person.ts';
import type { DigestSchedule } from '../src/core/model/schedule.ts';
import { readWords } from '../src/core/words.ts';
import { readWantedDigest } from '../src/services/digests-words.ts';
import type { Digests } from '../src/services/services.ts';
import { createSuggest } from '../src/text/suggest.ts';
import { scheduleWords } from '../templates/digests-when.ts';
import { ben, say } from '../test/fakes/context.ts';
import { digest } from './digest.ts';

const suggest = createSuggest();
const read = (typed: string) => readWantedDigest(readWords(typed).all, suggest, digest.examples);

describe('digest add', () => {
  it.each([
    ['daily at 09:00', { cron: '0 9 * * *' }],
    ['Daily at 9.30 here', { cron: '30 9 * * *' }],
    ['weekdays at 23:59', { cron: '59 23 * * 1,2,3,4,5' }],
    ['weekends at 10:00', { cron: '0 10 * * 0,6' }],
    ['mon,wed at 08:30', { cron: '30 8 * * 1,3' }],
    ['friday, Monday, fri at 00:00', { cron: '0 0 * * 1,5' }],
    ['daily at 09:00 in Europe/Berlin here', { timeZone: 'Europe/Berlin' }],
    ['daily at 09:00 of shop, "big data" in UTC', { services: ['shop', 'big data'], timeZone: 'UTC' }],
    ['daily at 09:00 of all here', { services: undefined }],
  ])('understands “%s”', (typed, wanted) => {
    expect(read(typed)).toMatchObject(wanted);
  });

  it.each([
    ['', 'Say on which days and at what time.'],
    ['daily', 'Say on which days and at what time.'],
    ['at 09:00', 'Say on which days and at what time.'],
    ['daily at 24:00', '“24:00” is not a time of day; write it as 09:00.'],
    ['dialy at 09:00', '“dialy” is not a day. Did you mean “daily”?'],
    ['constructor at 09:00', '“constructor” is not a day.'],
    ['mon tue at 09:00', 'I expected a comma at “tue”.'],
    ['mon, at 09:00', 'A day is missing after the comma.'],
    ['daily at 09:00 of', 'Something is missing after “of”.'],
    ['daily at 09:00 every week', 'I did not understand “every”.'],
    ['daily at 09:00 in Berlin', 'No time zone called “Berlin”. Did you mean Europe/Berlin?'],
  ])('answers “%s” with what was not understood', (typed, words) => {
    expect(() => read(typed)).toThrow(words);
  });

  it('is never anything but read or refused with a sentence', () => {
    const word = fc.oneof(
      fc.constantFrom('daily', 'at', 'in', 'of', 'here', 'mon', ',', '09:00', 'all', '"', 'x'),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        try {
          expect(read(words.join(' ')).cron).toMatch(/^\d+ \d+ \* \* [\d,*]+$/u);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });

  it('is shown as it was typed', () => {
    expect(scheduleWords(read('mon,wed at 8:30').cron)).toBe('mon, wed at 08:30');
    expect(scheduleWords(read('daily at 09:00').cron)).toBe('daily at 09:00');
    expect(scheduleWords(read('weekdays at 09:00').cron)).toBe('weekdays at 09:00');
    expect(scheduleWords(readDigestTime('weekdays 09:00')?.cron ?? '')).toBe('weekdays at 09:00');
    expect(scheduleWords('*/5 * * * *')).toBe('*/5 * * * *');
  });
});

describe('digest', () => {
  it.each([
    ['digest add', 'Say on which days'],
    ['digest remove', 'Name the one digest to remove'],
    ['digest remove a b', 'Name the one digest to remove'],
    ['digest list all', 'I did not understand “all” here.'],
    ['digest ad daily at 09:00', 'Did you mean “add”?'],
    ['digest foo', '“foo” is nothing digest can do. There are add, list and remove.'],
  ])('answers “%s” with what was not understood', (typed, words) => {
    expect(() => digest.prepare(readWords(typed), suggest)).toThrow(words);
  });
});

/** Digests that are kept in memory, the first one Ben's, the second Ana's. */
function digestsOf(): Digests & { readonly kept: () => readonly string[] } {
  const next = Date.UTC(2026, 10, 21, 8);
  const schedule = (id: string, addedBy: string): DigestSchedule => ({
    id,
    cron: '0 9 * * *',
    timeZone: 'Europe/Berlin',
    targets: [{ platform: 'slack', channel: 'C-ops' }],
    addedBy,
    addedAt: 0,
  });
  let all = [schedule('digest-1', 'slack:U0BEN'), schedule('digest-2', 'slack:U0ANA')];
  return {
    kept: () => all.map((one) => one.id),
    list: async () => all.map((one) => ({ ...one, next })),
    add: async (wanted) => {
      const added = { ...wanted, id: `digest-${all.length + 1}`, addedAt: 0 };
      all = [...all, added];
      return { ...added, next };
    },
    remove: async (id) => {
      const found = all.find((one) => one.id === id);
      if (found === undefined) throw new UserError(`There is no digest ${id}.`);
      all = all.filter((one) => one !== found);
      return found;
    },
    content: () => Promise.reject(new Error('nobody asked for content')),
  };
}

describe('who may do what with digests', () => {
  it('a responder schedules one for the channel, in their own zone unless another is named', async () => {
    const digests = digestsOf();
    const reply = await say(digest, 'digest add mon at 09:00', { services: { digests }, timeZone: 'Africa/Johannesburg' });
    expect(reply.document.summary).toContain('digest-3: the digest of all services is posted here mon at 09:00 (Africa/Johannesburg)');
    const all = await digests.list();
    expect(all.at(-1)).toMatchObject({ targets: [{ platform: 'slack', channel: 'C-ops' }], addedBy: `slack:${ben.id}` });
  });

  it('a viewer only lists them', async () => {
    const digests = digestsOf();
    const viewer = { services: { digests }, role: 'viewer' } as const;
    expect((await say(digest, 'digest', viewer)).document.summary).toBe('2 digests are scheduled');
    await expect(say(digest, 'digest add daily at 09:00', viewer)).rejects.toThrow('Only a responder may schedule digests');
    await expect(say(digest, 'digest remove digest-1', viewer)).rejects.toThrow('Only responders may remove a digest');
    expect(digests.kept()).toEqual(['digest-1', 'digest-2']);
  });

  it('nobody is called a viewer when the chat did not say who they are', async () => {
    const actor: Person = { platform: 'teams', id: 'x', name: 'Ana', profile: 'unknown' };
    const unknown = { services: { digests: digestsOf() }, role: 'viewer', actor } as const;
    for (const typed of ['digest add daily at 09:00', 'digest remove digest-1']) {
      await expect(say(digest, typed, unknown)).rejects.toThrow(
        /^I could not look up who you are on Teams just now, .* digest (add|remove)/u,
      );
    }
  });

  it('a responder removes their own, an admin anybody’s', async () => {
    const digests = digestsOf();
    await say(digest, 'digest remove digest-1', { services: { digests } });
    await expect(say(digest, 'digest remove digest-2', { services: { digests } })).rejects.toThrow(
      'Only admins may remove a digest that somebody else scheduled',
    );
    await expect(say(digest, 'digest remove digest-9', { services: { digests } })).rejects.toThrow('There is no digest digest-9.');
    await say(digest, 'digest remove digest-2', { services: { digests }, role: 'admin' });
    expect(digests.kept()).toEqual([]);
  });
});
