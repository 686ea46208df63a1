import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FakePost } from '../../../test/fakes/chat.ts';
import { openDeliveryDesk, runOn } from '../../../test/fakes/delivery-desk.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import { plainText } from '../../core/document.ts';
import { formatTarget, readTarget } from '../../core/model/person.ts';
import { openSqliteLedger } from '../../stores/ledger/sqlite.ts';
import type { Handlers } from './attempt.ts';
import { createDeliveries, type DeliveriesNeeds } from './deliveries.ts';

const words = (post: FakePost | undefined): readonly string[] =>
  (post?.document.blocks ?? []).map((block) => ('runs' in block ? plainText(block.runs) : ''));
const lost = { ok: false, reason: 'no answer', certain: 'unknown', retry: { when: 'later', afterMs: 0 } } as const;
const refused = { ok: false, reason: 'is_archived', certain: 'not sent', retry: { when: 'never' } } as const;

describe('deliveries', () => {
  it('post the root in each chat, then its thread: what waits together is one message, in the order of the story', async () => {
    const desk = await openDeliveryDesk();
    await desk.open(1);
    await runOn(desk, desk.clock, desk.clock.now() + 2_000);
    await desk.news(1, 'errors joined');
    desk.clock.move(1_000);
    await desk.news(1, 'timeouts joined');
    await runOn(desk, desk.clock);
    for (const posts of [desk.slack.in('C-ops'), desk.teams.in('19:ops')]) {
      expect(posts).toHaveLength(2);
      expect(posts[0]?.document.summary).toContain('INC-1 P1 triggered');
      expect(posts[0]?.target.thread).toBeUndefined();
      expect(posts[1]?.target.thread).toBe(posts[0]?.ref.id);
      expect(words(posts[1])).toEqual(['opened', 'errors joined', 'timeouts joined'].map((line) => expect.stringContaining(line)));
    }
    expect((await desk.ledger.incident('INC-1'))?.rooms.map((room) => room.ref?.channel)).toEqual(['C-ops', '19:ops']);
  });

  it('redraw the root once for all that happened before it went out', async () => {
    const desk = await openDeliveryDesk({ telling: { groupWait: { P0: 0, P1: 30_000, P2: 0, P3: 0 }, groupInterval: 60_000 } });
    await desk.open(1, { rooms: ['slack:#ops'] });
    for (let count = 0; count < 50; count += 1) await desk.news(1, `alert ${count} joined`);
    await runOn(desk, desk.clock);
    expect(desk.slack.calls().map(({ what }) => what)).toEqual(['post', 'post']);
    await Promise.all([desk.news(1, 'again'), desk.deliveries.run(desk.clock.now())]);
    await desk.news(1, 'and again');
    await desk.news(1, 'and again');
    await runOn(desk, desk.clock);
    expect(desk.slack.posts()[0]?.edits).toBeLessThanOrEqual(2);
    expect(desk.slack.posts()[0]?.document.summary).toContain('INC-1');
  });

  it('look for the message before repeating a post whose answer was lost', async () => {
    const desk = await openDeliveryDesk();
    desk.slack.fail(lost, { arrives: true });
    await desk.open(1);
    await desk.deliveries.run(desk.clock.now());
    expect((await desk.ledger.incident('INC-1'))?.rooms[0]?.ref).toBeUndefined();
    await runOn(desk, desk.clock);
    expect(desk.slack.posts()).toHaveLength(1);
    expect((await desk.ledger.incident('INC-1'))?.rooms[0]?.ref).toEqual(desk.slack.posts()[0]?.ref);
  });

  it('go out in one chat while the other does not answer, also those ordered meanwhile', async () => {
    const desk = await openDeliveryDesk();
    const letGo = desk.slack.hold();
    await desk.open(1);
    const run = desk.deliveries.run(desk.clock.now());
    await expect.poll(() => desk.teams.posts().length).toBe(1);
    await desk.open(2, { rooms: ['teams:19:ops'] });
    desk.deliveries.wake();
    await expect.poll(() => desk.teams.posts().length).toBe(2);
    expect(desk.slack.posts()).toHaveLength(0);
    letGo();
    await run;
    expect(desk.slack.posts()).toHaveLength(1);
  });

  it('are shared by processes: each goes out once, and together they keep to the pace', async () => {
    const desk = await openDeliveryDesk();
    const other = desk.restart();
    for (let number = 1; number <= 12; number += 1) await desk.open(number);
    for (let next = await other.next(); next !== undefined; next = await other.next()) {
      desk.clock.set(Math.max(next, desk.clock.now()));
      await Promise.all([desk.deliveries.run(next), other.run(next)]);
    }
    expect([desk.slack.posts().length, desk.teams.posts().length]).toEqual([12, 12]);
    const times = desk.slack.calls().map((call) => call.at - (desk.slack.calls()[0]?.at ?? 0));
    expect(times).toEqual(Array.from({ length: 12 }, (_, index) => index * 1_000));
  });

  it('end the run when the ledger fails, and go on with the next', async () => {
    let broken = true;
    const desk = await openDeliveryDesk({
      over: (ledger) => ({ settle: (id, settlement) => (broken ? Promise.reject(new Error('disk full')) : ledger.settle(id, settlement)) }),
    });
    await desk.open(1);
    await expect(desk.deliveries.run(desk.clock.now())).rejects.toThrow('disk full');
    broken = false;
    desk.clock.move(31_000);
    await runOn(desk, desk.clock);
    expect([desk.slack.posts().length, desk.teams.posts().length]).toEqual([1, 1]);
    expect(await desk.deliveries.next()).toBeUndefined();
  });

  it('give up what can never succeed, keep it in the log, and go on with the rest', async () => {
    const desk = await openDeliveryDesk();
    desk.slack.fail(refused);
    await desk.open(1);
    await runOn(desk, desk.clock);
    expect(desk.log.entries.filter((entry) => entry.level === 'error').map((entry) => entry.data)).toMatchObject([
      { delivery: 'root:INC-1:slack:#ops', reason: 'is_archived' },
    ]);
    expect(desk.teams.posts()).toHaveLength(1);
  });

  it('survive a handler that throws, and try again later', async () => {
    let faults = 1;
    const desk = await openDeliveryDesk({
      over: (ledger) => ({ incident: (id) => ((faults -= 1) === 0 ? Promise.reject(new TypeError('a bug')) : ledger.incident(id)) }),
    });
    await desk.open(1);
    await runOn(desk, desk.clock);
    expect([desk.slack.posts().length, desk.teams.posts().length]).toEqual([1, 1]);
  });

  it('tell those who run Tocsin about itself', async () => {
    const desk = await openDeliveryDesk();
    const target = { platform: 'slack', channel: '#admins' };
    const effect = { kind: 'notice', text: 'sentry sends too much', target } as const;
    await desk.ledger.commit({
      deliveries: [{ key: 'n', lane: 'n', destination: 'slack:#admins', owner: '', urgency: 'act', effect, dueAt: desk.clock.now() }],
    });
    await runOn(desk, desk.clock);
    expect(desk.slack.posts()).toMatchObject([{ mark: 'n', document: { summary: 'sentry sends too much' } }]);
  });
});

const unused = () => Promise.reject(new Error('not ordered here'));

/** Deliveries on a ledger of their own, of which only digests are ordered. */
async function digestsOnly(digest: Handlers['digest'], over: Partial<DeliveriesNeeds> = {}) {
  const clock = createHandClock();
  const ledger = await openSqliteLedger({ file: ':memory:', clock });
  const begin = () =>
    createDeliveries({
      ledger,
      handlers: {
        'incident-root': unused,
        'incident-edit': unused,
        'incident-thread': unused,
        'incident-jira': unused,
        notice: unused,
        digest,
      },
      pace: () => undefined,
      clock,
      log: createLogList(),
      random: () => 0.5,
      pause: (ms, signal) => pause(ms, undefined, { signal }),
      ...over,
    });
  const order = (...targets: readonly string[]) =>
    ledger.commit({
      deliveries: targets
        .flatMap((one) => readTarget(one) ?? [])
        .map((target) => {
          const destination = formatTarget(target);
          const effect = { kind: 'digest', schedule: 'digest-1', due: 0, target } as const;
          return { key: destination, lane: destination, destination, owner: '', urgency: 'news' as const, effect, dueAt: 0 };
        }),
    });
  return { clock, ledger, begin, order };
}

describe('many that do not answer', () => {
  it('leave room for the other chat, however many channels they are', async () => {
    const done: string[] = [];
    const observed: string[] = [];
    const silence = Promise.withResolvers<{ readonly ok: true }>();
    const { begin, order } = await digestsOnly(
      async ({ target }) => {
        if (target.platform === 'slack') return silence.promise;
        done.push(target.channel);
        return { ok: true };
      },
      { observe: (system, outcome) => void observed.push(`${system} ${outcome}`) },
    );
    await order(...Array.from({ length: 200 }, (_, index) => `slack:C${index}`), 'teams:19:ops');
    const deliveries = begin();
    deliveries.wake();
    await expect.poll(() => done).toEqual(['19:ops']);
    expect(observed).toEqual(['teams done']);
    silence.resolve({ ok: true });
    await deliveries.idle();
    expect(observed.filter((one) => one === 'slack done')).toHaveLength(200);
  });
});

describe('a process that stops', () => {
  it('2 leaves what does not end in time to the next start, which looks whether it arrived', async () => {
    const rounds: string[] = [];
    const waited: number[] = [];
    const { clock, begin, order } = await digestsOnly(
      async (_effect, { round, signal }) => {
        rounds.push(round);
        if (round === 'repeated') return { ok: true };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return { ok: false, reason: 'no answer', retry: { when: 'later', afterMs: 0 } };
      },
      { pause: async (ms) => void waited.push(ms) },
    );
    await order('slack:C1');
    const first = begin();
    first.wake();
    await expect.poll(() => rounds).toEqual(['first']);
    await first.stop();
    expect(waited).toEqual([5_000]);
    clock.move(2_000);
    await begin().run(clock.now());
    expect(rounds).toEqual(['first', 'repeated']);
  });
});

describe('whoever waits for a delivery', () => {
  it('hears of it when another process took it, and nothing when nobody does in time', async () => {
    const { begin, order } = await digestsOnly(async () => ({ ok: true }));
    const [mine, other] = [begin(), begin()];
    await order('slack:C1');
    const waiting = mine.whenSettled('slack:C1', 2_000);
    await other.run(0);
    expect(await waiting).toEqual({ outcome: 'done' });
    expect(await mine.whenSettled('slack:C9', 5)).toBeUndefined();
  });

  it('hears the reason of one that this process gave up, at once', async () => {
    const { begin, order } = await digestsOnly(async () => ({ ok: false, reason: 'is_archived', retry: { when: 'never' } }));
    const mine = begin();
    await order('slack:C1');
    const waiting = mine.whenSettled('slack:C1', 60_000);
    await mine.run(0);
    expect(await waiting).toEqual({ outcome: 'dead', reason: 'is_archived' });
  });
});
