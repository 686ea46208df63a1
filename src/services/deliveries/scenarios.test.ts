import { describe, expect, it } from 'vitest';
import type { FakeCall, FakePost } from '../../../test/fakes/chat.ts';
import { openDeliveryDesk, runOn } from '../../../test/fakes/delivery-desk.ts';
import { plainText } from '../../core/document.ts';

const words = (posts: readonly FakePost[]): string =>
  posts.flatMap(({ document }) => document.blocks.map((block) => ('runs' in block ? plainText(block.runs) : ''))).join('\n');
const lost = { ok: false, reason: 'no answer', certain: 'unknown', retry: { when: 'later', afterMs: 0 } } as const;
const unreachable = { ok: false, reason: 'ECONNREFUSED', certain: 'not sent', retry: { when: 'later', afterMs: 5_000 } } as const;
const archived = { ok: false, reason: 'the channel is archived; unarchive it', certain: 'not sent', retry: { when: 'never' } } as const;
const limited = {
  ok: false,
  reason: 'too many',
  certain: 'not sent',
  retry: { when: 'later', afterMs: 30_000, of: 'destination' },
} as const;

/** The shortest time between two of what arrived. */
const nearest = (calls: readonly FakeCall[]): number => {
  const times = calls.filter((call) => call.what !== 'find' && call.result === 'ok').map((call) => call.at);
  return Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? 0)));
};

describe('messages of an incident', () => {
  it.each(['the root', 'a line of the thread'])('3 are found by their mark after a crash between post and recording: %s', async (which) => {
    let crash = false;
    const desk = await openDeliveryDesk({
      over: (ledger) => ({
        // Neither the root's place nor the settlement is stored, as in a process that is killed right after its post.
        commit: (change) => (crash && change.entries === undefined ? new Promise<never>(() => undefined) : ledger.commit(change)),
        settle: (id, settlement) => (crash ? new Promise<never>(() => undefined) : ledger.settle(id, settlement)),
      }),
    });
    await desk.open(1);
    const before = which === 'the root' ? 0 : 1;
    if (before === 1) {
      await runOn(desk, desk.clock);
      await desk.news(1, 'errors joined');
      // The root is redrawn at once, the line comes ten seconds after the root.
      await runOn(desk, desk.clock, desk.clock.now() + 9_000);
      desk.clock.move(5_000);
    }
    crash = true;
    void desk.deliveries.run(desk.clock.now());
    await expect.poll(() => desk.slack.posts().length + desk.teams.posts().length).toBe(2 * (before + 1));
    crash = false;
    await desk.ledger.releaseLeases();
    await runOn({ deliveries: desk.restart() }, desk.clock);
    expect(desk.slack.posts()).toHaveLength(before + 1);
    // Teams cannot be asked: the one in flight is doubled, and no other.
    expect(desk.teams.posts()).toHaveLength(before + 2);
    expect(new Set(desk.teams.posts().map((post) => post.mark)).size).toBe(before + 1);
    expect((await desk.ledger.incident('INC-1'))?.rooms.every((room) => room.ref !== undefined)).toBe(true);
  });

  it('12 all arrive after the chat was down for 30 minutes: in order, within the pace, a storm in few messages', async () => {
    const desk = await openDeliveryDesk();
    const began = desk.clock.now();
    desk.slack.down(unreachable);
    const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
    for (const number of numbers) await desk.open(number, { service: `service-${number % 4}`, rooms: ['slack:#ops'] });
    for (let minute = 4; minute <= 28; minute += 4) {
      await runOn(desk, desk.clock, began + minute * 60_000);
      const lines = [0, 1, 2].map((line) => `line ${minute}.${line}`);
      for (const number of numbers) await desk.news(number, lines);
    }
    await runOn(desk, desk.clock, began + 30 * 60_000);
    expect(desk.slack.posts()).toEqual([]);
    desk.slack.up();
    await runOn(desk, desk.clock);
    expect(await desk.ledger.failedDeliveries(10)).toEqual([]);
    const roots = desk.slack.posts().filter((post) => post.target.thread === undefined);
    expect(roots).toHaveLength(10);
    for (const root of roots) {
      const thread = desk.slack.posts().filter((post) => post.target.thread === root.ref.id);
      expect(thread).toHaveLength(1);
      expect(desk.slack.posts().findIndex((post) => post.target.thread === root.ref.id)).toBeGreaterThan(desk.slack.posts().indexOf(root));
      expect(words(thread)).toMatch(/line 28\.0\n.*line 28\.1\n.*line 28\.2\nand 14 more: timeline INC-/u);
    }
    expect(nearest(desk.slack.calls())).toBeGreaterThanOrEqual(1_000);
    // The last retry waits for a minute and a quarter at most; then root, redraw and thread of ten, one a second.
    expect(desk.clock.now() - began).toBeLessThan(30 * 60_000 + 75_000 + 40_000);
  });

  it('13 wait as long as a 429 asks, and with them all that goes to the same channel', async () => {
    const desk = await openDeliveryDesk();
    const began = desk.clock.now();
    desk.slack.fail(limited);
    for (const number of [1, 2, 3]) await desk.open(number);
    await desk.open(4, { rooms: ['slack:#other'] });
    await runOn(desk, desk.clock);
    const calls = desk.slack.calls().filter((call) => call.what === 'post');
    expect(calls.filter((call) => call.channel === 'C-other').map((call) => call.at - began)).toEqual([0]);
    expect(calls.filter((call) => call.channel === 'C-ops').map((call) => call.at - began)).toEqual([0, 30_000, 31_000, 32_000]);
    expect(desk.slack.posts()).toHaveLength(4);
  });

  it('13 are repeated after a 5xx and found after a timeout behind a success: 0 lost, 0 doubled', async () => {
    const desk = await openDeliveryDesk();
    desk.slack.fail({ ...lost, reason: 'Slack answered 503' }, { times: 2 });
    desk.slack.fail(lost, { arrives: true });
    await desk.open(1, { rooms: ['slack:#ops'] });
    await runOn(desk, desk.clock);
    desk.slack.fail(lost, { arrives: true });
    await desk.news(1, 'errors joined');
    await runOn(desk, desk.clock);
    expect(desk.slack.posts().map((post) => post.mark)).toEqual(['root:INC-1:slack:#ops', expect.stringContaining('thread:')]);
  });

  it('14 reach the healthy chat once each while the other fails, and catch up in order when it is back', async () => {
    const desk = await openDeliveryDesk();
    desk.slack.down({ ...unreachable, reason: 'internal_error' });
    await desk.open(1);
    await runOn(desk, desk.clock, desk.clock.now() + 30_000);
    await desk.news(1, 'errors joined');
    await runOn(desk, desk.clock, desk.clock.now() + 30_000);
    expect([desk.slack.posts().length, desk.teams.posts().length]).toEqual([0, 2]);
    desk.slack.up();
    await runOn(desk, desk.clock);
    expect(desk.slack.posts().map((post) => post.target.thread === undefined)).toEqual([true, false]);
    expect(desk.teams.posts()).toHaveLength(2);
  });

  it('14 of a room that is gone for good are given up with the reason; the other room gets each exactly once', async () => {
    const desk = await openDeliveryDesk();
    desk.slack.down(archived);
    await desk.open(1);
    await desk.news(1, 'errors joined');
    await runOn(desk, desk.clock);
    await desk.news(1, 'resolved', 'resolved');
    await runOn(desk, desk.clock);
    expect(desk.teams.posts().map((post) => post.target.thread === undefined)).toEqual([true, false, false]);
    expect((await desk.ledger.failedDeliveries(10)).map(({ effect, reason }) => [effect.kind, reason])).toEqual([
      ['incident-thread', expect.stringContaining('no first message in slack:#ops whose thread this could be in: the channel is archived')],
      ['incident-thread', expect.stringContaining('the channel is archived; unarchive it')],
      ['incident-root', 'the channel is archived; unarchive it'],
    ]);
  });

  it('19 tell of what was resolved just before a kill: it reaches the thread after the next start', async () => {
    const desk = await openDeliveryDesk();
    await desk.open(1);
    await runOn(desk, desk.clock);
    await desk.news(1, 'resolved by itself', 'resolved');
    await runOn(desk, desk.clock, desk.clock.now() + 9_000);
    const letGo = desk.slack.hold();
    desk.clock.move(5_000);
    // The process dies with the line in hand, half an hour goes by, and another one starts.
    void desk.deliveries.run(desk.clock.now());
    await expect.poll(() => desk.teams.posts().length).toBe(2);
    desk.clock.move(30 * 60_000);
    await runOn({ deliveries: desk.restart() }, desk.clock);
    expect(words(desk.slack.posts().filter((post) => post.target.thread !== undefined))).toContain('resolved by itself');
    letGo();
  });
});
