import type { AlertMessage } from '../alerting/rule.ts';

/** One alert of an incident: a rule, and what it is about. */
export interface AlertTally {
  readonly source: AlertMessage['source'];
  readonly rule: string;
  /** The resource's name, or where an alert names none the service's. */
  readonly about: string;
  /** How often it was said to fire, and to be over. */
  readonly fired: number;
  readonly resolved: number;
}

export interface IncidentTally {
  readonly incident: string;
  readonly messages: number;
  readonly alerts: readonly AlertTally[];
}

/** Counts what is sent, by what really caused it. */
export interface Tally {
  readonly sent: (message: AlertMessage, incident: string) => void;
  readonly refused: () => void;
  readonly told: () => { readonly sent: number; readonly refused: number; readonly incidents: readonly IncidentTally[] };
}

export function createTally(): Tally {
  const incidents = new Map<string, { messages: number; readonly alerts: Map<string, AlertTally> }>();
  let sent = 0;
  let refused = 0;
  return {
    sent: (message, incident) => {
      sent += 1;
      const own = incidents.get(incident) ?? { messages: 0, alerts: new Map<string, AlertTally>() };
      incidents.set(incident, own);
      own.messages += 1;
      for (const { rule, resource, service, state } of message.alerts) {
        const about = resource ?? service;
        const before = own.alerts.get(`${rule}|${about}`) ?? { source: message.source, rule, about, fired: 0, resolved: 0 };
        own.alerts.set(`${rule}|${about}`, { ...before, [state]: before[state] + 1 });
      }
    },
    refused: () => {
      refused += 1;
    },
    told: () => ({
      sent,
      refused,
      incidents: [...incidents].map(([incident, { messages, alerts }]) => ({ incident, messages, alerts: [...alerts.values()] })),
    }),
  };
}
