import type { ChartImage } from '../core/ports.ts';
import type { Parcel } from './parcel.ts';

/** Stands in for the worker in tests: the chart's title says what goes wrong. */
export async function drawChart(chart: Pick<Parcel, 'title'>): Promise<ChartImage> {
  switch (chart.title) {
    case 'hang':
      for (;;) Math.random();
    case 'exit':
      return process.exit(3);
    case 'throw':
      throw new Error('no canvas');
    case 'memory': {
      const held: number[][] = [];
      for (;;) held.push(Array.from({ length: 100_000 }, (_, index) => index));
    }
    default:
      return { png: new Uint8Array([1]), width: 1, height: 1 };
  }
}
