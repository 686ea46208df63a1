import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../emulators/slack/validate-blocks.ts';
import type { ActionItem } from '../../src/core/actions.ts';
import type { Chart } from '../../src/core/chart.ts';
import type { Block, Document, Run } from '../../src/core/document.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { samples } from '../../test/fakes/slack-documents.ts';
import { type Picture, renderDocument } from './render.ts';

const time = createTimeText();
const render = (document: Document, pictures: ReadonlyMap<Chart, Picture> = new Map()) => renderDocument(document, { time, pictures });
const faultsIn = (blocks: readonly unknown[]): readonly string[] => validateBlocks(blocks, () => true);

describe('every kind of block', () => {
  it.each(Object.entries(samples))('%s is drawn as its golden file says', async (name, block) => {
    const picture: Picture =
      name === 'chart-without-picture'
        ? { kind: 'absent', reason: 'The picture could not be uploaded.' }
        : { kind: 'uploaded', id: 'F0PICTURE1' };
    const pictures = new Map(block.kind === 'chart' ? [[block.chart, picture]] : []);
    const rendered = render({ summary: 'Two & <three> *services* @here https://example.com', blocks: [block] }, pictures);
    expect(faultsIn(rendered.blocks)).toEqual([]);
    await expect(`${JSON.stringify(rendered, undefined, 2)}\n`).toMatchFileSnapshot(`./golden/${name}.json`);
  });
});

describe('what does not fit', () => {
  it('keeps the buttons of a message that is too long, says what is shown and attaches the rest', () => {
    const blocks: Block[] = Array.from({ length: 80 }, (_, index) => ({ kind: 'heading', text: `Part ${index}` }));
    const button: ActionItem = { kind: 'button', label: 'Acknowledge', command: 'ack INC-1', look: 'primary' };
    const rendered = render({ summary: 'long', blocks: [...blocks, { kind: 'actions', items: [button] }] });
    expect(rendered.blocks).toHaveLength(50);
    expect(rendered.blocks.at(-2)).toMatchObject({ type: 'actions' });
    expect(JSON.stringify(rendered.blocks.at(-1))).toContain('49 of 81 parts shown');
    expect(rendered.attachments).toMatchObject([{ name: 'message.txt', content: expect.stringContaining('Part 79') }]);
  });

  it('cuts a text visibly, on a whole character, and attaches it in full', () => {
    const words = '🙂'.repeat(4_000);
    const rendered = render({ summary: 'long', blocks: [{ kind: 'text', runs: [{ kind: 'plain', text: words }] }] });
    expect(JSON.stringify(rendered.blocks)).toContain('3000 of 8000 characters shown');
    expect(JSON.stringify(rendered.blocks).isWellFormed()).toBe(true);
    expect(rendered.attachments[0]?.content).toContain(words);
  });

  it('draws a second table as text, because Slack takes one a message', () => {
    const table = samples['table'];
    const rendered = render({ summary: 'two', blocks: [table, table] });
    expect(rendered.blocks.map((block) => block.type)).toEqual(['table', 'context', 'rich_text', 'context']);
  });

  it('counts the actions that Slack has no room for', () => {
    const items = Array.from(
      { length: 30 },
      (_, index): ActionItem => ({ kind: 'button', label: `B${index}`, command: 'help', look: 'plain' }),
    );
    expect(JSON.stringify(render({ summary: 'many', blocks: [{ kind: 'actions', items }] }).blocks)).toContain('25 of 30 actions shown');
  });
});

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
const outside = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...live, ' '), { maxLength: 30 }).map((parts) => parts.join('')),
  fc.constantFrom(...live).map((part) => part.repeat(1_000)),
);
const runs: fc.Arbitrary<readonly Run[]> = fc.array(
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
const blocks: fc.Arbitrary<readonly Block[]> = fc.array(
  fc.oneof(
    outside.map((text): Block => ({ kind: 'heading', text })),
    runs.map((all): Block => ({ kind: 'text', runs: all })),
    runs.map((all): Block => ({ kind: 'note', tone: 'bad', runs: all })),
    fc.tuple(outside, runs).map(([label, value]): Block => ({ kind: 'facts', facts: [{ label, value }] })),
    outside.map((text): Block => ({ kind: 'table', columns: [{ title: text, align: 'left' }], rows: [[{ text, tone: 'bad' }], []] })),
    outside.map((alt): Block => ({ kind: 'image', url: alt, alt })),
    outside.map((name): Block => ({ kind: 'file', name, mediaType: 'text/plain', content: name })),
    items.map((all): Block => ({ kind: 'actions', items: all })),
    outside.map(
      (label): Block => ({
        kind: 'form',
        title: label,
        submit: label,
        command: 'declare',
        fields: [{ kind: 'text', name: 'title', label, initial: label, multiline: false, required: true }],
      }),
    ),
  ),
  { maxLength: 60 },
);

// What Slack would search for markup, or what pings by itself.
const parsedKinds = ['mrkdwn', 'markdown', 'user', 'usergroup', 'broadcast', 'channel', 'emoji']
  .map((kind) => `"type":"${kind}"`)
  .concat('"emoji":true');

describe('text from outside', () => {
  it('never crashes the rendering, and is always taken by Slack', () => {
    fc.assert(
      fc.property(blocks, outside, (all, summary) => {
        expect(faultsIn(render({ summary, blocks: all }).blocks)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('never stands where Slack would parse it', () => {
    fc.assert(
      fc.property(blocks, outside, (all, summary) => {
        const { blocks: drawn, text } = render({ summary, blocks: all });
        const wire = JSON.stringify(drawn);
        for (const parsed of parsedKinds) expect(wire).not.toContain(parsed);
        expect(wire).not.toMatch(/\\ud[89a-f]|\\u00[01]|[\u202a-\u202e]/u);
        expect(linksIn(drawn).filter((url) => !/^https?:/u.test(url))).toEqual([]);
        expect(text).not.toMatch(/[<>]|@(?:here|channel|everyone)|:\/\/|www\./u);
        expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/u);
        expect(text).not.toMatch(/(?:^|\s)[*_~`]|[*_~`](?:\s|$)/u);
      }),
      { numRuns: 300 },
    );
  });
});

/** Every address in a payload that can be followed. */
function linksIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(linksIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => (name === 'url' || name === 'image_url' ? [String(item)] : linksIn(item)));
}
