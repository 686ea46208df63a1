import { z } from 'zod';
import { severities } from '../../core/model/severity.ts';
import { duration, matchers, targets, text } from './common.ts';
import { maintenance } from './maintenance.ts';

const minuteMs = 60_000;

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

const wait = (severity: string, example: string) => duration(`Of incidents that open as ${severity}.`, example).optional();

const groupWait = z
  .strictObject({
    P0: wait('P0', '0s'),
    P1: wait('P1', '5s'),
    P2: wait('P2', '10s'),
    P3: wait('P3', '1m'),
    default: duration('Of all others.', '10s').default(10_000),
  })
  .transform(({ P0 = 0, P1, P2, P3, default: others }) => ({ P0, P1: P1 ?? others, P2: P2 ?? others, P3: P3 ?? others }))
  .meta({
    description: 'How long the first message about an incident waits for alerts that belong to it. P0: not at all, unless you say.',
  });

/** Of any system that alerts come from: no scheme, no port, no path. */
const host = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/iu, 'must be a host such as grafana.example.com, without https:// and without a port')
  .meta({ description: 'A host.', examples: ['grafana.example.com'] });

const hold = z.strictObject({
  match: matchers('Which alerts are weak signals.', { source: 'sentry', severity: 'P3' }),
  times: z
    .int()
    .min(2)
    .max(100)
    .default(3)
    .meta({ description: 'Told so often, one opens an incident after all.', examples: [3] }),
  within: duration('Within this time.', '10m').default(10 * minuteMs),
});

const inhibit = z.strictObject({
  source: matchers('While such an alert fires …', { rule: 'database-down' }),
  target: matchers('… such alerts are held down.', { severity: ['P2', 'P3'] }),
  equal: z
    .array(text('A name.', 'service'))
    .default([])
    .meta({ description: 'Only where these are the same in both.', examples: [['service']] }),
});

const expire = z.strictObject({
  match: matchers('Which alerts never say that they are over.', { source: 'azure', rule: 'log-*' }),
  after: duration('Over when not told again for so long.', '1h'),
});

export const incidentsSchema = z
  .strictObject({
    defaultRoute: targets('Where incidents are posted that no route matches.', ['slack:#incidents']).default([]),
    routes: z.array(route).default([]).meta({ description: 'The first one that matches is taken.' }),
    timeZone: text(
      'IANA name of the zone in which the times of incidents are written; everybody sees the same message.',
      'Europe/Berlin',
    ).default('UTC'),
    groupWait: groupWait.prefault({}),
    groupInterval: duration('News of alerts are told in an incident’s thread no more often than this.', '1m').default(minuteMs),
    repeat: duration('How often people are reminded of an incident whose alerts still fire.', '4h').default(240 * minuteMs),
    reopenWithin: duration('An alert that fires again so soon after its incident was resolved opens it again.', '30m').default(
      30 * minuteMs,
    ),
    resolveAfter: duration('How long no alert may fire before an incident is resolved by itself.', '5m').default(5 * minuteMs),
    linkHosts: z
      .array(host)
      .default([])
      .meta({
        description:
          'Hosts that the links of alerts may lead to, and all hosts below them, beside Azure’s portal and the systems named in this file. Any other address is shown as text.',
        examples: [['grafana.example.com', 'prometheus.example.com']],
      }),
    hold: z
      .array(hold)
      .optional()
      .meta({
        description:
          'Weak signals: alone they open nothing, until they repeat or another alert joins them. The first rule that matches counts. Left out: warnings of Sentry, 3 times in 10 minutes.',
        examples: [[{ match: { source: 'sentry', severity: 'P3' }, times: 3, within: '10m' }]],
      }),
    expire: z
      .array(expire)
      .default([])
      .meta({
        description:
          'Alerts that count as over when they are not told again for so long, unless their end is told before. For rules whose end nobody tells: log search alerts of Azure without a state. The first rule that matches counts.',
        examples: [[{ match: { source: 'azure', rule: 'log-*' }, after: '1h' }]],
      }),
    inhibit: z
      .array(inhibit)
      .default([])
      .meta({ description: 'Alerts that say nothing new while another one fires; what still fires when that one resolves is announced.' }),
    maintenance: z
      .array(maintenance)
      .default([])
      .meta({
        description: 'Recurring windows in which matching alerts are not announced; what still fires at the end is.',
        examples: [
          [
            {
              match: { service: 'checkout' },
              at: 'sun 02:00',
              timeZone: 'Europe/Berlin',
              lasts: '2h',
              reason: 'Weekly restart of the database',
            },
            { match: { rule: 'backup-*' }, cron: '30 3 1 * *', lasts: '45m' },
          ],
        ],
      }),
  })
  .meta({ description: 'Where incidents are posted, what makes one, and when they end.' });
