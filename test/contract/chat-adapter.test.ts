import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsoleAdapter, readInvocation } from '../../adapters/console/index.ts';
import type { EmulatedChat } from '../../emulators/emulator.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { pixelCharts, startSlackHarness } from '../fakes/slack-harness.ts';
import { startTeamsHarness } from '../fakes/teams-harness.ts';
import { consoleLive, slackLive, teamsLive } from '../harness/live-markup.ts';
import { describeChatAdapter } from './chat-adapter.ts';
import type { ChatUnderTest } from './chat-under-test.ts';

function shownBy(chat: EmulatedChat): ReturnType<ChatUnderTest['shown']> {
  return chat.messages
    .list({})
    .filter((one) => one.user === 'tocsin')
    .map((one) => ({
      id: one.id,
      text: one.text,
      raw: JSON.stringify(one.payload),
      thread: one.thread,
      edited: one.edited,
      onlyFor: one.ephemeralTo,
    }));
}

describeChatAdapter('slack', [], async () => {
  const harness = await startSlackHarness();
  return {
    adapter: harness.adapter,
    channel: '#ops',
    type: async (words) => {
      await harness.slack.say({ user: 'eva', channel: 'ops', text: `/tocsin ${words}` });
      return harness.nextReceived();
    },
    click: async (message, label) => {
      await harness.slack.click({ message, user: 'eva', button: label });
      return harness.nextReceived();
    },
    shown: () => shownBy(harness.slack),
    live: slackLive,
    stop: harness.stop,
  };
});

// The Bot Connector has no way to ask for messages that were posted.
describeChatAdapter('teams', ['find'], async () => {
  const harness = await startTeamsHarness();
  const clicks: Promise<void>[] = [];
  return {
    adapter: harness.adapter,
    channel: 'ops',
    type: async (words) => {
      await harness.emulator.say({ user: 'eva', channel: 'ops', text: `@Tocsin ${words}` });
      return harness.nextInvocation();
    },
    click: async (message, label) => {
      // The platform's request stays open until it is answered, which the suite does afterwards.
      clicks.push(harness.emulator.click({ message, user: 'eva', button: label }));
      return harness.nextInvocation();
    },
    shown: () => shownBy(harness.emulator),
    live: teamsLive,
    stop: async () => {
      await Promise.all(clicks);
      await harness.stop();
    },
  };
});

// What is printed stays as it is, and a terminal is one place.
describeChatAdapter('console', ['threads', 'edit', 'find', 'buttons'], async () => {
  const out = await mkdtemp(join(tmpdir(), 'tocsin-console-'));
  const printed: string[] = [];
  const received: Invocation[] = [];
  const adapter = createConsoleAdapter({ write: (text) => void printed.push(text), out, charts: pixelCharts, time: createTimeText() });
  await adapter.start({ receive: async (invocation) => void received.push(invocation), search: () => Promise.resolve([]) });
  return {
    adapter,
    channel: 'terminal',
    type: async (words) => {
      const actor = { platform: 'console', id: 'eva', name: 'eva' };
      const invocation = readInvocation({
        id: String(received.length),
        text: `/tocsin ${words}`,
        actor,
        place: { platform: 'console', channel: 'terminal', kind: 'direct' },
        at: 0,
      });
      await adapter.say(invocation);
      return invocation;
    },
    click: undefined,
    shown: () =>
      printed.map((text, index) => ({
        id: String(index + 1),
        text,
        raw: JSON.stringify(text),
        thread: undefined,
        edited: false,
        onlyFor: undefined,
      })),
    live: consoleLive,
    stop: () => rm(out, { recursive: true, force: true }),
  };
});
