import { z } from 'zod';

const dayMs = 86_400_000;
/** Alerts Management keeps alerts for 30 days. */
export const keptMs = 30 * dayMs;

export const alertStates = ['New', 'Acknowledged', 'Closed'] as const;
export type AlertState = (typeof alertStates)[number];

/** An alert as Alerts Management has it; times in milliseconds since 1970. */
export interface KeptAlert {
  /** The GUID at the end of its id. */
  readonly id: string;
  readonly subscription: string;
  readonly rule: string;
  readonly severity: string;
  readonly signalType: string;
  readonly monitorService: string;
  readonly target: string;
  readonly origin: string;
  readonly description: string;
  readonly condition: 'Fired' | 'Resolved';
  readonly state: AlertState;
  readonly startedAt: number;
  readonly changedAt: number;
  readonly resolvedAt: number | undefined;
  readonly context: unknown;
  readonly changedBy: string;
}

const posted = z.object({
  data: z.object({
    essentials: z.object({
      alertId: z.string(),
      alertRule: z.string(),
      severity: z.string().nullish(),
      signalType: z.string().nullish(),
      monitorCondition: z.enum(['Fired', 'Resolved']),
      monitoringService: z.string(),
      alertTargetIDs: z.array(z.string()).nullish(),
      originAlertId: z.string().nullish(),
      firedDateTime: z.string().transform(Date.parse),
      description: z.string().nullish(),
    }),
    alertContext: z.unknown(),
  }),
});

export interface AlertsStore {
  /** Takes what the webhook tells, whether or not that reaches anybody. Throws for what is not the common alert schema. */
  readonly take: (body: unknown, at: number) => void;
  /** Those of the last 30 days, in the order they began. */
  readonly list: (now: number) => readonly KeptAlert[];
  readonly find: (id: string, now: number) => KeptAlert | undefined;
  /** undefined: there is no such alert. */
  readonly change: (id: string, state: AlertState, by: string, now: number) => KeptAlert | undefined;
}

export function createAlertsStore(): AlertsStore {
  const alerts = new Map<string, KeptAlert>();
  const current = (now: number): readonly KeptAlert[] => {
    for (const [id, one] of alerts) if (one.startedAt < now - keptMs) alerts.delete(id);
    return [...alerts.values()];
  };
  return {
    take: (body, at) => {
      const { essentials, alertContext } = posted.parse(body).data;
      const id = essentials.alertId.split('/').at(-1) ?? essentials.alertId;
      const before = alerts.get(id);
      const resolved = essentials.monitorCondition === 'Resolved';
      alerts.set(id, {
        id,
        subscription: /^\/subscriptions\/([^/]+)/u.exec(essentials.alertId)?.[1] ?? '',
        rule: essentials.alertRule,
        severity: essentials.severity ?? 'Sev4',
        signalType: essentials.signalType ?? 'Unknown',
        monitorService: essentials.monitoringService,
        target: essentials.alertTargetIDs?.[0] ?? '',
        origin: essentials.originAlertId ?? '',
        description: essentials.description ?? '',
        condition: essentials.monitorCondition,
        state: before?.state ?? 'New',
        startedAt: before?.startedAt ?? essentials.firedDateTime,
        changedAt: at,
        resolvedAt: resolved ? at : undefined,
        context: alertContext,
        changedBy: 'System',
      });
    },
    list: current,
    find: (id, now) => current(now).find((one) => one.id === id.toLowerCase()),
    change: (id, state, by, now) => {
      const found = current(now).find((one) => one.id === id.toLowerCase());
      if (found === undefined) return undefined;
      const changed: KeptAlert = { ...found, state, changedAt: now, changedBy: by };
      alerts.set(found.id, changed);
      return changed;
    },
  };
}
