import { describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import type { Chart } from '../../src/core/chart.ts';
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
import { dotCharts, utcTime } from '../../test/fakes/teams-needs.ts';
import { toActivity } from './activity.ts';
import { createTeamsFormat } from './format.ts';
import { fits, limits } from './limits.ts';
import { type RenderNeeds, renderDocument } from './render.ts';

const needs: RenderNeeds = { charts: dotCharts, files: undefined, time: utcTime };
const { signal } = new AbortController();
const at = Date.UTC(2026, 10, 20, 9, 30);
const render = (blocks: readonly Block[], change: Partial<RenderNeeds> = {}) =>
  renderDocument({ summary: 'In short', blocks }, { ...needs, ...change }, signal);

const chart: Chart = {
  title: 'CPU of bps-website',
  subtitle: 'average, 1 h',
  style: 'line',
  unit: 'percent',
  timeZone: 'UTC',
  from: at - 3_600_000,
  to: at,
  series: [{ label: 'bps-website', points: [{ at, value: 12 }] }],
  lines: [],
  marks: [],
};

const samples: Readonly<Record<Block['kind'], Block>> = {
  heading: heading('P1 · Checkout is slow'),
  text: text(
    'Plain, ',
    bold('bold'),
    ', ',
    code('chart cpu of x'),
    ', ',
    link('a link', 'https://portal.azure.com/#x'),
    ', ',
    mention({ platform: 'teams', id: 'aad', name: 'Ana Duarte' }),
    ' at ',
    moment(at, 'UTC', 'time'),
    ' on ',
    moment(at, 'UTC', 'date'),
    '.\nA second line.\n\nA second paragraph.',
  ),
  facts: facts({ label: 'State', value: [plain('acknowledged')], tone: 'good' }, { label: 'Since', value: [moment(at, 'UTC')] }),
  table: {
    kind: 'table',
    columns: [
      { title: 'Service', align: 'left' },
      { title: 'CPU', align: 'right' },
    ],
    rows: [
      [{ text: 'checkout' }, { text: '97 %', tone: 'bad' }],
      [{ text: 'search' }, { text: 'no data', tone: 'unknown' }],
    ],
    total: 12,
  },
  figure: { kind: 'figure', value: '4,312', label: 'requests in 24 h' },
  preformatted: { kind: 'preformatted', text: 'requests | wher x\n           ^ here  *' },
  chart: { kind: 'chart', chart, alt: 'CPU of bps-website, between 3 % and 12 %' },
  image: { kind: 'image', url: 'https://example.com/a.png', alt: 'A picture' },
  actions: {
    kind: 'actions',
    items: [
      button('Acknowledge', 'ack INC-1', 'primary'),
      button('Resolve', 'resolve INC-1', 'danger'),
      button('24 h', 'chart cpu of "bps website" over 24h'),
      { kind: 'link', label: 'Portal', url: 'https://portal.azure.com/' },
      { kind: 'select', label: 'Incident', options: [{ label: 'INC-1 Checkout', command: 'incidents INC-1' }] },
    ],
  },
  form: {
    kind: 'form',
    title: 'Declare an incident',
    submit: 'Declare',
    command: 'declare',
    fields: [
      { kind: 'text', name: 'title', label: 'Title', multiline: false, required: true },
      { kind: 'choice', name: 'severity', label: 'Severity', initial: 'P2', options: ['P0', 'P1', 'P2'], required: false },
      { kind: 'search', name: 'of', label: 'Service', initial: 'bps-website', source: 'targets', required: true },
      { kind: 'search', name: '=zone', label: 'Time zone', source: 'zones', required: false },
    ],
  },
  divider,
  note: note('warning', 'Two KPIs have ', bold('no data'), '.'),
  file: { kind: 'file', name: 'rows.csv', mediaType: 'text/csv', content: 'a,b\n1,2\n' },
};

describe('every kind of block as an Adaptive Card', () => {
  for (const [kind, block] of Object.entries(samples)) {
    it(`draws a ${kind}`, async () => {
      const { card } = await render(kind === 'divider' ? [heading('Above'), block, heading('Below')] : [block]);
      await expect(`${JSON.stringify(card, undefined, 2)}\n`).toMatchFileSnapshot(`./golden/${kind}.json`);
    });
  }

  it('all of them together fit into a message', async () => {
    expect(fits(toActivity(await render(Object.values(samples))))).toBe(true);
  });
});

describe('pictures and files', () => {
  const published: string[] = [];
  const files = {
    publish: async (name: string) => {
      published.push(name);
      return `https://tocsin.example/charts/${name}?signature=1`;
    },
  };

  it('are links where a public address is configured', async () => {
    const body = JSON.stringify((await render([samples.chart, samples.file], { files })).card.body);
    expect(body).toContain('https://tocsin.example/charts/chart.png?signature=1');
    expect(body).toContain('https://tocsin.example/charts/rows.csv?signature=1');
    expect(body).not.toContain('base64');
  });

  it('a chart that cannot be drawn leaves its words, and the rest of the message', async () => {
    const charts = { render: () => Promise.reject(new Error('the worker died')) };
    const body = JSON.stringify((await render([heading('Top'), samples.chart], { charts })).card.body);
    expect(body).toContain('between 3 % and 12 %');
    expect(body).toContain('could not be drawn');
    expect(body).toContain('Top');
  });

  it('a picture that Teams would not take inside a message leaves its words', async () => {
    const charts = { render: async () => ({ png: new Uint8Array(limits.picture + 1), width: 1, height: 1 }) };
    const body = JSON.stringify((await render([samples.chart], { charts })).card.body);
    expect(body).toContain('too large');
    expect(body).not.toContain('base64');
    expect(JSON.stringify((await render([samples.chart], { charts, files })).card.body)).toContain('chart.png?signature=1');
  });

  it('an abort while drawing ends the render', async () => {
    const charts = { render: () => Promise.reject(new Error('aborted')) };
    await expect(renderDocument({ summary: '', blocks: [samples.chart] }, { ...needs, charts }, AbortSignal.abort())).rejects.toThrow(
      /abort/iu,
    );
  });

  it('an address that is neither http nor https shows no picture and no link', async () => {
    // oxlint-disable-next-line no-script-url -- the very thing that must not get through
    const evil = 'javascript:alert(1)';
    const { card } = await render([
      { kind: 'image', url: evil, alt: 'A picture' },
      text(link('click', evil)),
      { kind: 'actions', items: [{ kind: 'link', label: 'x', url: evil }] },
    ]);
    expect(JSON.stringify(card)).not.toContain('script');
    expect(JSON.stringify(card)).toContain('A picture');
  });
});

describe('nothing from outside is live', () => {
  const evil = [
    '[x](http://evil.example)',
    '**b**',
    '<at>Ana Duarte</at>',
    '@channel',
    '@team',
    'https://evil.example',
    '{{DATE(2026-01-01T00:00:00Z)}}',
    '\u202Egnp.exe',
  ];
  const everywhere = (words: string): Document => ({
    summary: words,
    blocks: [
      heading(words),
      text(words, bold(words), code(words), mention({ platform: 'teams', id: words, name: words })),
      note('bad', words),
      facts({ label: words, value: [plain(words)] }),
      { kind: 'table', columns: [{ title: words, align: 'left' }], rows: [[{ text: words }]] },
      { kind: 'chart', chart: { ...chart, title: words }, alt: words },
      { kind: 'actions', items: [button(words, 'help'), { kind: 'select', label: words, options: [{ label: words, command: 'help' }] }] },
      {
        kind: 'form',
        title: words,
        submit: words,
        command: 'x',
        fields: [
          { kind: 'text', name: 'n', label: words, initial: words, multiline: false, required: true },
          { kind: 'choice', name: words, label: words, initial: words, options: [words], required: false },
          { kind: 'search', name: 's', label: words, initial: words, source: 'targets', required: false },
        ],
      },
      { kind: 'file', name: words, mediaType: 'text/plain', content: words },
    ],
  });

  it.each(evil)('%s', async (words) => {
    const { card, summary } = await renderDocument(everywhere(words), needs, signal);
    const strings = collect(card);
    // Only these elements exist, and none of them reads markdown in its text.
    expect(strings.types.filter((type) => type === 'TextBlock' || type === 'FactSet')).toEqual([]);
    for (const label of [...strings.labels, summary, card.fallbackText]) {
      expect(label).not.toMatch(/[<>[\]*`@]|:\/\//u);
    }
    expect(strings.urls).toEqual([]);
    // What a button or a choice sends is not shown to anybody.
    const shown = JSON.stringify(card, (key, value: unknown) => (['data', 'value'].includes(key) ? undefined : value));
    expect(shown).not.toMatch(/"(entities|mentioned)"|\{\{DATE|\u202e/u);
  });
});

/** Types of elements; every field that a client may read as markup; addresses that can be opened. */
function collect(value: unknown): { types: string[]; labels: string[]; urls: string[] } {
  const found = { types: [] as string[], labels: [] as string[], urls: [] as string[] };
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    for (const [key, child] of Object.entries(node)) {
      if (typeof child !== 'string') {
        walk(child);
        continue;
      }
      if (key === 'type') found.types.push(child);
      if (['title', 'label', 'placeholder'].includes(key)) found.labels.push(child);
      if (key === 'url' && !child.startsWith('data:image/png')) found.urls.push(child);
    }
  };
  walk(value);
  return found;
}

describe('the format of tocsin run', () => {
  it('gives the card, and pictures and files beside it', async () => {
    const format = createTeamsFormat({ charts: dotCharts, time: utcTime });
    const { payload, files } = await format.render({ summary: 's', blocks: [samples.chart, samples.file] }, { signal });
    expect(format.name).toBe('teams');
    expect(payload).toMatchObject({ type: 'AdaptiveCard', version: '1.5' });
    expect(files.map((one) => one.name)).toEqual(['chart-1.png', 'rows.csv']);
  });
});
