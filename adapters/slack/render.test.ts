import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../emulators/slack/validate-blocks.ts';
import { validateView } from '../../emulators/slack/validate-view.ts';
import type { ActionItem } from '../../src/core/actions.ts';
import type { Picture as Drawn } from '../../src/core/chart.ts';
import type { Block, Document } from '../../src/core/document.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { baitedBlocks as blocks, livesIn, outside } from '../../test/fakes/slack-baits.ts';
import { samples } from '../../test/fakes/slack-documents.ts';
import { type Surface, surfaces } from './limits.ts';
import { type Picture, renderDocument } from './render.ts';

const time = createTimeText();
const render = (document: Document, pictures: ReadonlyMap<Drawn, Picture> = new Map(), surface: Surface = surfaces.message) =>
  renderDocument(document, { time, pictures, surface });
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

describe('text from outside', () => {
  it('never crashes the rendering, and is always taken by Slack', () => {
    fc.assert(
      fc.property(blocks, outside, (all, summary) => {
        expect(faultsIn(render({ summary, blocks: all }).blocks)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is as harmless and as well taken on a home page', () => {
    fc.assert(
      fc.property(blocks, outside, (all, summary) => {
        const { blocks: drawn, attachments } = render({ summary, blocks: all }, new Map(), surfaces.home);
        expect(livesIn(drawn)).toEqual([]);
        expect(attachments).toEqual([]);
        expect(validateView({ type: 'home', blocks: drawn }, 'home', () => true)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('never stands where Slack would parse it', () => {
    fc.assert(
      fc.property(blocks, outside, (all, summary) => {
        const { blocks: drawn, text } = render({ summary, blocks: all });
        expect(livesIn(drawn)).toEqual([]);
        expect(text).not.toMatch(/[<>]|@(?:here|channel|everyone)|:\/\/|www\./u);
        expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/u);
        expect(text).not.toMatch(/(?:^|\s)[*_~`]|[*_~`](?:\s|$)/u);
      }),
      { numRuns: 300 },
    );
  });
});
