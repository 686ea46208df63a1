import { expect, it } from 'vitest';
import { alertNumber } from './way/stream.ts';
import { openWay } from './way/way.ts';

/** Several processes are started one after the other, and a busy machine takes its time. */
const patience = { timeout: 120_000 };

it(
  '17 19 23 what failed before its commit is taken at the next attempt, a resolve just before a kill reaches the thread, and a restart announces only what is new',
  patience,
  async () => {
    const way = await openWay();
    const { clock, posted } = way.chats;
    const began = clock.now();
    const first = await way.start({ failures: 2, death: { point: 'after the commit of the event', nth: 9 } });
    const ending = way.alerts(3, 1);
    expect((await way.post([first], ending)).filter(({ status }) => status === 503)).toHaveLength(2);
    await way.repeat([first]);
    expect(way.unanswered()).toBe(0);
    const lasting = way.alerts(3, 2);
    await way.post([first], lasting);
    await way.quiet([first]);
    const told = Math.max(...posted('slack').map(({ seq }) => seq));
    await way.pass([first], 60_000);

    // The ninth event that is stored is the last word of its process, and nobody hears it.
    const resolves = ending.map(({ number }) => alertNumber(number, { service: 1, at: began, resolvedAt: clock.now() }));
    await way.post([first], resolves);
    expect([await first.ended, way.unanswered() > 0]).toEqual(['SIGKILL', true]);

    const second = await way.start();
    await way.repeat([second]);
    // Their sources say again what has not changed.
    await way.post([second], lasting);
    const meanwhile = way.alerts(1, 2);
    await way.post([second], meanwhile);
    await way.quiet([second]);
    await way.pass([second], 400_000);
    await way.quiet([second]);
    second.kill();
    await second.ended;

    expect(await way.account()).toMatchObject({
      incidents: 2,
      lost: [],
      twice: [],
      missing: [],
      undone: [],
      doubled: { slack: [] },
    });
    const roots = posted('slack').filter((one) => one.thread === undefined);
    expect(roots).toHaveLength(2);
    const news = posted('slack').filter((one) => one.thread !== undefined && one.seq > told);
    const saying = (text: string): number => news.filter((one) => one.text.includes(text)).length;
    expect(news.some((one) => /resolved/iu.test(one.text))).toBe(true);
    expect(meanwhile.map(({ id }) => saying(id))).toEqual([1]);
    expect(lasting.map(({ id }) => saying(id))).toEqual([0, 0, 0]);
  },
);
