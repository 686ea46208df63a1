import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import {
  type Block,
  bold,
  code,
  type Document,
  divider,
  facts,
  heading,
  link,
  mention,
  moment,
  note,
  plain,
  text,
} from '../../src/core/document.ts';
import type { Tone } from '../../src/core/tone.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { sampleChart, sampleNow } from '../../test/fakes/chart-samples.ts';
import { limits } from './limits.ts';
import { renderText } from './render.ts';

const time = createTimeText();
const chart = sampleChart();
const render = (...blocks: readonly Block[]): string =>
  renderText(
    { summary: 'the summary', blocks },
    {
      time,
      fileOf: (block) =>
        block.kind === 'file' ? `out/${block.name}` : block.kind === 'chart' && block.chart === chart ? 'out/chart-1.png' : undefined,
    },
  );

const everyBlock: readonly Block[] = [
  heading('CPU of bps-website-sp'),
  text(
    plain('Ana: '),
    bold('all '),
    code('kinds'),
    plain(' of '),
    link('runs', 'https://example.com/runs'),
    plain(', by '),
    mention({ platform: 'slack', id: 'U1', name: 'Ana Duarte' }),
    plain(' at '),
    moment(sampleNow, 'Europe/Berlin'),
    plain(' or '),
    moment(sampleNow, 'Africa/Johannesburg', 'time'),
  ),
  facts(
    { label: 'State', value: [plain('degraded')], tone: 'warning' },
    { label: 'Failed requests', value: [plain('7 %\nof 12,300')], tone: 'bad' },
    { label: '応答時間', value: [plain('312 ms')], tone: 'good' },
    { label: 'Memory', value: [plain('no data')], tone: 'unknown' },
  ),
  {
    kind: 'table',
    columns: [
      { title: 'Service', align: 'left' },
      { title: 'CPU', align: 'right' },
      { title: 'What', align: 'left' },
    ],
    rows: [
      [{ text: 'shop' }, { text: '31 %', tone: 'good' }, { text: 'x'.repeat(80) }],
      [{ text: '監視 🚨' }, { text: '9,000 %', tone: 'bad' }, { text: 'two\nlines' }],
      [{ text: 'short row' }],
    ],
    total: 12,
  },
  { kind: 'chart', chart, alt: 'Response time of compliance: average 312 ms' },
  { kind: 'chart', chart: sampleChart(), alt: 'A chart that could not be drawn: average 1 %' },
  { kind: 'image', url: 'https://example.com/a.png', alt: 'an image' },
  {
    kind: 'actions',
    items: [
      button('Acknowledge', 'ack INC-1', 'primary'),
      { kind: 'link', label: 'Open JIRA', url: 'https://example.com/OPS-1' },
      { kind: 'select', label: 'Other range', options: [{ label: '1 h', command: 'chart cpu of shop over 1h' }] },
    ],
  },
  {
    kind: 'form',
    title: 'Declare an incident',
    submit: 'Declare',
    command: 'declare',
    fields: [
      { kind: 'text', name: '=title', label: 'What happens', multiline: false, required: true },
      { kind: 'search', name: 'of', label: 'Service', source: 'targets', required: true },
      { kind: 'choice', name: 'severity', label: 'How bad', options: ['P0', 'P1'], required: false },
    ],
  },
  divider,
  note('warning', 'shop-db did not answer.'),
  { kind: 'file', name: 'rows.csv', mediaType: 'text/csv', content: 'a,b' },
];

describe('a document in a terminal', () => {
  it('is readable in every block', async () => {
    await expect(render(...everyBlock)).toMatchFileSnapshot('./golden/every-block.txt');
  });

  it('is its summary when it has no blocks', () => {
    expect(render()).toBe('the summary\n');
  });

  it('says how many rows it leaves out', () => {
    const rows = Array.from({ length: limits.rows + 5 }, () => [{ text: 'x' }]);
    const columns = [{ title: 'One', align: 'left' }] as const;
    expect(render({ kind: 'table', columns, rows })).toContain(`${limits.rows} of ${limits.rows + 5} shown`);
    expect(render({ kind: 'table', columns, rows: rows.slice(0, 3), total: 12 })).toContain('3 of 12 shown');
  });

  it('keeps its columns in line, whatever is in them', () => {
    const cell = fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).map((one) => one.replaceAll(/\s+/gu, 'x'));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), (rows) => {
        const table = render({
          kind: 'table',
          columns: [
            { title: 'A', align: 'left' },
            { title: 'B', align: 'right' },
          ],
          rows: rows.map((row) => row.map((its) => ({ text: its }))),
        });
        const lines = table.split('\n').slice(2, -1);
        const rule = table.split('\n')[1] ?? '';
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(rule.length);
      }),
    );
  });
});

describe('what came from outside', () => {
  const tones: readonly Tone[] = ['good', 'warning', 'bad', 'unknown', 'neutral'];
  const outside = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          '\u001b[31m',
          '\u009b2J',
          '\u001b]0;title\u0007',
          '\r',
          '\b',
          '\u202e',
          '\u2066',
          '\u200b',
          'x',
          '\ud800',
          '\u{e0041}',
        ),
      )
      .map((parts) => parts.join('')),
  );
  /** The text in every place where a document has one. */
  const nasty = fc.record({ words: outside, tone: fc.constantFrom(...tones) }).map(
    ({ words, tone }): Document => ({
      summary: words,
      blocks: [
        heading(words),
        text(
          plain(words),
          bold(words),
          code(words),
          link(words, words),
          link(words, `https://${words}`),
          mention({ platform: words, id: words, name: words }),
        ),
        facts({ label: words, value: [plain(words)], tone }),
        { kind: 'table', columns: [{ title: words, align: 'right' }], rows: [[{ text: words, tone }]] },
        { kind: 'chart', chart: sampleChart({ title: words }), alt: words },
        { kind: 'image', url: words, alt: words },
        {
          kind: 'actions',
          items: [
            button(words, words),
            { kind: 'link', label: words, url: words },
            { kind: 'select', label: words, options: [{ label: words, command: words }] },
          ],
        },
        {
          kind: 'form',
          title: words,
          submit: words,
          command: words,
          fields: [{ kind: 'choice', name: words, label: words, options: [words], required: true }],
        },
        note(tone, words),
        { kind: 'file', name: words, mediaType: words, content: words },
      ],
    }),
  );

  it('never steers the terminal, in any block', () => {
    fc.assert(
      fc.property(nasty, (document) => {
        const shown = [
          renderText(document, { time, fileOf: () => undefined }),
          renderText({ ...document, blocks: [] }, { time, fileOf: () => undefined }),
        ];
        for (const one of shown) {
          // oxlint-disable-next-line no-control-regex -- what must not be there
          expect(one).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
          expect(one).not.toMatch(/[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u);
          expect(one.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
