import { describe, expect, it } from 'vitest';
import type { FakeCall } from '../../../test/fakes/chat.ts';
import { type DeliveryDesk, openDeliveryDesk, runOn, telling } from '../../../test/fakes/delivery-desk.ts';

const apart = (calls: readonly FakeCall[]): number => Math.min(...calls.slice(1).map((call, index) => call.at - (calls[index]?.at ?? 0)));

/** Of each incident; however many they are, they go along in the messages of their turn: with 500 it is as many messages. */
const eventsAtOnce = 2;

describe('20 incidents of 100 events each in a minute', () => {
  it('15 go out within the pace: roots first, one line of a thread in ten seconds, few messages, and a P0 of the same service does not wait', async () => {
    const desk = await openDeliveryDesk({ telling: { ...telling, groupWait: { P0: 0, P1: 5_000, P2: 30_000, P3: 30_000 } } });
    const began = desk.clock.now();
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    for (const number of numbers) await desk.open(number, { service: `storm-${number % 3}`, rooms: ['slack:#ops'] });
    // 50 times within a minute something of each; in the middle of it something else breaks.
    for (let step = 1; step <= 50; step += 1) {
      await runOn(desk, desk.clock, began + step * 1_200);
      const events = Array.from({ length: eventsAtOnce }, (_, event) => `event ${step}.${event}`);
      for (const number of numbers) await desk.news(number, events);
      if (step === 40) await desk.open(99, { service: 'storm-1', severity: 'P0', rooms: ['slack:#ops'] });
    }
    await runOn(desk, desk.clock);

    const calls = desk.slack.calls();
    expect(apart(calls)).toBeGreaterThanOrEqual(1_000);
    const posts = calls.filter((call) => call.what === 'post');
    const roots = posts.filter((call) => call.thread === undefined);
    expect(roots).toHaveLength(21);
    // The storm's roots before all else: twenty, one a second, after their group wait.
    expect(calls[19]).toBe(roots[19]);
    expect((roots[19]?.at ?? 0) - began).toBeLessThanOrEqual(5_000 + 20_000);
    for (const thread of new Set(posts.flatMap((call) => call.thread ?? []))) {
      expect(apart(posts.filter((call) => call.thread === thread))).toBeGreaterThanOrEqual(10_000);
    }
    // A root, and a redraw and a line of the thread each time it was the incident's turn.
    expect(calls.length).toBeLessThan(21 + 20 * 8);
    const other = desk.slack.posts().find((post) => post.document.summary.startsWith('INC-99'));
    const announced = roots.find((call) => call.at >= began + 40 * 1_200);
    expect(other).toBeDefined();
    expect((announced?.at ?? Number.POSITIVE_INFINITY) - (began + 40 * 1_200)).toBeLessThanOrEqual(2_000);
  });
});

describe('8 a P0 in the middle of a storm', () => {
  const rooms = ['slack:#ops'];
  const groupWait = { P0: 0, P1: 5_000, P2: 10_000, P3: 10_000 };
  /** When the message about INC-`number` came, after `since`. */
  const waited = (desk: DeliveryDesk, number: number, since: number): number => {
    const posts = desk.slack.calls().filter((call) => call.what === 'post');
    const at = desk.slack.posts().findIndex((post) => post.document.summary.startsWith(`INC-${number} `));
    return (posts[at]?.at ?? Number.POSITIVE_INFINITY) - since;
  };

  it.each([undefined, 'shop'])(
    'is told within 2 s while forty others (%s, told twice) are told: also before their first messages',
    async (service) => {
      const desk = await openDeliveryDesk({ telling: { ...telling, groupWait } });
      for (let number = 1; number <= 40; number += 1) await desk.open(number, { service, severity: number % 2 === 0 ? 'P1' : 'P3', rooms });
      await runOn(desk, desk.clock, desk.clock.now() + 25_500);
      for (let number = 1; number <= 40; number += 1) await desk.news(number, 'again');
      const since = desk.clock.now();
      await desk.open(99, { service, severity: 'P0', rooms });
      await runOn(desk, desk.clock);
      expect(waited(desk, 99, since)).toBeLessThanOrEqual(2_000);
      expect(desk.slack.posts().filter((post) => post.target.thread === undefined)).toHaveLength(41);
    },
  );

  it('is told as soon where an incident becomes one that was told already, or that waits', async () => {
    const desk = await openDeliveryDesk({ telling: { ...telling, groupWait } });
    for (let number = 1; number <= 40; number += 1) await desk.open(number, { severity: number === 1 ? 'P1' : 'P3', rooms });
    await runOn(desk, desk.clock, desk.clock.now() + 20_500);
    for (let number = 1; number <= 40; number += 1) await desk.news(number, 'again');
    const since = desk.clock.now();
    await desk.raise(1, 'P0');
    await desk.raise(40, 'P0');
    await runOn(desk, desk.clock, since + 4_000);
    expect(waited(desk, 40, since)).toBeLessThanOrEqual(2_000);
    const [first] = desk.slack.posts();
    expect(first?.document.summary).toMatch(/^INC-1 P0 /u);
    expect(desk.slack.posts().map((post) => post.document.summary)).toContainEqual(expect.stringContaining('now P0'));
  });

  it('does not keep redraws and news from ever being told', async () => {
    const desk = await openDeliveryDesk();
    await desk.open(1, { severity: 'P3', rooms });
    await runOn(desk, desk.clock);
    await desk.news(1, 'another alert');
    const since = desk.clock.now();
    // Somebody says something in other incidents each second, for two minutes: all the pace there is.
    for (let second = 0; second < 120; second += 1) {
      await desk.notice(`notice ${second}`);
      await runOn(desk, desk.clock, since + second * 1_000);
    }
    const own = desk.slack.calls().filter((call) => call.at > since);
    const redrawn = own.find((call) => call.what === 'edit');
    const told = own.find((call) => call.thread !== undefined);
    expect((redrawn?.at ?? Number.POSITIVE_INFINITY) - since).toBeLessThanOrEqual(70_000);
    expect((told?.at ?? Number.POSITIVE_INFINITY) - since).toBeLessThanOrEqual(70_000);
  });
});
