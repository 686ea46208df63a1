import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
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

// oxlint-disable-next-line no-control-regex -- control characters are what must not be there
const steers = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u;

/** What Slack does to a message of its own accord, unless it is told not to; forms carry it as text. */
const off = z.union([z.literal('false'), z.literal(false)]);
const switchedOff = z.object({ mrkdwn: off, link_names: off, unfurl_links: off, unfurl_media: off, parse: z.literal('none') });

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
      if (/"type":"(?:user|broadcast|usergroup|channel|link|emoji|mrkdwn|markdown)"|"emoji":true/u.test(raw)) return raw;
      const all = strings(payload);
      const steering = all.find(({ text }) => steers.test(text));
      if (steering !== undefined) return steering.text;
      const fallback = all.find(({ path }) => path === '.text')?.text ?? '';
      if (/[<>]|@(?:channel|here|everyone)|:\/\/|(?:^|\s)[*_~`]/u.test(fallback)) return fallback;
      // Files that go with a message have nothing but their names.
      return !all.some(({ path }) => path.startsWith('.blocks.')) || switchedOff.safeParse(payload).success ? undefined : raw;
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
      // TextBlock and FactSet read markdown; a RichTextBlock's runs do not.
      if (/"type":"(?:mention|TextBlock|FactSet)"|"Action\.OpenUrl"|"textFormat":"(?:markdown|xml)"/u.test(raw)) return raw;
      const all = strings(payload).filter(({ path }) => !/\.(?:data|value)(?:\.|$)/u.test(path));
      const steering = all.find(({ text }) => steers.test(text) || /\{\{(?:DATE|TIME)/u.test(text));
      if (steering !== undefined) return steering.text;
      // Labels, titles and what notifications show may be read as markdown, whatever they say they are.
      const markdown = all.filter(
        ({ path }) => /\.(?:text|summary|fallbackText|title|label|placeholder)$/u.test(path) && !/\.inlines\./u.test(path),
      );
      return markdown.find(({ text }) => /[<>[\]`*_~\\|#@]|:\/\//u.test(text))?.text;
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
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    live: (raw) => (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u.test(String(JSON.parse(raw))) ? raw : undefined),
    stop: () => rm(out, { recursive: true, force: true }),
  };
});
