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
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), String(charts)]);
  return JSON.parse(stdout);
}

/** How much more is in use during the last five hundred charts than during the five hundred after the first five hundred, in %. */
export function growthOf(hundreds: readonly number[]): number {
  return (Math.min(...hundreds.slice(-5)) / Math.min(...hundreds.slice(5, 10)) - 1) * 100;
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
    await manyTimes(100, 2, async () => {
      await renderer.render(chart, { signal });
      await turnOfTheLoop();
      seen.push(process.memoryUsage.rss() / 1e6);
    });
    hundreds.push(Math.min(...seen));
  }
  await renderer.stop();
  return hundreds;
}

if (import.meta.main) console.log(JSON.stringify(await draw(Number(process.argv[2]))));
