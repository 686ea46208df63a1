import type { Document } from '../../src/core/document.ts';
import type { Alert } from '../../src/core/model/alert.ts';
import type { DecisionRecord } from '../../src/core/model/decision.ts';
import type { Incident, TimelineEntry } from '../../src/core/model/incident.ts';
import { alertList, rejectedList } from '../../templates/alerts.ts';
import { already } from '../../templates/already.ts';
import { failedDeliveries } from '../../templates/deliveries.ts';
import { incidentAnswer, incidentCard } from '../../templates/incident.ts';
import { incidentChoice, incidentList } from '../../templates/incidents.ts';
import { notice } from '../../templates/notice.ts';
import { silenceList, silenceMade } from '../../templates/silences.ts';
import { threadNews, timeline } from '../../templates/timeline.ts';
import { explanation } from '../../templates/why.ts';
import { shop } from '../fakes/incident-desk.ts';

const at = Date.UTC(2026, 10, 20, 9);
const timeZone = 'UTC';

/** Every message about alerts with the text in each field that somebody outside, or a person, can fill, and the address in each that holds one. */
export function baitedDocuments(text: string, url = 'javascript:alert(1)'): readonly Document[] {
  const { alert, incident, decision, entries, silence } = baited(text, url);
  const view = {
    incident,
    service: { ...shop, title: text },
    issueTracker: 'configured',
    timeZone,
    linkHosts: ['portal.azure.com'],
  } as const;
  const receipt = {
    id: 1,
    key: 'k',
    destination: text,
    kind: 'incident-root',
    state: 'dead',
    attempts: 2,
    dueAt: at,
    reason: text,
  } as const;
  const told = { decisions: [decision], omitted: 'some' as const, receipts: [receipt], roomNames: new Map([[text, text]]) };
  const target = { platform: 'slack', channel: text };
  const effect = { kind: 'incident-root', incident: incident.id, target } as const;
  const failed = { ...receipt, lane: text, owner: text, urgency: 'root' as const, effect, failedAt: at };
  return [
    incidentCard(view),
    incidentAnswer({ ...view, service: undefined }),
    incidentList([incident], { service: text, page: 1, now: at }),
    incidentChoice(text, (id) => `timeline add to ${id} ${text}`, [incident, { ...incident, id: text }]),
    threadNews(entries, timeZone),
    timeline(view, entries),
    alertList(
      [
        { alert, incident: 'resolved' },
        { alert: { ...alert, key: `${text}2`, waiting: { kind: 'silenced', silence: text, until: at } }, incident: 'none' },
      ],
      { service: text, page: 1, now: at },
    ),
    rejectedList([{ id: 1, source: 'azure', identity: text, receivedAt: at, body: text, rejected: text }], { page: 1, timeZone }),
    explanation({ ...told, about: { kind: 'alert', alert, incident } }, { asked: 'why not', timeZone }),
    explanation({ ...told, about: { kind: 'incident', incident } }, { asked: 'why', timeZone }),
    silenceList([{ silence, alerts: [alert], from: at, to: at + 1 }], { now: at, timeZone }),
    silenceMade({ silence, alerts: [alert], doubts: [{ kind: 'unknown', what: 'label', value: text, near: text }] }, timeZone),
    already({ what: text, by: silence.by, at }, timeZone),
    failedDeliveries([failed], timeZone),
    notice(text),
  ];
}

function baited(text: string, url: string) {
  const by = { platform: 'slack', id: text, name: text };
  const alert: Alert = {
    key: text,
    source: 'azure',
    rule: text,
    title: text,
    description: text,
    severity: 'P1',
    labels: { [text]: text },
    resources: [text],
    operation: text,
    release: text,
    service: text,
    state: 'fired',
    firedAt: at,
    lastEventAt: at,
    link: url,
    recovered: true,
  };
  const incident: Incident = {
    id: 'INC-1',
    service: text,
    services: [text, `2 ${text}`],
    title: text,
    severity: 'P1',
    state: 'resolved',
    openedAt: at,
    acknowledged: { by, at },
    resolved: { by: undefined, at, reason: text },
    alerts: [alert, { ...alert, title: `another ${text}` }],
    jira: { key: text, url },
    rooms: [],
    version: 1,
  };
  const rule = { path: text, line: 4 };
  const decision: DecisionRecord = { at, name: 'silenced', reason: text, alert: text, steps: [{ station: 'silence', reason: text, rule }] };
  const line = { incident: incident.id, at, text };
  const entries: readonly TimelineEntry[] = [
    { ...line, kind: 'joined' },
    { ...line, kind: 'note', by, saidBy: text },
    { ...line, kind: 'note', by },
  ];
  const silence = {
    id: text,
    match: { [text]: [text] },
    times: { kind: 'once', from: at, to: at },
    reason: text,
    by,
    addedAt: at,
  } as const;
  return { alert, incident, decision, entries, silence };
}
