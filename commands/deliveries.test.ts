import { describe, expect, it } from 'vitest';
import { plainText } from '../src/core/document.ts';
import type { FailedDelivery } from '../src/core/model/delivery.ts';
import { readWords } from '../src/core/words.ts';
import { createFailedDeliveries } from '../src/services/deliveries/failed.ts';
import { createSuggest } from '../src/text/suggest.ts';
import { failedDeliveries } from '../templates/deliveries.ts';
import { buttonsOf, say } from '../test/fakes/context.ts';
import { openDeliveryDesk, runOn } from '../test/fakes/delivery-desk.ts';
import { deliveries } from './deliveries.ts';

const archived = {
  ok: false,
  reason: 'Slack: the channel is archived; unarchive it',
  certain: 'not sent',
  retry: { when: 'never' },
} as const;

async function deskWithFailure() {
  const desk = await openDeliveryDesk();
  desk.slack.fail(archived);
  await desk.open(1);
  await runOn(desk, desk.clock);
  const service = createFailedDeliveries(desk);
  return { desk, ask: (typed: string) => say(deliveries, typed, { services: { failedDeliveries: service }, timeZone: 'Europe/Berlin' }) };
}

describe('deliveries', () => {
  it('lists what was given up: what, where, since when, how often and why, with a button each', async () => {
    const { desk, ask } = await deskWithFailure();
    const { document, audience } = await ask('deliveries failed');
    expect(audience).toBe('sender');
    expect(document.summary).toMatch(/^1 delivery failed for good: \d+ \(first message of INC-1\)$/u);
    const row = document.blocks.flatMap((block) => (block.kind === 'text' ? [block.runs] : []))[0] ?? [];
    expect(plainText(row)).toMatch(
      /^\d+ · first message of INC-1 to slack:#ops, given up on .* after 1 attempt: Slack: the channel is archived/u,
    );
    expect(row).toContainEqual({ kind: 'time', at: desk.clock.now(), zone: 'Europe/Berlin', style: 'datetime' });
    expect(buttonsOf(await ask('deliveries'))).toEqual([expect.stringMatching(/^deliveries retry \d+$/u)]);
  });

  it('tries one again, which then goes out', async () => {
    const { desk, ask } = await deskWithFailure();
    const [again = ''] = buttonsOf(await ask('deliveries failed'));
    expect((await ask(again)).document.summary).toContain('is tried again now');
    await runOn(desk, desk.clock);
    expect(desk.slack.posts()).toHaveLength(1);
    expect((await ask('deliveries failed')).document.summary).toBe('Everything that was to be sent has arrived or is on its way.');
    await expect(ask(again)).rejects.toThrow('No failed delivery has the number');
  });

  it.each([
    ['deliveries retry', 'Which one is to be tried again?'],
    ['deliveries retry it', '“it” is not the number of a delivery'],
    ['deliveries retry 1 2', 'I did not understand “2” here.'],
    ['deliveries failed today', 'I did not understand “today” here.'],
    ['deliveries retyr 1', 'Did you mean “retry”?'],
    ['deliveries sent', 'There are failed and retry.'],
  ])('answers “%s” with a sentence', async (typed, words) => {
    await expect(async () => say(deliveries, typed)).rejects.toThrow(words);
  });

  it.each(deliveries.examples)('understands its example “%s”, for an admin, and keeps what changes something', (typed) => {
    const prepared = deliveries.prepare(readWords(typed), createSuggest());
    expect(prepared.changes).toBe(typed.includes('retry') ? 'state' : 'nothing');
    expect(deliveries.permission).toBe('admin');
  });

  it('shows as many as a message takes, and says that there are more', () => {
    const one = (id: number): FailedDelivery => ({
      id,
      key: `n${id}`,
      lane: 'n',
      destination: 'slack:#ops',
      owner: '',
      urgency: 'news',
      effect: { kind: 'digest', schedule: 'digest-1', due: 0, target: { platform: 'slack', channel: '#ops' } },
      dueAt: 0,
      attempts: 15,
      reason: 'r'.repeat(5_000),
      failedAt: 0,
    });
    const document = failedDeliveries(
      Array.from({ length: 11 }, (_, index) => one(index)),
      'UTC',
    );
    expect(document.summary).toMatch(/^More than 10 deliveries failed for good: 0 \(digest digest-1\), /u);
    expect(document.blocks).toHaveLength(1 + 20 + 1);
    expect(JSON.stringify(document).length).toBeLessThan(8_000);
  });
});
