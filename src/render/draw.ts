import type { ChartConfiguration, Point as Spot } from 'chart.js';
import { type ChartCallback, ChartJSNodeCanvasBase } from 'chartjs-node-canvas';
import sharp from 'sharp';
import type { Chart } from '../core/chart.ts';
import type { ChartImage } from '../core/ports.ts';
import { configurationOf } from './configuration.ts';
import { font, height, pixelRatio, width } from './design.ts';
import { registerFonts } from './fonts.ts';

const settings: ChartCallback = (chartJs) => {
  chartJs.defaults.devicePixelRatio = pixelRatio;
  chartJs.defaults.font.family = font.family;
  chartJs.defaults.animation = false;
  chartJs.defaults.responsive = false;
};

/** Gives the pixels away as they are: encoding is the costly part, and the canvas' own encoder is slow at it. */
class Painter extends ChartJSNodeCanvasBase {
  constructor() {
    super({ width, height, chartCallback: settings });
  }

  pixels(configuration: ChartConfiguration<'line' | 'bar', Spot[]>): Uint8Array {
    const canvas = this._createCanvas(width, height);
    const brush: object = canvas.getContext('2d');
    if (!isBrush(brush)) throw new Error('The canvas gives no drawing context.');
    const chart = new this._chartJs(brush, configuration);
    const pixels = canvas.data();
    chart.destroy();
    return pixels;
  }
}

/** Skia's context is what Chart.js wants but for its type: it lacks members of the browser's that drawing does not use. */
function isBrush(context: object): context is CanvasRenderingContext2D {
  return 'fillText' in context && 'setLineDash' in context;
}

/** Draws on the calling thread; what it keeps is Chart.js and the letters, nothing of one chart for the next. */
export function createDraw(): (chart: Chart) => Promise<ChartImage> {
  registerFonts();
  const painter = new Painter();
  const size = { width: width * pixelRatio, height: height * pixelRatio };
  // One picture at a time and thread: sharp's own threads and cache would only take memory.
  sharp.concurrency(1);
  sharp.cache(false);
  return async (chart) => {
    const pixels = painter.pixels(configurationOf(chart));
    // Level 1 takes a third of the time of level 2 and gives a quarter more bytes.
    const png = await sharp(pixels, { raw: { ...size, channels: 4 } })
      .removeAlpha()
      .png({ compressionLevel: 1, adaptiveFiltering: false })
      .toBuffer();
    return { png, ...size };
  };
}
