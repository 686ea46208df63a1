import { expect, it, onTestFinished } from 'vitest';
import type { Faults } from '../../../emulators/faults.ts';
import { openDeliveryDesk, runOn } from '../../../test/fakes/delivery-desk.ts';
import { createHandClock, type HandClock } from '../../../test/fakes/hand-clock.ts';
import { startSlackHarness } from '../../../test/fakes/slack-harness.ts';
import { startTeamsHarness } from '../../../test/fakes/teams-harness.ts';
import type { ChatAdapter, Delivery } from '../../core/chat.ts';
import type { Chat } from './post.ts';

/** A real adapter and the emulator behind it. */
interface Side {
  readonly platform: 'slack' | 'teams';
  readonly chat: Chat;
  readonly faults: Faults;
  /** Where messages are posted: the path faults meet. */
  readonly posting: string;
  readonly room: string;
  /** What stands in the room, oldest first. */
  readonly shown: () => readonly { readonly id: string; readonly text: string; readonly thread: string | undefined }[];
  /** The answer to the next post that succeeds is lost. */
  readonly loseAnswer: () => void;
}

const lost = { ok: false, reason: 'no answer', certain: 'unknown', retry: { when: 'later', afterMs: 0 } } as const;

function losing({ post, edit, find }: ChatAdapter) {
  let left = 0;
  const chat: Chat = {
    edit,
    find,
    post: async (target, document, options): Promise<Delivery> => {
      const delivery = await post(target, document, options);
      if (!delivery.ok || left === 0) return delivery;
      left -= 1;
      return lost;
    },
  };
  return { chat, loseAnswer: () => void (left += 1) };
}

async function slackSide(clock: HandClock): Promise<Side> {
  const { adapter, slack, faults, stop } = await startSlackHarness({ adapter: { clock, realClock: clock } });
  onTestFinished(stop);
  const shown = () => slack.messages.list({}).filter((one) => one.user === 'tocsin');
  return { platform: 'slack', faults, posting: 'slack/api/chat.postMessage', room: 'slack:#ops', shown, ...losing(adapter) };
}

async function teamsSide(): Promise<Side> {
  const harness = await startTeamsHarness();
  onTestFinished(harness.stop);
  const channel = harness.channelId('ops');
  const shown = () => harness.emulator.messages.list({ channel }).filter((one) => one.user === 'tocsin');
  const { faults, adapter } = harness;
  return { platform: 'teams', faults, posting: 'teams/v3/conversations', room: `teams:${channel}`, shown, ...losing(adapter) };
}

async function open() {
  const clock = createHandClock();
  const sides = { slack: await slackSide(clock), teams: await teamsSide() };
  const desk = await openDeliveryDesk({ clock, slack: sides.slack.chat, teams: sides.teams.chat });
  return { clock, sides, desk: { ...desk, clock } };
}

const inTrouble = [
  ['slack', 'teams'],
  ['teams', 'slack'],
] as const;

it.each(inTrouble)('13 429, 5xx and a lost answer of %s: nothing is lost, and %s does not wait', async (ill, well) => {
  const { desk, clock, sides } = await open();
  const { faults, posting, loseAnswer, shown } = sides[ill];
  faults.add({ target: posting, status: 429, retryAfter: 90, count: 1 });
  const began = clock.now();
  await desk.open(1, { rooms: [sides.slack.room, sides.teams.room] });
  await runOn(desk, clock, began + 89_999);
  expect([shown().length, sides[well].shown().length]).toEqual([0, 1]);
  faults.add({ target: posting, status: 503, count: 2 });
  loseAnswer();
  await runOn(desk, clock);
  // Slack is asked whether it arrived; Teams cannot be asked.
  expect(shown()).toHaveLength(ill === 'slack' ? 1 : 2);
  await desk.news(1, 'errors joined');
  await runOn(desk, clock);
  expect(shown().filter((one) => one.thread !== undefined && one.text.includes('errors joined'))).toHaveLength(1);
  expect(sides[well].shown()).toHaveLength(2);
  expect(await desk.ledger.failedDeliveries(5)).toEqual([]);
});

it.each(inTrouble)('12 half an hour without %s: all is told after it, in order, while %s is told at once', async (ill, well) => {
  const { desk, clock, sides } = await open();
  const { faults, posting, shown } = sides[ill];
  faults.add({ target: posting, status: 503 });
  const began = clock.now();
  for (const number of [1, 2, 3]) await desk.open(number, { rooms: [sides.slack.room, sides.teams.room] });
  await runOn(desk, clock, began + 15 * 60_000);
  for (const number of [1, 2, 3]) await desk.news(number, `errors of ${number} joined`);
  await runOn(desk, clock, began + 30 * 60_000);
  expect([shown().length, sides[well].shown().length]).toEqual([0, 6]);
  faults.clear();
  await runOn(desk, clock);
  const roots = shown().filter((one) => one.thread === undefined);
  expect(roots).toHaveLength(3);
  for (const root of roots) {
    const number = /INC-(\d)/u.exec(root.text)?.[1];
    expect(
      shown()
        .filter((one) => one.thread === root.id)
        .map((one) => one.text),
    ).toEqual([expect.stringContaining(`errors of ${number} joined`)]);
  }
  expect(await desk.ledger.failedDeliveries(5)).toEqual([]);
});
