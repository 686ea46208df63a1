import type { ChartImage } from '../core/ports.ts';
import { type Parcel, unpack } from './parcel.ts';

// Loaded here and not by an import: a thread that fails to start would be waited for, while this refuses each picture at once
// and says why (no canvas for this machine, fonts that cannot be read).
const ready = import('./draw.ts').then(({ createDraw }) => createDraw());
ready.catch(() => undefined);

/** What a worker thread runs; it is a world of its own, and keeps its letters and its Chart.js between pictures. */
export async function drawChart(parcel: Parcel): Promise<ChartImage> {
  const draw = await ready;
  return draw(unpack(parcel));
}
