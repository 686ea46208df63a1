import type { Invocation } from '../../src/core/invocation.ts';
import type { NewEntry, NewEvent } from '../../src/core/ledger.ts';
import type { Alert } from '../../src/core/model/alert.ts';
import { laneOf, type NewDelivery } from '../../src/core/model/delivery.ts';
import type { Incident, TimelineEntry } from '../../src/core/model/incident.ts';
import { formatTarget, type Target } from '../../src/core/model/person.ts';

/** Nine in the morning of the day all samples are of. */
export const morning = Date.UTC(2026, 10, 20, 9);

export const ana = { platform: 'slack', id: 'U1', name: 'Ana', email: undefined } as const;
export const slackOps: Target = { platform: 'slack', channel: '#ops' };
export const teamsOps: Target = { platform: 'teams', channel: '19:ops@thread.tacv2' };

/** How deliveries are leased where no pace matters. */
export const unpaced = { most: 10, busy: [], pace: () => undefined } as const;

export function sampleEvent(identity: string, more: Partial<NewEvent> = {}): NewEvent {
  return { source: 'azure', identity, receivedAt: morning, body: `{"name":"${identity}"}`, ...more };
}

export function sampleAlert(key: string, more: Partial<Alert> = {}): Alert {
  return {
    key,
    source: 'azure',
    rule: 'cpu-high',
    title: 'CPU above 90 %',
    resources: ['/subscriptions/1/providers/Microsoft.Web/sites/Checkout'],
    labels: { slot: 'Production' },
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
    services: ['checkout'],
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

/** A line that is told in Slack at once, as what people do is. */
export function sampleNewEntry(
  text: string,
  more: Partial<Omit<NewEntry, 'entry'>> & { readonly incident?: string; readonly at?: number; readonly kind?: TimelineEntry['kind'] } = {},
): NewEntry {
  const { incident = 'INC-1', at = morning, kind = 'joined', ...rest } = more;
  return {
    entry: { ...sampleEntry(incident, text), at, kind },
    announceTo: [slackOps],
    gapMs: 0,
    owner: 'checkout',
    urgency: 'act',
    ...rest,
  };
}

/** The messages about an incident in a room. */
export function sampleRoot(
  incident: string,
  more: Partial<NewDelivery> & { readonly target?: Target; readonly kind?: 'incident-root' | 'incident-edit' } = {},
): NewDelivery {
  const { target = slackOps, kind = 'incident-root', ...rest } = more;
  return {
    key: `${kind}:${incident}:${formatTarget(target)}`,
    lane: laneOf(incident, target),
    destination: formatTarget(target),
    owner: 'checkout',
    urgency: kind === 'incident-root' ? 'root' : 'redraw',
    effect: { kind, incident, target },
    dueAt: morning,
    ...rest,
  };
}

/** All of one destination are of one lane, unless told otherwise. */
export function sampleDelivery(key: string, more: Partial<NewDelivery> = {}): NewDelivery {
  return {
    key,
    lane: more.destination ?? 'slack:#ops',
    destination: 'slack:#ops',
    owner: 'checkout',
    urgency: 'root',
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
