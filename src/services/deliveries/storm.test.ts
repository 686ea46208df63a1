import { describe, expect, it } from 'vitest';
import type { FakeCall } from '../../../test/fakes/chat.ts';
import { openDeliveryDesk, runOn, telling } from '../../../test/fakes/delivery-desk.ts';

const apart = (calls: readonly FakeCall[]): number => Math.min(...calls.slice(1).map((call, index) => call.at - (calls[index]?.at ?? 0)));

/** Of each incident; however many they are, they go along in the messages of their turn: with 500 it is as many messages. */
const eventsAtOnce = 2;

describe('20 incidents of 100 events each in a minute', () => {
  it('15 go out within the pace: roots first, one line of a thread in ten seconds, few messages, and others do not wait', async () => {
    const desk = await openDeliveryDesk({ telling: { ...telling, groupWait: { P0: 0, P1: 5_000, P2: 30_000, P3: 30_000 } } });
    const began = desk.clock.now();
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    for (const number of numbers) await desk.open(number, { service: `storm-${number % 3}`, rooms: ['slack:#ops'] });
    // 50 times within a minute something of each; in the middle of it something else breaks.
    for (let step = 1; step <= 50; step += 1) {
      await runOn(desk, desk.clock, began + step * 1_200);
      const events = Array.from({ length: eventsAtOnce }, (_, event) => `event ${step}.${event}`);
      for (const number of numbers) await desk.news(number, events);
      if (step === 40) await desk.open(99, { service: 'payments', severity: 'P0', rooms: ['slack:#ops'] });
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
