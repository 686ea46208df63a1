import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createDraw } from '../../src/render/draw.ts';
import { manyTimes, measuredChart, rendererWith, turnOfTheLoop } from './chart-sample.ts';
import { type Figure, percentile } from './figures.ts';

const rounds = 5;
const perRound = 80;
const resolution = 1;

/** Two workers with four callers, by turns with drawing in the process itself, and how late the main loop is meanwhile. */
export async function benchChartThroughput(): Promise<readonly Figure[]> {
  const chart = measuredChart();
  const renderer = rendererWith(2);
  const draw = createDraw();
  const { signal } = new AbortController();
  const inThreads: number[] = [];
  const inProcess: number[] = [];
  const late: number[] = [];
  const perSecond = async (work: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    await work();
    return perRound / ((performance.now() - start) / 1_000);
  };
  await manyTimes(20, 4, () => renderer.render(chart, { signal }));
  for (let round = 0; round < rounds; round += 1) {
    const delay = monitorEventLoopDelay({ resolution });
    delay.enable();
    inThreads.push(await perSecond(() => manyTimes(perRound, 4, () => renderer.render(chart, { signal }))));
    delay.disable();
    late.push(delay.percentile(99) / 1e6 - resolution);
    inProcess.push(
      await perSecond(() =>
        manyTimes(perRound, 1, () => {
          draw(chart);
          return turnOfTheLoop();
        }),
      ),
    );
  }
  await renderer.stop();
  const pairs = inThreads.map((rate, round) => rate / (inProcess[round] ?? Number.NaN));
  return [
    { name: 'charts, 2 workers', value: percentile(inThreads, 0.5), unit: '/s', atLeast: 65 },
    { name: 'charts, 2 workers ÷ in process', value: percentile(pairs, 0.5), unit: '', atLeast: 1.5 },
    { name: 'main loop late while 4 charts are drawn, p99', value: percentile(late, 0.5), unit: 'ms', bound: 10 },
  ];
}
