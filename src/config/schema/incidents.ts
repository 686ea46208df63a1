import { z } from 'zod';
import { severities } from '../../core/model/severity.ts';
import { duration, targets, text } from './common.ts';

const match = z
  .strictObject({
    service: text('Name of a service. Left out: any.', 'checkout').optional(),
    severity: z
      .enum(severities)
      .optional()
      .meta({ description: 'Severity. Left out: any.', examples: ['P1'] }),
  })
  .meta({ description: 'Which incidents; every given part must match.' });

const route = z.strictObject({
  match,
  to: targets('Where they are posted.', ['slack:#ops', 'teams:19:0123456789abcdef@thread.tacv2']),
});

export const incidentsSchema = z
  .strictObject({
    defaultRoute: targets('Where incidents are posted that no route matches.', ['slack:#incidents']).default([]),
    routes: z.array(route).default([]).meta({ description: 'The first one that matches is taken.' }),
    timeZone: text(
      'IANA name of the zone in which the times of incidents are written; everybody sees the same message.',
      'Europe/Berlin',
    ).default('UTC'),
    resolveAfter: duration('How long no alert may fire before an incident is resolved by itself.', '5m').default(5 * 60_000),
  })
  .meta({ description: 'Where incidents are posted, and when they end.' });
