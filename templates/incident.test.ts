import { describe, expect, it } from 'vitest';
import type { Document } from '../src/core/document.ts';
import type { Alert } from '../src/core/model/alert.ts';
import type { Incident } from '../src/core/model/incident.ts';
import type { Person } from '../src/core/model/person.ts';
import type { IncidentView } from '../src/services/services.ts';
import { shop } from '../test/fakes/incident-desk.ts';
import { incidentCard, toneOf } from './incident.ts';
import { incidentList } from './incidents.ts';
import { threadNews } from './timeline.ts';

const at = Date.UTC(2026, 10, 20, 3, 12);
const eva: Person = { platform: 'slack', id: 'U0EVA', name: 'Eva' };
const slow: Alert = {
  key: 'slow',
  source: 'azure',
  rule: 'slow-responses',
  labels: {},
  resources: [],
  service: 'shop',
  title: 'Slow responses',
  description: 'average above 2 s',
  severity: 'P2',
  state: 'fired',
  firedAt: at,
  lastEventAt: at,
  incident: 'INC-7',
  link: 'https://portal.azure.com/#alert',
};
const errors: Alert = {
  ...slow,
  key: 'errors',
  source: 'sentry',
  title: 'Timeouts',
  severity: 'P1',
  state: 'resolved',
  resolvedAt: at + 60_000,
  link: undefined,
};
const triggered: Incident = {
  id: 'INC-7',
  service: 'shop',
  services: ['shop'],
  title: 'Slow responses',
  severity: 'P1',
  state: 'triggered',
  openedAt: at,
  alerts: [slow, errors],
  rooms: [],
  version: 3,
};
const view = (incident: Partial<Incident>): IncidentView => ({
  incident: { ...triggered, ...incident },
  service: shop,
  issueTracker: 'configured',
  linkHosts: ['portal.azure.com', 'jira.example.com'],
  timeZone: 'UTC',
});
const json = (document: Document): string => `${JSON.stringify(document, undefined, 2)}\n`;

describe('the card of an incident', () => {
  it('shows what is wrong and what can be done when it is triggered', async () => {
    await expect(json(incidentCard({ ...view({}), timeZone: 'Europe/Berlin' }))).toMatchFileSnapshot('./golden/incident-triggered.json');
  });

  it('shows who has it, and its issue', async () => {
    const jira = { key: 'OPS-1', url: 'https://jira.example.com/browse/OPS-1' };
    const acknowledged = view({ state: 'acknowledged', acknowledged: { by: eva, at: at + 120_000 }, jira });
    // Whoever acknowledged something harmless has not acknowledged what it has become.
    const became = (severity: 'P0' | 'P2') => toneOf({ state: 'acknowledged', severity, acknowledged: { by: eva, at, severity: 'P2' } });
    expect([became('P2'), became('P0')]).toEqual(['warning', 'bad']);
    await expect(json(incidentCard(acknowledged))).toMatchFileSnapshot('./golden/incident-acknowledged.json');
  });

  it('offers nothing to press but an issue when it is resolved', async () => {
    const reason = 'all alerts have been quiet for 5 minutes';
    const resolved = view({ state: 'resolved', resolved: { by: undefined, at: at + 600_000, reason } });
    await expect(json(incidentCard(resolved))).toMatchFileSnapshot('./golden/incident-resolved.json');
  });
});

describe('a card', () => {
  it('says once what is wrong, and where', () => {
    const card = json(incidentCard({ ...view({ alerts: [slow] }), service: undefined }));
    expect(card.match(/Slow responses/gu)).toHaveLength(2); // the summary's and the heading's
    expect(incidentCard({ ...view({ service: undefined }), service: undefined }).blocks[0]).toMatchObject({
      text: 'INC-7 · P1 · Unassigned: Slow responses',
    });
  });
});

describe('an alert on the card', () => {
  it('says that it was found by asking, where its webhook did not come', () => {
    const card = json(incidentCard(view({ alerts: [slow, { ...slow, key: 'cpu', title: 'CPU', recovered: true }] })));
    expect(card.match(/found by asking Azure; its webhook did not come/gu)).toHaveLength(1);
  });
});

describe('a link that came from outside', () => {
  const linked = (url: string): string => json(incidentCard(view({ alerts: [{ ...slow, link: url }], jira: { key: 'OPS-1', url } })));

  it('36 leads only to hosts that are trusted: any other page is written out, and what is no page is left out', () => {
    expect(linked('https://portal.azure.com/#a').match(/"kind": ?"link"/gu)).toHaveLength(2);
    const elsewhere = linked(`https://evil.example/${'x'.repeat(100_000)}`);
    expect(elsewhere).not.toMatch(/"kind": ?"link"/u);
    expect(elsewhere).toMatch(/ · https:\/\/evil\.example\/x+…/u);
    expect(elsewhere.length).toBeLessThan(5_000);
    for (const url of ['javascript:alert(1)', 'data:text/html,x']) expect(linked(url)).not.toMatch(/"kind": ?"link"|alert\(1\)|data:/u);
  });
});

describe('a line of the story', () => {
  it('says when, who and what, and its summary says it without the moment', () => {
    const document = threadNews([{ incident: 'INC-7', at, kind: 'acknowledged', by: eva, text: 'acknowledged the incident' }], 'UTC');
    expect(document.summary).toBe('Eva acknowledged the incident');
    expect(document.blocks).toEqual([
      {
        kind: 'text',
        runs: [
          { kind: 'time', at, zone: 'UTC', style: 'time' },
          { kind: 'plain', text: ' ' },
          { kind: 'mention', platform: 'slack', id: 'U0EVA', name: 'Eva' },
          { kind: 'plain', text: ' ' },
          { kind: 'plain', text: 'acknowledged the incident' },
        ],
      },
    ]);
  });
});

describe('the list of open incidents', () => {
  it('begins with the most severe, and says how many there are', () => {
    const many = Array.from(
      { length: 25 },
      (_, index): Incident => ({ ...triggered, id: `INC-${index + 1}`, severity: index === 24 ? 'P0' : 'P2' }),
    );
    const [, table] = incidentList(many, at + 60_000).blocks;
    if (table?.kind !== 'table') throw new Error('there is no table');
    expect(table.rows[0]?.map((cell) => cell.text)).toEqual(['INC-25', 'P0', 'Triggered', 'shop', '1 min', 'Slow responses']);
    expect([table.rows.length, table.total]).toEqual([20, 25]);
  });
});
