import { describe, expect, it } from 'vitest';
import { type Document, plainText } from '../src/core/document.ts';
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
    // One sign, one meaning: what nobody has is red, however minor.
    expect(toneOf({ state: 'triggered', severity: 'P3', acknowledged: undefined })).toBe('bad');
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
  const one: Alert = { ...slow, key: 'one', labels: { Instance: 'inst-1' } };
  const other: Alert = { ...slow, key: 'other', labels: { Instance: 'inst-2' } };

  const namesOn = (alerts: readonly Alert[]): readonly string[] | undefined => {
    const facts = incidentCard(view({ alerts })).blocks.filter((block) => block.kind === 'facts');
    return facts[1]?.facts.map(({ value }) => plainText(value).split(' · ')[0] ?? '');
  };

  it('has its name beside others, and alone only which of its rule it is: the heading has its title', () => {
    expect(namesOn([one, other])).toEqual(['Slow responses [Instance inst-1]', 'Slow responses [Instance inst-2]']);
    expect(namesOn([slow, { ...errors, rule: 'timeouts' }])).toEqual(['Slow responses', 'Timeouts']);
    expect(namesOn([one])).toEqual(['Instance inst-1']);
  });

  it('is among the eight that are shown if it is worse than the others, wherever it stands', () => {
    const minor = Array.from({ length: 9 }, (_, index): Alert => ({ ...slow, key: `${index}`, title: `minor ${index}` }));
    const over: Alert = { ...errors, title: 'over' };
    const oldest: Alert = { ...slow, key: 'oldest', title: 'oldest', firedAt: at - 1 };
    const worst: Alert = { ...slow, key: 'worst', title: 'worst', severity: 'P0', firedAt: at + 1 };
    const shown = namesOn([over, ...minor, oldest, worst]);
    expect(shown).toEqual(['worst', 'oldest', ...minor.slice(0, 6).map(({ title }) => title)]);
  });

  it('that fires on in a resolved incident says why it is not red', () => {
    const by = { by: eva, at: at + 60_000, reason: 'by hand' };
    const facts = incidentCard(view({ state: 'resolved', resolved: by, alerts: [slow] })).blocks.filter((block) => block.kind === 'facts');
    const [fact] = facts[1]?.facts ?? [];
    expect(plainText(fact?.value ?? [])).toMatch(/^firing since .* · resolved by hand$/u);
    expect(fact?.tone).toBe('neutral');
  });

  it('says in a storm how many are shown and how many still fire', () => {
    const storm = Array.from({ length: 50 }, (_, index): Alert => ({ ...errors, key: `${index}` }));
    const foot = (alerts: readonly Alert[]): string =>
      plainText(incidentCard(view({ alerts })).blocks.flatMap((block) => (block.kind === 'text' ? block.runs : [])));
    const shown = (count: number): string => `8 of ${count} alerts are shown, the worst first; `;
    expect(foot(storm)).toContain(`${shown(50)}none fires any more. All of them: timeline INC-7`);
    expect(foot([slow, ...storm])).toContain(`${shown(51)}1 of all still fires.`);
    expect(foot(Array.from({ length: 12 }, (_, index) => ({ ...slow, key: `${index}` })))).toContain(`${shown(12)}all 12 fire.`);
  });

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
  const rowsOf = (incidents: readonly Incident[], page = 1, service?: string) => {
    const { blocks } = incidentList(incidents, { service, page, now: at + 60_000 });
    const table = blocks.find((block) => block.kind === 'table');
    return { rows: table?.rows ?? [], words: JSON.stringify(blocks) };
  };

  it('begins with the most severe, and leads on to the rest', () => {
    const many = Array.from(
      { length: 25 },
      (_, index): Incident => ({ ...triggered, id: `INC-${index + 1}`, severity: index === 24 ? 'P0' : 'P2' }),
    );
    const first = rowsOf(many);
    expect(first.rows[0]?.map((cell) => cell.text)).toEqual(['INC-25', 'P0', 'Triggered', 'shop', '1 min', 'Slow responses']);
    expect(first.rows).toHaveLength(20);
    expect(first.words).toContain('"command":"incidents page 2"');
    const second = rowsOf(many, 2, 'shop');
    expect(second.rows).toHaveLength(5);
    expect(second.words).toContain('Rows 21–25 of 25');
    expect(second.words).toContain('"command":"incidents of shop page 1"');
    expect(second.words).not.toContain('There are only');
    const beyond = rowsOf(many, 99);
    expect(beyond.rows).toHaveLength(5);
    expect(beyond.words).toContain('There are only 2 pages.');
  });

  it('of one severity has first what nobody has, the longest open first', () => {
    const one = (id: string, over: Partial<Incident>): Incident => ({ ...triggered, id, ...over });
    const { rows } = rowsOf([
      one('INC-4', { state: 'acknowledged', acknowledged: { by: eva, at } }),
      one('INC-10', { openedAt: at + 2 }),
      one('INC-3', { openedAt: at + 2 }),
      one('INC-2', { openedAt: at + 1, service: undefined, title: 'x'.repeat(200) }),
    ]);
    expect(rows.map(([id]) => id?.text)).toEqual(['INC-2', 'INC-3', 'INC-10', 'INC-4']);
    expect(rows.map(([, , state]) => state?.tone)).toEqual(['bad', 'bad', 'bad', 'warning']);
    expect([rows[0]?.[3]?.text, rows[0]?.[5]?.text.length]).toEqual(['Unassigned', 90]);
  });
});
