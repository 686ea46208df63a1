import { type ChartCallback, ChartJSNodeCanvas } from 'chartjs-node-canvas';
import type { Chart } from '../../src/core/chart.ts';
import { configurationOf } from '../../src/render/configuration.ts';
import { height, pixelRatio, width } from '../../src/render/design.ts';
import { createChartRenderer } from '../../src/render/index.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type Figure, percentile } from './figures.ts';

const rounds = 60;
const warmUp = 10;

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
 * route: the same Chart.js configuration, drawn by chartjs-node-canvas and encoded by the canvas itself. In turn, so that
 * both meet the same machine.
 */
export async function benchCharts(): Promise<readonly Figure[]> {
  const chart = sample();
  const renderer = createChartRenderer({ log: createLog({ level: 'error', redact: [] }), workers: 1, timeoutMs: 10_000 });
  const { signal } = new AbortController();
  const plain = new ChartJSNodeCanvas({ width, height, chartCallback: setPixelRatio });
  const ours: number[] = [];
  const theirs: number[] = [];
  let [ourBytes, theirBytes] = [0, 0];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const start = performance.now();
    ourBytes = (await renderer.render(chart, { signal })).png.byteLength;
    const middle = performance.now();
    theirBytes = plain.renderToBufferSync(configurationOf(chart)).byteLength;
    const end = performance.now();
    if (round >= warmUp) {
      ours.push(middle - start);
      theirs.push(end - middle);
    }
    // Skia frees its memory only when the loop turns.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await renderer.stop();
  return [
    { name: 'chart p50 ÷ plain route p50', value: percentile(ours, 0.5) / percentile(theirs, 0.5), unit: '', bound: 0.6 },
    { name: 'chart p50', value: percentile(ours, 0.5), unit: 'ms' },
    { name: 'chart p99', value: percentile(ours, 0.99), unit: 'ms' },
    { name: 'plain route p50', value: percentile(theirs, 0.5), unit: 'ms' },
    { name: 'chart bytes ÷ plain route bytes', value: ourBytes / theirBytes, unit: '' },
  ];
}
