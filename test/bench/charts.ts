import { type ChartCallback, ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { configurationOf } from '../../src/render/configuration.ts';
import { height, pixelRatio, width } from '../../src/render/design.ts';
import { measuredChart, rendererWith, turnOfTheLoop } from './chart-sample.ts';
import { type Figure, percentile } from './figures.ts';

const rounds = 6;
const perBlock = 10;
/** Not counted, at the beginning of each block. */
const warmUp = 3;

const setPixelRatio: ChartCallback = (chartJs) => {
  chartJs.defaults.devicePixelRatio = pixelRatio;
};

/**
 * Our pictures, as the bot makes them (one caller, the worker thread and the way there and back included), against the plain
 * route: the same Chart.js configuration, drawn by chartjs-node-canvas and encoded by the canvas itself.
 */
export async function benchCharts(): Promise<readonly Figure[]> {
  const chart = measuredChart();
  const renderer = rendererWith(1);
  const { signal } = new AbortController();
  const plain = new ChartJSNodeCanvas({ width, height, chartCallback: setPixelRatio });
  const [ours, theirs] = await inTurn(
    async () => (await renderer.render(chart, { signal })).png.byteLength,
    async () => plain.renderToBufferSync(configurationOf(chart)).byteLength,
  );
  await renderer.stop();
  return [
    { name: 'chart p50 ÷ plain route p50', value: percentile(ours.times, 0.5) / percentile(theirs.times, 0.5), unit: '', bound: 0.45 },
    { name: 'chart p50', value: percentile(ours.times, 0.5), unit: 'ms' },
    { name: 'chart p99', value: percentile(ours.times, 0.99), unit: 'ms' },
    { name: 'plain route p50', value: percentile(theirs.times, 0.5), unit: 'ms' },
    { name: 'chart bytes ÷ plain route bytes', value: ours.bytes / theirs.bytes, unit: '', bound: 1.3 },
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
        await turnOfTheLoop();
      }
    }
  }
  return [ours, theirs];
}
