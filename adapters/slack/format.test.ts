import { expect, it } from 'vitest';
import { createTimeText } from '../../src/text/time-text.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { samples } from '../../test/fakes/slack-documents.ts';
import { brokenCharts, pixelCharts } from '../../test/fakes/slack-harness.ts';
import { createSlackFormat } from './format.ts';

const signal = new AbortController().signal;
const document = { summary: 'CPU & more', blocks: [samples.chart, samples.file] };

it('gives the payload that Slack would get, with its pictures and files beside it', async () => {
  const format = createSlackFormat({ charts: pixelCharts, time: createTimeText(), log: createLogList() });
  const { payload, files } = await format.render(document, { signal });
  expect(payload).toMatchObject({
    text: 'CPU &amp; more',
    blocks: [{ type: 'image', slack_file: { id: 'chart-1.png' } }, { type: 'context' }],
  });
  expect(files.map((file) => file.name)).toEqual(['chart-1.png', 'requests.csv']);
});

it('says a chart in words when its picture cannot be made', async () => {
  const format = createSlackFormat({ charts: brokenCharts, time: createTimeText(), log: createLogList() });
  const { payload, files } = await format.render(document, { signal });
  expect(JSON.stringify(payload)).toContain(samples.chart.alt);
  expect(files.map((file) => file.name)).toEqual(['requests.csv']);
});
