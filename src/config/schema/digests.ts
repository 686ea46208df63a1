import { z } from 'zod';
import { readDigestTime } from '../../core/digest-times.ts';
import { targets, text } from './common.ts';

const digest = z
  .strictObject({
    at: text('When: days and a time. "daily 09:00", "weekdays 09:00", "mon,wed 08:30".', 'daily 09:00').optional(),
    cron: text('When, as five cron fields, in place of `at`.', '0 9 * * 1-5').optional(),
    timeZone: text('IANA name of the zone that the time is meant in.', 'Europe/Berlin').default('UTC'),
    of: z
      .union([z.literal('all'), z.array(text('Name of a service.', 'checkout')).min(1)], {
        error: 'must be all, or a list of names of services',
      })
      .default('all')
      .meta({ description: 'Which services: all, or a list of names.', examples: ['all'] }),
    to: targets('Where it is posted.', ['slack:#ops']),
  })
  .transform(({ at, cron, of, to, timeZone }, context) => {
    if ((at === undefined) === (cron === undefined)) context.addIssue('needs a time: either at or cron');
    const read = at === undefined ? undefined : readDigestTime(at);
    if (at !== undefined && read === undefined) {
      context.addIssue({ code: 'custom', path: ['at'], message: 'must be days and a time, such as "daily 09:00" or "mon,wed 08:30"' });
    }
    return { cron: cron ?? read?.cron ?? '', timeZone, services: of === 'all' ? undefined : of, targets: to };
  });

export const digestsSchema = z
  .array(digest)
  .default([])
  .meta({
    description: 'Health reports that are posted by themselves.',
    examples: [
      [
        { at: 'daily 09:00', timeZone: 'Europe/Berlin', of: 'all', to: ['slack:#ops'] },
        { cron: '0 8 * * 1-5', timeZone: 'UTC', of: ['checkout'], to: ['teams:19:0123456789abcdef@thread.tacv2'] },
      ],
    ],
  });
