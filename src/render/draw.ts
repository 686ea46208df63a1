import type { ChartConfiguration, ChartType } from 'chart.js';
import { type ChartCallback, ChartJSNodeCanvasBase } from 'chartjs-node-canvas';
import type { Picture } from '../core/chart.ts';
import type { ChartImage } from '../core/ports.ts';
import { categoryBars } from './category-bars.ts';
import { configurationOf } from './configuration.ts';
import { font, height, pixelRatio, width } from './design.ts';
import { registerFonts } from './fonts.ts';
import { pie } from './pie.ts';
import { createPngEncoder } from './png.ts';
import { xy } from './xy.ts';

const settings: ChartCallback = (chartJs) => {
  chartJs.defaults.devicePixelRatio = pixelRatio;
  chartJs.defaults.font.family = font.family;
  chartJs.defaults.animation = false;
  chartJs.defaults.responsive = false;
};

/** Gives the pixels away as they are: the canvas' own encoder takes more time than all the rest. */
class Painter extends ChartJSNodeCanvasBase {
  /** One for all pictures: the memory of a new one would have to be found and cleared each time. */
  readonly #canvas;

  constructor() {
    super({ width, height, chartCallback: settings });
    this.#canvas = this._createCanvas(width, height);
  }

  /** What `use` is given is gone when it returns. */
  paint<Kind extends ChartType, Data, Label, Result>(
    configuration: ChartConfiguration<Kind, Data, Label>,
    use: (pixels: Uint8Array) => Result,
  ): Result {
    // Chart.js takes the size for that of the design and multiplies it; setting it also clears what was drawn.
    this.#canvas.width = width;
    this.#canvas.height = height;
    const brush: object = this.#canvas.getContext('2d');
    if (!isBrush(brush)) throw new Error('The canvas gives no drawing context.');
    const chart = new this._chartJs(brush, configuration);
    const pixels = this.#canvas.data();
    chart.destroy();
    const result = use(pixels);
    // 5 MB that the next picture can have: until the garbage collector gives them back, it would be new ones each time.
    if (pixels.buffer instanceof ArrayBuffer) pixels.buffer.transfer(0);
    return result;
  }
}

/** Skia's context is what Chart.js wants but for its type: it lacks members of the browser's that drawing does not use. */
function isBrush(context: object): context is CanvasRenderingContext2D {
  return 'fillText' in context && 'setLineDash' in context;
}

/** Draws on the calling thread; what it keeps is Chart.js, the letters and room to work in, nothing of one chart for the next. */
export function createDraw(): (picture: Picture) => ChartImage {
  registerFonts();
  const painter = new Painter();
  const size = { width: width * pixelRatio, height: height * pixelRatio };
  const encode = createPngEncoder(size);
  const draw = (picture: Picture): Uint8Array => {
    switch (picture.style) {
      case 'line':
      case 'area':
      case 'bar':
      case 'dots':
        return painter.paint(configurationOf(picture), encode);
      case 'bars':
      case 'columns':
        return painter.paint(categoryBars({ ...picture, style: picture.style }), encode);
      case 'pie':
        return painter.paint(pie(picture), encode);
      case 'scatter':
      case 'curve':
        return painter.paint(xy(picture), encode);
    }
  };
  return (picture) => ({ png: draw(picture), ...size });
}
