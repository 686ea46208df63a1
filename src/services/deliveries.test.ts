import { describe, expect, it } from 'vitest';
import type { FakePost } from '../../test/fakes/chat.ts';
import { openIncidentDesk } from '../../test/fakes/incident-desk.ts';
import { plainText } from '../core/document.ts';
import type { StoredDelivery } from '../core/model/delivery.ts';
import { formatTarget, readTarget } from '../core/model/person.ts';
import { createDeliveries, settlementOf } from './deliveries.ts';

const words = (post: FakePost | undefined): string =>
  (post?.document.blocks ?? []).map((block) => ('runs' in block ? plainText(block.runs) : '')).join(' ');
const lost = { ok: false, reason: 'no answer', certain: 'unknown', retry: { when: 'later', afterMs: 0 } } as const;

describe('deliveries', () => {
  it('post the root in each chat, then its thread in the order of the story', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    await desk.alert({ key: 'errors', title: 'Errors' });
    await desk.deliveries.run(desk.clock.now());
    for (const posts of [desk.slack.in('C-incidents'), desk.teams.in('19:inc')]) {
      expect(posts).toHaveLength(2);
      expect(posts[0]).toMatchObject({
        edits: 1,
        document: { summary: 'INC-1 P2 triggered: Web shop: Slow responses' },
      });
      expect(posts[0]?.target.thread).toBeUndefined();
      expect(posts[1]?.target.thread).toBe(posts[0]?.ref.id);
      expect(words(posts[1])).toContain('Alert joined: Errors; it is the open incident of the same service');
    }
    expect((await desk.ledger.incident('INC-1'))?.rooms.map((room) => room.ref?.channel)).toEqual(['C-incidents', '19:inc']);
  });

  it('look for the message before repeating a post whose answer was lost', async () => {
    const desk = await openIncidentDesk();
    desk.slack.fail(lost, { arrives: true });
    await desk.alert({});
    await desk.deliveries.run(desk.clock.now());
    expect((await desk.ledger.incident('INC-1'))?.rooms[0]?.ref).toBeUndefined();
    desk.clock.move(2_000);
    await desk.deliveries.run(desk.clock.now());
    expect(desk.slack.posts()).toHaveLength(1);
    expect((await desk.ledger.incident('INC-1'))?.rooms[0]?.ref).toEqual(desk.slack.posts()[0]?.ref);
  });

  it('3 find the message again after a crash between the post and the commit', async () => {
    let crash = true;
    const desk = await openIncidentDesk((ledger) => ({
      commit: (change) => (crash && change.triaged === undefined ? new Promise<never>(() => undefined) : ledger.commit(change)),
    }));
    await desk.alert({});
    // This run never ends, as in a process that is killed: the post is out, its id is not stored.
    void desk.deliveries.run(desk.clock.now());
    await expect.poll(() => desk.slack.posts().length + desk.teams.posts().length).toBe(2);
    crash = false;
    await desk.ledger.releaseLeases();
    await desk.restart().run(desk.clock.now());
    expect(desk.slack.posts()).toHaveLength(1);
    expect(desk.teams.posts()).toHaveLength(1);
    expect((await desk.ledger.incident('INC-1'))?.rooms.every((room) => room.ref !== undefined)).toBe(true);
  });

  it('14 give the healthy chat everything while the other is down, and catch up in order when it is back', async () => {
    const desk = await openIncidentDesk();
    desk.slack.fail({ ok: false, reason: 'internal_error', certain: 'not sent', retry: { when: 'later', afterMs: 0 } }, { times: 5 });
    await desk.alert({});
    await desk.alert({ key: 'errors', title: 'Errors' });
    await desk.deliveries.run(desk.clock.now());
    expect(desk.teams.posts()).toHaveLength(2);
    expect(desk.slack.posts()).toHaveLength(0);
    for (let next = await desk.deliveries.next(); next !== undefined; next = await desk.deliveries.next()) {
      desk.clock.set(next);
      await desk.deliveries.run(next);
    }
    const posts = desk.slack.posts();
    expect(posts.map((post) => post.target.thread === undefined)).toEqual([true, false]);
    expect(desk.teams.posts()).toHaveLength(2);
  });

  it('go out in one chat while the other does not answer, also those ordered meanwhile', async () => {
    const desk = await openIncidentDesk();
    const letGo = desk.slack.hold();
    await desk.alert({});
    const run = desk.deliveries.run(desk.clock.now());
    await expect.poll(() => desk.teams.posts().length).toBe(1);
    await desk.alert({ key: 'errors', title: 'Errors' });
    desk.deliveries.wake();
    await expect.poll(() => desk.teams.posts().length).toBe(2);
    expect(desk.slack.posts()).toHaveLength(0);
    letGo();
    await run;
    expect(desk.slack.posts()).toHaveLength(2);
  });

  it('go out in one chat while a dozen channels of the other hang', async () => {
    const { ledger, clock, log } = await openIncidentDesk();
    const done: string[] = [];
    const observed: string[] = [];
    const silence = Promise.withResolvers<{ readonly ok: true }>();
    const unused = () => Promise.reject(new Error('not ordered here'));
    const deliveries = createDeliveries({
      ledger,
      handlers: {
        'incident-root': unused,
        'incident-edit': unused,
        'incident-entry': unused,
        'incident-jira': unused,
        digest: async ({ target }) => {
          if (target.platform === 'slack') return silence.promise;
          done.push(target.channel);
          return { ok: true };
        },
      },
      clock,
      log,
      random: () => 0.5,
      observe: (system, outcome) => observed.push(`${system} ${outcome}`),
    });
    const targets = [...Array.from({ length: 12 }, (_, index) => `slack:C${index}`), 'teams:19:ops'].flatMap(
      (one) => readTarget(one) ?? [],
    );
    await ledger.commit({
      deliveries: targets.map((target) => {
        const destination = formatTarget(target);
        return { key: destination, destination, effect: { kind: 'digest', schedule: 'digest-1', due: 0, target }, dueAt: 0 };
      }),
    });
    deliveries.wake();
    await expect.poll(() => done).toEqual(['19:ops']);
    expect(observed).toEqual(['teams done']);
    silence.resolve({ ok: true });
    await deliveries.idle();
    expect(observed.filter((one) => one === 'slack done')).toHaveLength(12);
  });

  it('end the run when the ledger fails, and go on with the next', async () => {
    let broken = true;
    const desk = await openIncidentDesk((ledger) => ({
      settle: (id, settlement) => (broken ? Promise.reject(new Error('disk full')) : ledger.settle(id, settlement)),
    }));
    await desk.alert({});
    await expect(desk.deliveries.run(desk.clock.now())).rejects.toThrow('disk full');
    broken = false;
    desk.clock.move(31_000);
    await desk.deliveries.run(desk.clock.now());
    expect([desk.slack.posts().length, desk.teams.posts().length]).toEqual([1, 1]);
    expect(await desk.deliveries.next()).toBeUndefined();
  });

  it('wait as long as the platform asks', async () => {
    const desk = await openIncidentDesk();
    desk.slack.fail({ ok: false, reason: 'ratelimited', certain: 'not sent', retry: { when: 'later', afterMs: 30_000 } });
    await desk.alert({});
    await desk.deliveries.run(desk.clock.now());
    expect(await desk.deliveries.next()).toBe(desk.clock.now() + 30_000);
  });

  it('give up what can never succeed, keep it in the log, and go on with the rest', async () => {
    const desk = await openIncidentDesk();
    desk.slack.fail({ ok: false, reason: 'channel_not_found', certain: 'not sent', retry: { when: 'never' } });
    await desk.alert({});
    await desk.deliveries.run(desk.clock.now());
    expect(await desk.deliveries.next()).toBeUndefined();
    expect(desk.log.entries.filter((entry) => entry.level === 'error').map((entry) => entry.data)).toMatchObject([
      { delivery: 'root:INC-1:slack:#incidents', reason: 'channel_not_found' },
    ]);
    expect(desk.teams.posts()).toHaveLength(1);
  });

  it('survive a handler that throws, and try again later', async () => {
    const desk = await openIncidentDesk((ledger) => {
      let faults = 1;
      return {
        incident: (id) => {
          faults -= 1;
          return faults === 0 ? Promise.reject(new TypeError('a bug')) : ledger.incident(id);
        },
      };
    });
    await desk.alert({});
    await desk.deliveries.run(desk.clock.now());
    desk.clock.move(60_000);
    await desk.deliveries.run(desk.clock.now());
    expect(desk.slack.posts()).toHaveLength(1);
    expect(desk.teams.posts()).toHaveLength(1);
  });
});

describe('the pause after a failure', () => {
  const delivery: StoredDelivery = {
    id: 1,
    key: 'k',
    destination: 'slack:#ops',
    effect: { kind: 'incident-jira', incident: 'INC-1', by: 'Ana' },
    dueAt: 0,
    attempts: 0,
  };
  const failed = { ok: false, reason: 'down', retry: { when: 'later', afterMs: 0 } } as const;
  const pause = (attempts: number, random = 0.5): number => {
    const settlement = settlementOf(failed, { ...delivery, attempts }, 0, () => random);
    return settlement.outcome === 'retry' ? settlement.dueAt : Number.NaN;
  };

  it('doubles from a second to a minute, and is spread by chance', () => {
    expect([0, 1, 2, 6, 500].map((attempts) => pause(attempts))).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
    expect([pause(2, 0), pause(2, 0.999)]).toEqual([3_000, 4_998]);
  });

  it('ends after a thousand attempts', () => {
    expect(settlementOf(failed, { ...delivery, attempts: 1_000 }, 0, () => 0)).toMatchObject({ outcome: 'dead' });
  });
});
