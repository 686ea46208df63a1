import { describe, expect, it } from 'vitest';
import type { Retry } from '../../core/errors.ts';
import type { StoredDelivery } from '../../core/model/delivery.ts';
import { settlementOf } from './settlement.ts';

const delivery: StoredDelivery = {
  id: 1,
  key: 'k',
  lane: 'slack:#ops INC-1',
  destination: 'slack:#ops',
  owner: 'shop',
  urgency: 'act',
  effect: { kind: 'incident-jira', incident: 'INC-1', by: 'Ana' },
  dueAt: 0,
  attempts: 0,
};
const failed = (retry: Retry) => ({ ok: false, reason: 'down', retry }) as const;
const soon: Retry = { when: 'later', afterMs: 0 };

describe('the pause after a failure', () => {
  const pause = (attempts: number, random = 0.5): number => {
    const settlement = settlementOf(failed(soon), { ...delivery, attempts }, 0, () => random);
    return settlement.outcome === 'retry' ? settlement.dueAt : Number.NaN;
  };

  it('doubles from a second to a minute, and is spread by chance', () => {
    expect([0, 1, 2, 6, 500].map((attempts) => pause(attempts))).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
    expect([pause(2, 0), pause(2, 0.999)]).toEqual([3_000, 4_998]);
  });

  it('is as long as the platform asks, for its whole destination where it wants that', () => {
    const asked: Retry = { when: 'later', afterMs: 30_000 };
    expect(settlementOf(failed(asked), delivery, 5, () => 0.5)).toEqual({ outcome: 'retry', dueAt: 30_005, reason: 'down' });
    const ofAll = settlementOf(failed({ ...asked, of: 'destination' }), delivery, 5, () => 0.5);
    expect(ofAll).toEqual({ outcome: 'retry', dueAt: 30_005, pauseUntil: 30_005, reason: 'down' });
  });

  it('does not keep others waiting longer than the platform asked, however often this one failed', () => {
    const often = { ...delivery, attempts: 9 };
    const settlement = settlementOf(failed({ when: 'later', afterMs: 2_000, of: 'destination' }), often, 0, () => 0.5);
    expect(settlement).toMatchObject({ dueAt: 60_000, pauseUntil: 2_000 });
  });

  it('ends after a thousand attempts, or after as many as can help', () => {
    expect(settlementOf(failed(soon), { ...delivery, attempts: 998 }, 0, () => 0)).toMatchObject({ outcome: 'retry' });
    expect(settlementOf(failed(soon), { ...delivery, attempts: 999 }, 0, () => 0)).toMatchObject({ outcome: 'dead' });
    const fewer = failed({ ...soon, attempts: 3 });
    expect(settlementOf(fewer, { ...delivery, attempts: 1 }, 0, () => 0)).toMatchObject({ outcome: 'retry' });
    expect(settlementOf(fewer, { ...delivery, attempts: 2 }, 0, () => 0)).toEqual({ outcome: 'dead', reason: 'down' });
  });
});
