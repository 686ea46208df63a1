import type { Invocation } from '../../src/core/invocation.ts';
import type { NewEvent } from '../../src/core/ledger.ts';
import type { Alert } from '../../src/core/model/alert.ts';
import type { NewDelivery } from '../../src/core/model/delivery.ts';
import type { Incident, TimelineEntry } from '../../src/core/model/incident.ts';
import type { Target } from '../../src/core/model/person.ts';

/** Nine in the morning of the day all samples are of. */
export const morning = Date.UTC(2026, 10, 20, 9);

export const ana = { platform: 'slack', id: 'U1', name: 'Ana', email: undefined } as const;
export const slackOps: Target = { platform: 'slack', channel: '#ops' };
export const teamsOps: Target = { platform: 'teams', channel: '19:ops@thread.tacv2' };

export function sampleEvent(identity: string, more: Partial<NewEvent> = {}): NewEvent {
  return { source: 'azure', identity, receivedAt: morning, body: `{"name":"${identity}"}`, ...more };
}

export function sampleAlert(key: string, more: Partial<Alert> = {}): Alert {
  return {
    key,
    source: 'azure',
    title: 'CPU above 90 %',
    description: 'naïve “quotes”, \\ and 🚨',
    severity: 'P1',
    state: 'fired',
    firedAt: morning,
    lastEventAt: morning,
    ...more,
  };
}

export function sampleIncident(number: number, more: Partial<Incident> = {}): Incident {
  return {
    id: `INC-${number}`,
    service: 'checkout',
    title: 'CPU above 90 %',
    severity: 'P1',
    state: 'triggered',
    openedAt: morning,
    alerts: [sampleAlert('a')],
    rooms: [],
    version: 1,
    ...more,
  };
}

export function sampleEntry(incident: string, text: string): TimelineEntry {
  return { incident, at: morning, kind: 'joined', text };
}

export function sampleDelivery(key: string, more: Partial<NewDelivery> = {}): NewDelivery {
  return {
    key,
    destination: 'slack:#ops',
    effect: { kind: 'incident-root', incident: 'INC-1', target: slackOps },
    dueAt: morning,
    ...more,
  };
}

export function sampleInvocation(id: string, receivedAt = morning): Invocation {
  return {
    id,
    actor: ana,
    place: { platform: 'slack', channel: 'C1', kind: 'channel' },
    text: 'ack INC-1',
    origin: { kind: 'typed' },
    receivedAt,
    replyTo: { url: 'https://hooks.example.com/1' },
  };
}
