import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/core/errors.ts';
import type { ChartRenderer } from '../../src/core/ports.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { sampleChart } from '../../test/fakes/chart-samples.ts';
import { createJsonFormat, createTextFormat } from './format.ts';

const signal = new AbortController().signal;
const time = createTimeText();
const drawn: ChartRenderer = { render: async () => ({ png: new Uint8Array([1, 2]), width: 1, height: 1 }), stop: async () => {} };
const broken: ChartRenderer = {
  ...drawn,
  render: () => Promise.reject(new ProviderError('Chart', 'the picture took too long.', { retry: { when: 'never' } })),
};
const document = {
  summary: 'CPU',
  blocks: [
    { kind: 'chart', chart: sampleChart({ series: [], lines: [], marks: [] }), alt: 'CPU: average 31 %' },
    { kind: 'file', name: '../../etc/passwd', mediaType: 'text/csv', content: 'é' },
    { kind: 'file', name: '../../etc/passwd', mediaType: 'text/csv', content: '' },
    { kind: 'file', name: '…/..', mediaType: 'text/csv', content: '' },
  ],
} as const;

describe('the text format', () => {
  it('names the picture, and hands it over beside the words', async () => {
    const { payload, files } = await createTextFormat({ charts: drawn, time }).render(document, { signal });
    expect(payload).toContain('[picture] chart-1.png\nCPU: average 31 %');
    expect(files[0]).toEqual({ name: 'chart-1.png', content: new Uint8Array([1, 2]) });
  });

  it('says in words what a picture would show that cannot be drawn', async () => {
    const { payload, files } = await createTextFormat({ charts: broken, time }).render(document, { signal });
    expect(payload).toContain('[no picture] CPU: average 31 %');
    expect(files.map((file) => file.name)).not.toContain('chart-1.png');
  });

  it('gives each file a name of its own that stays in its folder', async () => {
    const { files } = await createTextFormat({ charts: drawn, time }).render(document, { signal });
    expect(files.map((file) => file.name)).toEqual(['chart-1.png', 'etc_passwd', '3-etc_passwd', 'file']);
    expect(files[1]?.content).toEqual(new TextEncoder().encode('é'));
  });
});

describe('the json format', () => {
  it('is the document itself, without what could steer a terminal', async () => {
    const { payload, files } = await createJsonFormat({ charts: drawn }).render(
      { summary: 'a\u009b2J\u202eb', blocks: document.blocks },
      { signal },
    );
    await expect(`${JSON.stringify(payload, undefined, 2)}\n`).toMatchFileSnapshot('./golden/document.json');
    expect(files[0]?.name).toBe('chart-1.png');
  });
});
