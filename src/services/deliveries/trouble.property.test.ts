import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDeliveryDesk, runOn } from '../../../test/fakes/delivery-desk.ts';
import type { Delivery } from '../../core/chat.ts';

type Failure = Extract<Delivery, { readonly ok: false }>;
const unknown: Failure = { ok: false, reason: 'no answer', certain: 'unknown', retry: { when: 'later', afterMs: 0 } };
const refused: Failure = { ...unknown, reason: 'ECONNREFUSED', certain: 'not sent' };
const limited: Failure = { ...refused, reason: '429', retry: { when: 'later', afterMs: 9_000, of: 'destination' } };

/** What happens next, to one of three incidents or to the chat. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('news' as const), incident: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 0, max: 15_000 }) }),
  fc.record({ kind: fc.constantFrom('lost' as const, 'arrives unheard' as const, 'refused' as const, 'limited' as const) }),
  // A process dies with all it has in hand, and another one starts.
  fc.record({ kind: fc.constant('killed' as const) }),
);

describe('whatever happens to the chat and to the process', () => {
  it('every message arrives in Slack once, in the order of the story, and never faster than its pace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const desk = await openDeliveryDesk();
        let { deliveries } = desk;
        const story = new Map<number, string[]>([1, 2, 3].map((number) => [number, []]));
        for (const number of story.keys()) await desk.open(number, { service: `service-${number % 2}`, rooms: ['slack:#ops'] });
        for (const [index, one] of steps.entries()) {
          switch (one.kind) {
            case 'news':
              story.get(one.incident)?.push(`line ${index}`);
              await desk.news(one.incident, `line ${index}`);
              break;
            case 'time':
              await runOn({ deliveries }, desk.clock, desk.clock.now() + one.ms);
              break;
            case 'lost':
              desk.slack.fail(unknown);
              break;
            case 'arrives unheard':
              desk.slack.fail(unknown, { arrives: true });
              break;
            case 'refused':
              desk.slack.fail(refused);
              break;
            case 'limited':
              desk.slack.fail(limited);
              break;
            case 'killed':
              // What it leases from here on is never settled by it.
              await desk.ledger.lease(desk.clock.now(), { most: 1, busy: [], pace: () => ({ everyMs: 1_000, burst: 1 }) });
              deliveries = desk.restart();
              break;
          }
        }
        await runOn({ deliveries }, desk.clock);

        for (const [number, lines] of story) {
          const roots = desk.slack.posts().filter((post) => post.mark === `root:INC-${number}:slack:#ops`);
          expect(roots).toHaveLength(1);
          const thread = desk.slack.posts().filter((post) => post.target.thread === roots[0]?.ref.id);
          expect(new Set(thread.map((post) => post.mark)).size).toBe(thread.length);
          const told: readonly string[] = JSON.stringify(thread.map((post) => post.document.blocks)).match(/line \d+/gu) ?? [];
          // A long message shows its last lines only.
          expect(lines.filter((line) => told.includes(line))).toEqual(told);
          if (lines.length <= 8) expect(told).toEqual(lines);
        }
        const times = desk.slack.calls().flatMap((call) => (call.what === 'find' ? [] : [call.at]));
        for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_000);
        await desk.ledger.close();
      }),
      { numRuns: 40 },
    );
  });
});
