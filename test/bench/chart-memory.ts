import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { manyTimes, measuredChart, rendererWith, turnOfTheLoop } from './chart-sample.ts';
import type { Figure } from './figures.ts';

/**
 * The memory of a process that draws so many charts and does nothing else, MB: of each hundred charts the lowest that was seen,
 * because rubbish that waits to be swept up is no growth.
 */
export async function memoryWhileDrawing(charts: number): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), String(charts)]);
  return JSON.parse(stdout);
}

/**
 * After the first five hundred charts: how much more is in use in the second half of the rest than in the first, in %. The lowest of
 * each half counts: single hundreds differ by a tenth both ways, as rubbish happens to be swept up.
 */
export function growthOf(hundreds: readonly number[]): number {
  const settled = hundreds.slice(5);
  const middle = Math.floor(settled.length / 2);
  return (Math.min(...settled.slice(middle)) / Math.min(...settled.slice(0, middle)) - 1) * 100;
}

export async function benchChartMemory(): Promise<readonly Figure[]> {
  const hundreds = await memoryWhileDrawing(2_000);
  return [
    { name: 'memory growth over 2,000 charts, after the first 500', value: growthOf(hundreds), unit: '%', bound: 5 },
    { name: '… and what is in use then', value: hundreds.at(-1) ?? Number.NaN, unit: 'MB' },
  ];
}

async function draw(charts: number): Promise<readonly number[]> {
  const chart = measuredChart();
  const renderer = rendererWith(2);
  const { signal } = new AbortController();
  const hundreds: number[] = [];
  for (let drawn = 0; drawn < charts; drawn += 100) {
    const seen: number[] = [];
    for (let part = 0; part < 4; part += 1) {
      await manyTimes(25, 2, async () => {
        await renderer.render(chart, { signal });
        await turnOfTheLoop();
      });
      // Finished pictures are swept up here once in six hundred: without this, that would be all there is to see.
      globalThis.gc?.();
      seen.push(process.memoryUsage.rss() / 1e6);
    }
    hundreds.push(Math.min(...seen));
  }
  await renderer.stop();
  return hundreds;
}

if (import.meta.main) console.log(JSON.stringify(await draw(Number(process.argv[2]))));
