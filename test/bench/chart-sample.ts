import type { Chart } from '../../src/core/chart.ts';
import { type ChartRendererNeeds, createChartRenderer } from '../../src/render/index.ts';
import { createLog } from '../../src/telemetry/log.ts';

/** 3 series × 288 points over a day, as in the measurements that set the goals. */
export function measuredChart(): Chart {
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

export const rendererWith = (workers: ChartRendererNeeds['workers']) =>
  createChartRenderer({ log: createLog({ level: 'error', redact: [] }), workers, timeoutMs: 10_000 });

/** Calls `work` `count` times, `atOnce` of them at a time. */
export async function manyTimes(count: number, atOnce: number, work: () => unknown): Promise<void> {
  const waiting = Array.from({ length: count }).values();
  const caller = async (): Promise<void> => {
    for (const _turn of waiting) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
}

/** The native parts free their memory only when the loop turns. */
export const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
