import { z } from 'zod';
import { readDigestTime } from '../../core/digest-times.ts';
import { duration, matchers, text } from './common.ts';

/** A window that comes again and again, in a zone. */
export const maintenance = z
  .strictObject({
    match: matchers('Which alerts are silenced.', { service: 'checkout' }),
    at: text('When it begins: days and a time. "sun 02:00".', 'sun 02:00').optional(),
    cron: text('When it begins, as five cron fields, in place of `at`.', '0 2 * * 0').optional(),
    timeZone: text('IANA name of the zone that the time is meant in.', 'Europe/Berlin').default('UTC'),
    lasts: duration('How long it lasts.', '2h'),
    reason: text('What is done then; people read it.', 'Weekly restart of the database').default('maintenance'),
  })
  .transform(({ at, cron, lasts, ...rest }, context) => {
    if ((at === undefined) === (cron === undefined)) context.addIssue('needs a time: either at or cron');
    const read = at === undefined ? undefined : readDigestTime(at);
    if (at !== undefined && read === undefined) {
      context.addIssue({ code: 'custom', path: ['at'], message: 'must be days and a time, such as "sun 02:00" or "mon,wed 08:30"' });
    }
    return { ...rest, cron: cron ?? read?.cron ?? '', lastsMs: lasts };
  });
