import { type ChartCallback, ChartJSNodeCanvas } from 'chartjs-node-canvas';
import type { Chart } from '../../src/core/chart.ts';
import { configurationOf } from '../../src/render/configuration.ts';
import { height, pixelRatio, width } from '../../src/render/design.ts';
import { createChartRenderer } from '../../src/render/index.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type Figure, percentile } from './figures.ts';

const rounds = 6;
const perBlock = 10;
/** Not counted, at the beginning of each block. */
const warmUp = 3;

/** 3 series × 288 points over a day, as in the measurements that set the goal. */
function sample(): Chart {
  const to = Date.UTC(2026, 10, 20);
  const points = (phase: number) =>
    Array.from({ length: 288 }, (_, index) => ({
      at: to - (288 - index) * 300_000,
      value: 40 + 25 * Math.sin(index / 20 + phase) + 6 * Math.sin(index * 1.7 + phase),
    }));
  return {
    title: 'CPU',
    subtitle: '24 h',
    style: 'line',
    unit: 'percent',
    timeZone: 'UTC',
    from: to - 86_400_000,
    to,
    series: ['a', 'b', 'c'].map((label, index) => ({ label, points: points(index) })),
    lines: [
      { label: 'target', value: 70, tone: 'warning' },
      { label: 'critical', value: 85, tone: 'bad' },
    ],
    marks: [],
  };
}

const setPixelRatio: ChartCallback = (chartJs) => {
  chartJs.defaults.devicePixelRatio = pixelRatio;
};

/**
 * Our pictures, as the bot makes them (one caller, the worker thread and the way there and back included), against the plain
 * route: the same Chart.js configuration, drawn by chartjs-node-canvas and encoded by the canvas itself.
 */
export async function benchCharts(): Promise<readonly Figure[]> {
  const chart = sample();
  const renderer = createChartRenderer({ log: createLog({ level: 'error', redact: [] }), workers: 1, timeoutMs: 10_000 });
  const { signal } = new AbortController();
  const plain = new ChartJSNodeCanvas({ width, height, chartCallback: setPixelRatio });
  const [ours, theirs] = await inTurn(
    async () => (await renderer.render(chart, { signal })).png.byteLength,
    async () => plain.renderToBufferSync(configurationOf(chart)).byteLength,
  );
  await renderer.stop();
  return [
    { name: 'chart p50 ÷ plain route p50', value: percentile(ours.times, 0.5) / percentile(theirs.times, 0.5), unit: '', bound: 0.6 },
    { name: 'chart p50', value: percentile(ours.times, 0.5), unit: 'ms' },
    { name: 'chart p99', value: percentile(ours.times, 0.99), unit: 'ms' },
    { name: 'plain route p50', value: percentile(theirs.times, 0.5), unit: 'ms' },
    { name: 'chart bytes ÷ plain route bytes', value: ours.bytes / theirs.bytes, unit: '' },
  ];
}

interface Side {
  readonly times: readonly number[];
  readonly bytes: number;
}

/** Ten of one, ten of the other, and so on: close together in time, but the garbage of one is not swept up on the other's time. */
async function inTurn(one: () => Promise<number>, other: () => Promise<number>): Promise<readonly [Side, Side]> {
  const ours = { make: one, times: [] as number[], bytes: 0 };
  const theirs = { make: other, times: [] as number[], bytes: 0 };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of [ours, theirs]) {
      for (let index = 0; index < warmUp + perBlock; index += 1) {
        const start = performance.now();
        side.bytes = await side.make();
        if (index >= warmUp) side.times.push(performance.now() - start);
        // Skia frees its memory only when the loop turns.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
  return [ours, theirs];
}
