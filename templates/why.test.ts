import { describe, expect, it } from 'vitest';
import { plainText } from '../src/core/document.ts';
import type { Alert } from '../src/core/model/alert.ts';
import type { DecisionRecord } from '../src/core/model/decision.ts';
import type { Receipt } from '../src/core/model/delivery.ts';
import type { Incident } from '../src/core/model/incident.ts';
import type { Explanation } from '../src/services/alert-services.ts';
import { explanation } from './why.ts';

const at = Date.UTC(2026, 10, 20, 3, 12);
const alert: Alert = {
  key: 'azure|slow|db-1',
  source: 'azure',
  rule: 'slow',
  title: 'Slow responses',
  description: '',
  severity: 'P2',
  labels: {},
  resources: [],
  service: 'shop',
  state: 'fired',
  firedAt: at,
  lastEventAt: at,
  waiting: { kind: 'silenced', silence: 'S-1', until: at + 3_600_000 },
};
const silenced: DecisionRecord = {
  at,
  name: 'silenced',
  reason: 'maintenance S-1 holds until 04:12',
  alert: alert.key,
  service: 'shop',
  steps: [
    { station: 'service', reason: 'its resource db-1 is in group rg-shop' },
    { station: 'silence', reason: 'S-1 holds', rule: { path: 'incidents.maintenance[0]', line: 41 } },
  ],
};
const receipt: Receipt = {
  id: 7,
  key: 'root',
  destination: 'slack:#ops',
  kind: 'incident-root',
  state: 'dead',
  attempts: 3,
  dueAt: at,
  settledAt: at,
  reason: 'not in the channel',
};
const inc3: Incident = {
  id: 'INC-3',
  services: ['shop'],
  title: 'Slow responses',
  severity: 'P2',
  state: 'triggered',
  openedAt: at,
  alerts: [],
  rooms: [],
  version: 1,
};
const told = (over: Partial<Explanation>): Explanation => ({
  about: { kind: 'alert', alert, incident: undefined },
  decisions: [silenced],
  omitted: 'none',
  receipts: [],
  roomNames: new Map(),
  ...over,
});
const words = (explained: Explanation): string =>
  explanation(explained, { asked: 'why not', timeZone: 'UTC' })
    .blocks.map((block) => ('runs' in block ? plainText(block.runs) : 'text' in block ? block.text : ''))
    .join('\n');

describe('why', () => {
  it('answers first, then tells each station with the line of its rule', () => {
    const text = words(told({}));
    expect(text).toMatch(
      /^Why not: Slow responses \(A-[0-9a-f]{8}\)\nIt fires and is not announced: silenced by S-1 until 2026-11-20T04:12:00\.000Z\./u,
    );
    expect(text).toContain('• silence: S-1 holds — incidents.maintenance[0], line 41 of the configuration');
  });

  it('says which of its rule the alert is', () => {
    const about = { kind: 'alert', alert: { ...alert, labels: { Instance: 'inst-2' } }, incident: undefined } as const;
    expect(words(told({ about }))).toMatch(/^Why not: Slow responses \[Instance inst-2\] \(A-/u);
  });

  it('does not let repetitions push out what was decided', () => {
    const again: DecisionRecord = { at: at + 1, name: 'duplicate', reason: 'it fires already', alert: alert.key, steps: [] };
    const text = words(told({ decisions: [silenced, ...Array.from({ length: 50 }, () => again)] }));
    expect(text).toContain('maintenance S-1 holds');
    expect(text).toContain('50 times it was told without changing anything');
  });

  it('shows the receipts of an incident’s messages, and what was given up', () => {
    expect(words(told({ receipts: [receipt] }))).toContain(
      '• First message to slack:#ops was given up 2026-11-20T03:12:00.000Z, attempt 3: not in the channel',
    );
  });

  it('says what became of the last of those that are alike, and keeps what failed apart', () => {
    const redrawn: Receipt = { ...receipt, kind: 'incident-edit', state: 'done', attempts: 1, reason: undefined };
    const receipts = [redrawn, receipt, { ...redrawn, settledAt: at + 60_000 }, { ...redrawn, destination: `teams:${'1'.repeat(60)}` }];
    const lines = words(told({ receipts }))
      .split('\n')
      .filter((line) => line.startsWith('• First'));
    expect(lines).toEqual([
      '• First message, redrawn to slack:#ops arrived 2026-11-20T03:13:00.000Z (2 times, the last)',
      '• First message to slack:#ops was given up 2026-11-20T03:12:00.000Z, attempt 3: not in the channel',
      '• First message, redrawn to teams:11111111111111111… arrived 2026-11-20T03:12:00.000Z',
    ]);
  });

  it('says of an alert that resolved where it was', () => {
    const over: Alert = { ...alert, state: 'resolved', resolvedAt: at, waiting: undefined, incident: 'INC-3' };
    expect(words(told({ about: { kind: 'alert', alert: over, incident: inc3 } }))).toContain('It does not fire any more. It was in INC-3.');
  });

  it('says of an alert whose end alone was told that it was never seen firing', () => {
    const over: Alert = { ...alert, state: 'resolved', resolvedAt: at, waiting: undefined };
    const decision: DecisionRecord = { at, name: 'resolved', reason: 'it was never seen firing', alert: alert.key, steps: [] };
    expect(words(told({ about: { kind: 'alert', alert: over, incident: undefined }, decisions: [decision] }))).toContain(
      'It was never seen firing: only its end was told.',
    );
  });

  it('says that the incident it is in is resolved', () => {
    const firing: Alert = { ...alert, waiting: undefined, incident: 'INC-3' };
    const text = words(told({ about: { kind: 'alert', alert: firing, incident: { ...inc3, state: 'resolved' } } }));
    expect(text).toContain('It fires; INC-3, which it is in, is resolved.');
  });

  it('calls rooms by their names, in decisions and in receipts', () => {
    const room = 'teams:19:1@thread.tacv2';
    const decision: DecisionRecord = { ...silenced, steps: [{ station: 'route', reason: `told in slack:#ops, ${room}` }] };
    const roomNames = new Map([[room, 'teams:incidents']]);
    const text = words(told({ decisions: [decision], receipts: [{ ...receipt, destination: room }], roomNames }));
    expect(text).toContain('• route: told in slack:#ops, teams:incidents');
    expect(text).toContain('First message to teams:incidents was given up');
  });
});

describe('why, of a long story', () => {
  const joined = (index: number, over: Partial<DecisionRecord> = {}): DecisionRecord => ({
    at: at + index * 1_000,
    name: 'joined',
    reason: `the same service, ${index} s after`,
    alert: `a${index}`,
    incident: 'INC-3',
    steps: [{ station: 'severity', reason: 'P2 as before' }],
    ...over,
  });
  const storm: readonly DecisionRecord[] = [
    joined(0, { name: 'opened', reason: 'no open incident has anything in common with it' }),
    ...Array.from({ length: 144 }, (_, index) => joined(index + 1)),
    joined(150, { alert: 'a3', reason: 'it fires again while INC-3 is open' }),
    ...Array.from({ length: 145 }, (_, index) =>
      joined(200 + index, { name: 'resolved', alert: `a${index}`, reason: 'other alerts of INC-3 still fire' }),
    ),
    ...Array.from({ length: 70 }, (_, index) => joined(400 + index, { name: 'duplicate', reason: 'it fires already in INC-3', steps: [] })),
  ];
  const about = { kind: 'incident' as const, incident: { ...inc3, alerts: [{ ...alert, key: 'a0' }] } };

  it('of an incident shows what made it first, and sums up what repeats', () => {
    const text = words(told({ about, decisions: storm }));
    expect(text).toMatch(/Z Opened an incident \(INC-3\) A-[0-9a-f]{8} Slow responses: no open incident has anything in common/u);
    expect(text).toContain('the same service, 15 s after');
    expect(text).toContain('129 more alerts joined between');
    expect(text).toMatch(/145 times an alert resolved between .*, the last: other alerts of INC-3 still fire\./u);
    expect(text).toMatch(/Once A-[0-9a-f]{8} fired again at .*: it fires again while INC-3 is open\./u);
    expect(text).toContain('70 times an alert was told without changing anything');
  });

  const resolvedBy = (...keys: readonly string[]) =>
    Array.from({ length: 6 }, (_, index) =>
      joined(300 + index, { name: 'resolved', alert: keys[index % keys.length], reason: 'other alerts of INC-3 still fire' }),
    );
  it.each([
    [['a0'], /6 times A-[0-9a-f]{8} Slow responses resolved/u],
    [['a0', 'a1'], /6 times A-[0-9a-f]{8} Slow responses or A-[0-9a-f]{8} resolved/u],
    [['a0', 'a1', 'a2'], /6 times an alert resolved/u],
  ])('of an incident names the alerts that did the same again and again, where they are few: %s', (keys, line) => {
    expect(words(told({ about, decisions: [...storm.slice(0, 5), ...resolvedBy(...keys)] }))).toMatch(line);
  });

  it('of an incident shows that what fires in it became worse, also where the incident was as bad before', () => {
    const reason = 'it fires already in INC-3, now as P1';
    const worse = joined(10, { name: 'duplicate', alert: 'a0', reason, steps: [{ station: 'severity', reason: 'P1 as before' }] });
    const text = words(told({ about, decisions: [...storm.slice(0, 3), worse, ...resolvedBy('a0')] }));
    expect(text).toMatch(
      /Changed \(INC-3\) A-[0-9a-f]{8} Slow responses: it fires already in INC-3, now as P1\.\n• severity: P1 as before/u,
    );
    expect(text).not.toContain('without changing anything');
    const late = Array.from({ length: 20 }, (_, index) => ({ ...worse, at: worse.at + index * 1_000 }));
    expect(words(told({ about, decisions: [...storm.slice(0, 15), ...late] }))).toMatch(
      /19 times A-[0-9a-f]{8} Slow responses changed while it fired/u,
    );
  });

  it('has each decision with its stations in a file', () => {
    const { blocks } = explanation(told({ about, decisions: storm }), { asked: 'why', timeZone: 'UTC' });
    const file = blocks.find((block) => block.kind === 'file');
    expect(file?.name).toBe('why-INC-3.txt');
    expect(file?.content.split('\n\n')).toHaveLength(storm.length + 1);
    expect(blocks.length).toBeLessThan(20);
    expect(JSON.stringify(blocks).length).toBeLessThan(80_000 + (file?.content.length ?? 0));
  });

  it('of an alert shows how it began and how it came to be as it is', () => {
    const many = Array.from({ length: 300 }, (_, index): DecisionRecord => ({ ...silenced, at: at + index, reason: `silence ${index}` }));
    const text = words(told({ decisions: many, omitted: 'some' }));
    for (const shown of [0, 1, 294, 299]) expect(text).toContain(`: silence ${shown}.`);
    expect(text).toContain('At least 292 times it was silenced');
    expect(text).toContain('292 of more than 300 decisions are told in short here. The file, too, has only the first and the latest.');
  });

  const fileOf = (explained: Explanation) =>
    explanation(explained, { asked: 'why', timeZone: 'UTC' }).blocks.find((block) => block.kind === 'file');

  it('has a file only where much is told in short', () => {
    const again = joined(1, { name: 'duplicate', steps: [] });
    expect(fileOf(told({ decisions: [silenced, ...Array.from({ length: 10 }, () => again)] }))).toBeUndefined();
    expect(fileOf(told({ decisions: [silenced, ...Array.from({ length: 11 }, () => again)] }))).toBeDefined();
  });

  it('of very much has the first and the latest in the file, and says that', () => {
    const decisions = Array.from({ length: 2_500 }, (_, index) => joined(index));
    const explained = told({ about, decisions });
    const chains = fileOf(explained)?.content.split('\n\n') ?? [];
    expect(chains.length).toBe(502);
    expect(chains[101]).toBe('… what lies between is left out …');
    expect(chains[100]).toContain('99 s after');
    expect(chains[102]).toContain('2100 s after');
    expect(words(explained)).toContain('of 2,500 decisions are told in short here. The file, too, has only the first and the latest.');
  });
});
