import type { Piscina } from 'piscina';
import type { Chart } from '../core/chart.ts';
import { ProviderError } from '../core/errors.ts';
import type { ChartImage, ChartRenderer, Log } from '../core/ports.ts';
import { type Parcel, pack, transferable } from './parcel.ts';

export interface ChartRendererNeeds {
  readonly log: Log;
  /** Threads at most. */
  readonly workers: number;
  /** How long a picture may take, waiting for a free thread included, in ms. */
  readonly timeoutMs: number;
  /** The file the threads run; it exports `drawChart`. */
  readonly worker?: URL | undefined;
}

/** Pictures that may wait for a thread; beyond them one is refused at once rather than late. */
const mostWaiting = 200;
const memoryMb = 256;
/** Little: otherwise a thread lets garbage of a hundred megabytes pile up before it looks. */
const youngMb = 32;
/** A thread that has had nothing to do for this long is ended, and with it its memory. */
const idleMs = 300_000;

export type WarmChartRenderer = ChartRenderer & {
  /** Starts a thread ahead of the first picture, which then does not wait for it. */
  readonly warmUp: () => Promise<void>;
};

/**
 * Draws in worker threads, which are started by the first picture. One that hangs, crashes or runs out of memory is replaced,
 * and its picture fails with a ProviderError; the others go on.
 */
export function createChartRenderer(needs: ChartRendererNeeds): WarmChartRenderer {
  let pool: Promise<Piscina<Parcel, ChartImage>> | undefined;
  const started = (): Promise<Piscina<Parcel, ChartImage>> => (pool ??= startPool(needs));

  const render: ChartRenderer['render'] = async (chart, { signal }) => {
    const threads = await started();
    const late = AbortSignal.timeout(needs.timeoutMs);
    try {
      const parcel = pack(chart);
      return await threads.run(parcel, { name: 'drawChart', signal: AbortSignal.any([signal, late]), transferList: transferable(parcel) });
    } catch (error) {
      signal.throwIfAborted();
      const reason = late.aborted ? 'the picture took too long.' : 'the picture could not be drawn.';
      needs.log.warn({ error, chart: chart.title, late: late.aborted }, 'a chart could not be drawn');
      throw new ProviderError('Chart', reason, { retry: { when: 'later', afterMs: 1_000 }, cause: error });
    }
  };

  return {
    render,
    warmUp: async () => {
      await render(blank, { signal: new AbortController().signal });
    },
    stop: async () => {
      const threads = await pool;
      await threads?.destroy();
    },
  };
}

async function startPool(needs: ChartRendererNeeds): Promise<Piscina<Parcel, ChartImage>> {
  // Loaded with the first picture: it and the threads are no part of a quick start.
  const { Piscina: Pool } = await import('piscina');
  const pool = new Pool<Parcel, ChartImage>({
    filename: (needs.worker ?? new URL('./worker.ts', import.meta.url)).href,
    minThreads: 0,
    maxThreads: needs.workers,
    idleTimeout: idleMs,
    maxQueue: mostWaiting,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: youngMb },
    // Threads that sleep in Atomics.wait cannot tidy up between two pictures.
    atomics: 'disabled',
  });
  // A thread that dies without a picture in hand: it is replaced, and nobody waits for it.
  pool.on('error', (error: unknown) => needs.log.warn({ error }, 'a drawing thread ended'));
  return pool;
}

const blank: Chart = {
  title: 'Warm-up',
  subtitle: '',
  style: 'line',
  unit: 'none',
  timeZone: 'UTC',
  from: 0,
  to: 3_600_000,
  series: [{ label: 'nothing', points: [{ at: 0, value: 1 }] }],
  lines: [],
  marks: [],
};
