import { describe, expect, it } from 'vitest';
import { type Block, plainText } from '../src/core/document.ts';
import { readWords } from '../src/core/words.ts';
import { createSuggest } from '../src/text/suggest.ts';
import { createCommandContext } from '../test/fakes/catalogue-commands.ts';
import { chart } from './chart.ts';
import { charts } from './charts.ts';

const suggest = createSuggest();
const ben = { platform: 'slack', id: 'U2', name: 'Ben' };

function build() {
  const bed = createCommandContext();
  const say = (typed: string) => (typed.startsWith('charts') ? charts : chart).prepare(readWords(typed), suggest).run(bed.context);
  return { bed, say };
}

const textOf = (blocks: readonly Block[]): string =>
  blocks.map((block) => (block.kind === 'text' || block.kind === 'note' ? plainText(block.runs) : block.kind)).join(' | ');

describe('a saved chart', () => {
  it('is drawn and saved in one go, and drawn by its name in a message of its own', async () => {
    const { bed, say } = build();
    const saving = await say('chart max cpu of shop over 1h save morning');
    expect(saving.replace).toBe(true);
    expect(textOf(saving.document.blocks)).toContain('Saved as “morning”. It is drawn by chart morning.');
    expect((await bed.savedCharts.find('morning'))?.command).toBe('chart maximum cpu of shop over 1h');
    const drawing = await say('chart Morning');
    expect([drawing.audience, drawing.replace]).toEqual(['channel', false]);
    expect(bed.requests.at(-1)).toMatchObject({ metric: 'cpu', aggregation: 'maximum', targets: ['shop'], timeZone: 'Europe/Berlin' });
  });

  it('is what this person had drawn last', async () => {
    const { bed, say } = build();
    bed.last = 'chart cpu of shop over 24h in UTC';
    const { document, audience } = await say('chart save morning');
    expect([audience, textOf(document.blocks)]).toEqual(['sender', 'Saved: chart morning now draws cpu of shop over 1d in UTC.']);
    bed.last = 'chart morning';
    expect(textOf((await say('chart save Morning')).document.blocks)).toBe('Replaced: chart Morning now draws cpu of shop over 1d in UTC.');
  });

  it('is settled before its name is asked for', async () => {
    const { bed, say } = build();
    bed.last = 'chart cpu of shop over 24h';
    const [form] = (await say('chart save')).document.blocks;
    expect(form).toMatchObject({ kind: 'form', command: 'chart cpu of shop over 1d' });
  });

  it('is deleted by its name', async () => {
    const { bed, say } = build();
    await bed.savedCharts.save({ name: 'morning', command: 'chart cpu of shop' }, bed.context.actor);
    expect(textOf((await say('chart delete morning')).document.blocks)).toBe(
      'The saved chart morning is deleted. It drew chart cpu of shop.',
    );
    await expect(say('chart morning')).rejects.toThrow('No saved chart is called “morning”.');
  });

  it('is not saved when it cannot be drawn', async () => {
    const { bed, say } = build();
    await expect(say('chart cpu of shop from 2030-01-01 save later')).rejects.toThrow('“from” lies in the future.');
    expect(await bed.savedCharts.list()).toEqual([]);
  });

  it.each([
    ['chart mornign', 'No saved chart is called “mornign”. Did you mean morning?'],
    ['chart cup', 'No saved chart is called “cup”. To draw a metric, say of what: chart cpu of NAME.'],
    ['chart Http5xx', 'No saved chart is called “Http5xx”. To draw a metric, say of what: chart Http5xx of NAME.'],
    ['chart save evening', 'You have not drawn a chart here that I could save. Draw one first, or say which:'],
    ['chart cpu of shop save cpu', '“cpu” is a metric; choose another name.'],
    ['chart cpu of shop save bens', 'bens is a chart of Ben; choose another name.'],
    ['chart delete nope', 'No saved chart is called “nope”.'],
    ['chart delete mornin', 'No saved chart is called “mornin”. Did you mean morning?'],
    ['chart save over', '“over” means something in a chart command; choose another name.'],
    ['chart delete bens', 'bens is a chart of Ben; only they or an admin may delete it.'],
    ['chart broken', 'broken cannot be drawn any more; delete it and save it anew.'],
  ])('“%s” is answered with “%s”', async (typed, words) => {
    const { bed, say } = build();
    await bed.savedCharts.save({ name: 'morning', command: 'chart cpu of shop' }, bed.context.actor);
    await bed.savedCharts.save({ name: 'bens', command: 'chart cpu of shop' }, ben);
    await bed.savedCharts.save({ name: 'broken', command: 'chart morning' }, ben);
    await expect(say(typed)).rejects.toMatchObject({ name: 'UserError', message: words });
  });

  it.each([
    ['chart cpu of shop', 'nothing'],
    ['chart', 'nothing'],
    ['chart morning', 'nothing'],
    ['chart cpu of shop save', 'nothing'],
    ['chart cpu of shop save morning', 'state'],
    ['chart save morning', 'state'],
    ['chart delete morning', 'state'],
  ])('“%s” changes %s', (typed, changes) => {
    expect(chart.prepare(readWords(typed), suggest).changes).toBe(changes);
  });
});

describe('the list of saved charts', () => {
  it('has one’s own first, each with a button that draws it', async () => {
    const { bed, say } = build();
    await bed.savedCharts.save({ name: 'bens', command: 'chart memory of shop' }, ben);
    await bed.savedCharts.save({ name: 'morning', command: 'chart cpu of shop' }, bed.context.actor);
    const { document } = await say('charts');
    expect(document.summary).toBe('2 saved charts: morning, bens');
    const [, table, actions] = document.blocks;
    expect(table).toMatchObject({
      rows: [
        [{ text: 'morning' }, { text: 'cpu of shop' }, { text: 'Ana' }],
        [{ text: 'bens' }, { text: 'memory of shop' }, { text: 'Ben' }],
      ],
    });
    expect(actions).toMatchObject({
      items: [
        { label: 'Draw morning', command: 'chart morning' },
        { label: 'Draw bens', command: 'chart bens' },
      ],
    });
  });

  it('holds those in which the text is found', async () => {
    const { bed, say } = build();
    await bed.savedCharts.save({ name: 'bens', command: 'chart memory of shop' }, ben);
    await bed.savedCharts.save({ name: 'morning', command: 'chart cpu of shop' }, bed.context.actor);
    expect((await say('charts MEM')).document.summary).toBe('1 saved chart: bens');
    expect((await say('charts of shop')).document.summary).toBe('2 saved charts: morning, bens');
    expect((await say('charts disk')).document.summary).toBe('No saved chart has “disk” in it; there are 2.');
  });

  it('says how to save one while there is none', async () => {
    const { say } = build();
    expect((await say('charts')).document.summary).toBe(
      'No chart is saved yet. Draw one, then write chart save NAME or press “Save…” below it.',
    );
  });

  it('shows twenty, and how to find the others', async () => {
    const { bed, say } = build();
    for (let index = 1; index <= 23; index += 1) await bed.savedCharts.save({ name: `c${index}`, command: 'chart cpu of shop' }, ben);
    const { blocks } = (await say('charts')).document;
    expect(blocks[1]).toMatchObject({ kind: 'table', total: 23, rows: { length: 20 } });
    expect(textOf(blocks)).toContain('Write charts TEXT to find the others.');
  });
});
