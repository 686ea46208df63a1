import { describe, expect, it } from 'vitest';
import { openDeliveryDesk, runOn } from '../../../test/fakes/delivery-desk.ts';

describe('deliveries', () => {
  it('leave out the redraws of a message that somebody deleted, and keep why; the thread is told on', async () => {
    const desk = await openDeliveryDesk();
    await desk.open(1, { rooms: ['slack:#ops'] });
    await runOn(desk, desk.clock);
    desk.slack.remove('m1');
    for (const words of ['one', 'two']) {
      await desk.news(1, words);
      await runOn(desk, desk.clock);
    }
    expect(await desk.ledger.failedDeliveries(5)).toEqual([]);
    const receipts = await desk.ledger.receipts('INC-1');
    const redrawn = receipts.filter((one) => one.kind === 'incident-edit');
    expect(redrawn.map(({ state, reason }) => `${state}: ${reason}`)).toEqual(Array(2).fill('done: the message was deleted'));
    expect(receipts.filter((one) => one.kind !== 'incident-edit').every((one) => one.state === 'done' && one.reason === undefined)).toBe(
      true,
    );
    expect(desk.slack.posts().map((post) => post.document.summary)).toEqual(['one', 'two']);
  });
});
