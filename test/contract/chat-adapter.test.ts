import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsoleAdapter, readInvocation } from '../../adapters/console/index.ts';
import type { EmulatedChat } from '../../emulators/emulator.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { pixelCharts, startSlackHarness } from '../fakes/slack-harness.ts';
import { startTeamsHarness } from '../fakes/teams-harness.ts';
import { type ChatUnderTest, describeChatAdapter } from './chat-adapter.ts';

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

/** Every string in the payload, with the path of keys to it. */
function strings(value: unknown, path = ''): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => strings(one, `${path}.${key}`));
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
    live: (raw) => {
      const payload: unknown = JSON.parse(raw);
      // Only mrkdwn objects and the fallback text are parsed for markup; rich text and plain_text are shown as they are.
      if (/"type":"(?:user|broadcast|usergroup|channel|link|emoji|mrkdwn|markdown)"/u.test(raw)) return raw;
      const fallback = strings(payload).find(({ path }) => path === '.text')?.text ?? '';
      return /<|@(?:channel|here|everyone)/u.test(fallback) ? fallback : undefined;
    },
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
    live: (raw) => {
      const payload: unknown = JSON.parse(raw);
      if (/"type":"mention"|"Action\.OpenUrl"/u.test(raw)) return raw;
      // Text runs are never markdown; everything else in a card that is named text, title, label or value is.
      const markdown = strings(payload).filter(
        ({ path }) => /\.(?:text|title|value)$/u.test(path) && !/\.inlines\./u.test(path) && !/\.actions\./u.test(path),
      );
      return markdown.find(({ text }) => /(?<!\\)\]\(|(?<!\\)\*\*|<at>|(?<![\\\w])https?:\/\//u.test(text))?.text;
    },
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
  await adapter.start(async (invocation) => void received.push(invocation));
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
        id: String(index),
        text,
        raw: JSON.stringify(text),
        thread: undefined,
        edited: false,
        onlyFor: undefined,
      })),
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    live: (raw) => (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u.test(String(JSON.parse(raw))) ? raw : undefined),
    stop: () => rm(out, { recursive: true, force: true }),
  };
});
