import { describe, expect, it } from 'vitest';
import { plainText } from '../src/core/document.ts';
import type { Alert } from '../src/core/model/alert.ts';
import type { DecisionRecord } from '../src/core/model/decision.ts';
import type { Receipt } from '../src/core/model/delivery.ts';
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
const told = (over: Partial<Explanation>): Explanation => ({
  about: { kind: 'alert', alert },
  decisions: [silenced],
  omitted: 0,
  receipts: [],
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
    expect(words(told({ about: { kind: 'alert', alert: over } }))).toContain('It does not fire any more. It was in INC-3.');
  });

  it('fits into a message however long the story is', () => {
    const many = Array.from({ length: 300 }, (_, index): DecisionRecord => ({ ...silenced, at: at + index }));
    const document = explanation(told({ decisions: many, omitted: 12, receipts: Array.from({ length: 90 }, () => receipt) }), {
      asked: 'why',
      timeZone: 'UTC',
    });
    expect(document.blocks.length).toBeLessThan(40);
    expect(JSON.stringify(document)).toContain('304 older decisions are not shown.');
  });
});
