import fc from 'fast-check';
import type { ActionItem } from '../../src/core/actions.ts';
import type { Block, Run } from '../../src/core/document.ts';

// Strings that Slack would bring to life somewhere, mixed with any text at all.
const live = [
  '<!channel>',
  '<!here|here>',
  '<@U0ANA00001>',
  '<https://evil.example|click>',
  'https://evil.example',
  '@here',
  '@channel',
  '*b*',
  '_i_',
  '~s~',
  '`c`',
  ':fire:',
  '&',
  '<',
  '>',
  '\u202e',
  '\u200b',
  'javascript:alert(1)',
  '\ud800',
];
/** Any text, and text that Slack would bring to life somewhere. */
export const outside: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...live, ' '), { maxLength: 30 }).map((parts) => parts.join('')),
  fc.constantFrom(...live).map((part) => part.repeat(1_000)),
);
export const baitedRuns: fc.Arbitrary<readonly Run[]> = fc.array(
  fc.oneof(
    outside.map((text): Run => ({ kind: 'plain', text })),
    outside.map((text): Run => ({ kind: 'bold', text })),
    outside.map((text): Run => ({ kind: 'code', text })),
    outside.map((name): Run => ({ kind: 'mention', platform: 'slack', id: 'U0ANA00001', name })),
    outside.map((url): Run => ({ kind: 'link', text: 'details', url: url.startsWith('https://evil') ? 'javascript:1' : url })),
  ),
  { maxLength: 5 },
);
const items: fc.Arbitrary<readonly ActionItem[]> = fc.array(
  fc.oneof(
    fc.tuple(outside, outside).map(([label, command]): ActionItem => ({ kind: 'button', label, command: `x${command}`, look: 'danger' })),
    fc
      .tuple(outside, outside)
      .map(([label, command]): ActionItem => ({ kind: 'select', label, options: [{ label: command, command: `x${command}` }] })),
    outside.map((url): ActionItem => ({ kind: 'link', label: 'open', url })),
  ),
  { maxLength: 30 },
);
/** Blocks of every kind with such text in every place. */
export const baitedBlocks: fc.Arbitrary<readonly Block[]> = fc.array(
  fc.oneof(
    outside.map((text): Block => ({ kind: 'heading', text })),
    baitedRuns.map((all): Block => ({ kind: 'text', runs: all })),
    baitedRuns.map((all): Block => ({ kind: 'note', tone: 'bad', runs: all })),
    fc.tuple(outside, baitedRuns).map(([label, value]): Block => ({ kind: 'facts', facts: [{ label, value }] })),
    outside.map((text): Block => ({ kind: 'table', columns: [{ title: text, align: 'left' }], rows: [[{ text, tone: 'bad' }], []] })),
    fc.tuple(outside, outside).map(([value, label]): Block => ({ kind: 'figure', value, label })),
    outside.map((text): Block => ({ kind: 'preformatted', text })),
    outside.map((alt): Block => ({ kind: 'image', url: alt, alt })),
    outside.map((name): Block => ({ kind: 'file', name, mediaType: 'text/plain', content: name })),
    items.map((all): Block => ({ kind: 'actions', items: all })),
    outside.map(
      (label): Block => ({
        kind: 'form',
        title: label,
        submit: label,
        command: 'declare',
        fields: [
          { kind: 'text', name: 'title', label, initial: label, multiline: false, required: true },
          { kind: 'choice', name: 'one', label, initial: label, options: [label, 'x'], required: true },
          { kind: 'search', name: 'of', label, initial: label, source: 'targets', required: true },
        ],
      }),
    ),
  ),
  { maxLength: 60 },
);

// What Slack would search for markup, or what pings by itself.
const parsedKinds = ['mrkdwn', 'markdown', 'user', 'usergroup', 'broadcast', 'channel', 'emoji']
  .map((kind) => `"type":"${kind}"`)
  .concat('"emoji":true');

/** What in blocks would ping, format, link elsewhere or steer its display; empty when nothing would. */
export function livesIn(blocks: unknown): readonly string[] {
  const wire = JSON.stringify(blocks);
  const steering = /\\ud[89a-f]|\\u00[01]|[\u202a-\u202e]/u.exec(wire)?.[0];
  return [
    ...parsedKinds.filter((parsed) => wire.includes(parsed)),
    ...(steering === undefined ? [] : [steering]),
    ...linksIn(blocks).filter((url) => !/^https?:/u.test(url)),
  ];
}

/** Every address in a payload that can be followed. */
function linksIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(linksIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => (name === 'url' || name === 'image_url' ? [String(item)] : linksIn(item)));
}
