import { describe, expect, it, onTestFinished } from 'vitest';
import type { FakeCall } from '../../../test/fakes/chat.ts';
import { openDeliveryDesk, runOn, telling } from '../../../test/fakes/delivery-desk.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import { everySecond } from '../../schedule/heartbeat.ts';
import { createScheduler } from '../../schedule/scheduler.ts';
import { createSystemClock } from '../../schedule/system-clock.ts';

const rooms = ['teams:19:ops'];
const postsOf = (calls: readonly FakeCall[]): readonly number[] => calls.filter((call) => call.what === 'post').map((call) => call.at);

describe('news of an incident', () => {
  it('22 waits for the group wait and then for the interval, by the moved clock', async () => {
    const desk = await openDeliveryDesk({
      telling: { ...telling, groupWait: { ...telling.groupWait, P2: 30_000 }, groupInterval: 300_000 },
    });
    const began = desk.clock.now();
    await desk.open(1, { severity: 'P2', rooms });
    for (let minute = 0; minute < 12; minute += 1) {
      await desk.news(1, `alert ${minute} joined`);
      await runOn(desk, desk.clock, began + (minute + 1) * 60_000);
    }
    await runOn(desk, desk.clock);
    expect(postsOf(desk.teams.calls()).map((at) => at - began)).toEqual([30_000, 330_000, 630_000, 930_000]);
  });

  it('22 does so within 150 ms by the real clock', async () => {
    const clock = createSystemClock();
    const desk = await openDeliveryDesk({
      clock,
      telling: { ...telling, groupWait: { ...telling.groupWait, P2: 300 }, groupInterval: 400 },
    });
    const scheduler = createScheduler({ clock, log: createLogList(), heartbeat: everySecond() });
    scheduler.register(desk.deliveries);
    scheduler.start();
    onTestFinished(() => scheduler.stop());
    const began = clock.now();
    await desk.open(1, { severity: 'P2', rooms });
    await desk.news(1, 'errors joined');
    scheduler.wake();
    await expect.poll(() => desk.teams.posts().length, { interval: 5, timeout: 3_000 }).toBe(2);
    const [root = 0, news = 0] = postsOf(desk.teams.calls());
    expect(Math.abs(root - began - 300)).toBeLessThanOrEqual(150);
    expect(Math.abs(news - root - 400)).toBeLessThanOrEqual(150);
  });
});
