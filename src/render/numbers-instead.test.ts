import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSlackFormat } from '../../adapters/slack/format.ts';
import { createTeamsFormat } from '../../adapters/teams/format.ts';
import { sampleChart } from '../../test/fakes/chart-samples.ts';
import type { Document } from '../core/document.ts';
import type { Log } from '../core/ports.ts';
import { createTimeText } from '../text/time-text.ts';
import { createChartRenderer } from './index.ts';

const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const worker = new URL('./faulty-worker.fixture.ts', import.meta.url);
const charts = createChartRenderer({ log, workers: 1, timeoutMs: 2_000, worker });
const needs = { charts, time: createTimeText(), log };
const formats = { slack: createSlackFormat(needs), teams: createTeamsFormat(needs) };
const { signal } = new AbortController();

const alt = 'CPU of bps-website-sp: average 31 %, peak 78 % at 14:05 UTC';
const documentWith = (title: string): Document => ({ summary: 'CPU', blocks: [{ kind: 'chart', chart: sampleChart({ title }), alt }] });

beforeAll(() => charts.warmUp());
afterAll(() => charts.stop());

describe('scenario 30: a picture that cannot be drawn', () => {
  const each = (['hang', 'exit', 'throw'] as const).flatMap((fault) => (['slack', 'teams'] as const).map((chat) => ({ fault, chat })));

  it.each(each)('is told in numbers in $chat after “$fault”, and the next one is a picture', async ({ fault, chat }) => {
    const told = await formats[chat].render(documentWith(fault), { signal });
    expect(JSON.stringify(told.payload)).toContain(alt);
    expect(told.files).toEqual([]);
    const drawn = await formats[chat].render(documentWith('fine'), { signal });
    expect(drawn.files).toHaveLength(1);
  });
});
