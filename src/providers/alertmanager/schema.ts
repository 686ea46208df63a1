import { z } from 'zod';

/** Prometheus writes nanoseconds; the year 1 stands for "not yet". */
const moment = z
  .string()
  .optional()
  .transform((words) => {
    const at = Date.parse((words ?? '').replace(/(\.\d{3})\d+/u, '$1'));
    return Number.isFinite(at) && at > 0 ? at : undefined;
  });
const words = z.record(z.string(), z.string()).default({});
const link = z
  .url({ protocol: /^https$/u })
  .optional()
  .catch(undefined);

/** One group of alerts, as the webhook receiver of Alertmanager gets it. */
export const groupSchema = z.object({
  version: z.literal('4'),
  externalURL: link,
  /** How many of the group are not in the message (`max_alerts` of the receiver). */
  truncatedAlerts: z.number().int().nonnegative().default(0),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels: words,
      annotations: words,
      startsAt: moment,
      endsAt: moment,
      generatorURL: link,
      fingerprint: z.string().optional(),
    }),
  ),
});
export type Group = z.infer<typeof groupSchema>;
export type GroupAlert = Group['alerts'][number];
