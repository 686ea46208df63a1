import type { ChartConfiguration, Plugin } from 'chart.js';
import type { CategoryChart } from '../core/chart.ts';
import { write } from './brush.ts';
import { type DrawnCategories, drawnCategories } from './categories.ts';
import { font, height, ink, pixelRatio, space, width } from './design.ts';
import { paintEmpty, paintPaper, paintTitle } from './frame.ts';
import { valueText } from './values.ts';

export type PieConfiguration = ChartConfiguration<'doughnut', number[], string>;

/** Where the round stands, and the list of its parts. */
const listLeft = 400;
const rowHeight = 26;

/** Parts of a whole, each with its value and share in a list beside it: angles alone cannot be compared. */
export function pie(given: CategoryChart): PieConfiguration {
  const drawn = drawnCategories(given);
  const values = valuesOf(drawn);
  return {
    type: 'doughnut',
    data: {
      labels: [...drawn.chart.categories],
      datasets: [{ data: values, backgroundColor: [...drawn.colours], borderColor: ink.paper, borderWidth: 2 }],
    },
    options: {
      devicePixelRatio: pixelRatio,
      events: [],
      cutout: '45%',
      layout: { padding: { top: space.top, right: width - listLeft + 40, bottom: space.edge + 10, left: space.edge + 10 } },
      plugins: { legend: { display: false }, title: { display: false }, tooltip: { enabled: false } },
    },
    plugins: [frame(drawn, values)],
  };
}

const valuesOf = ({ chart }: DrawnCategories): number[] => (chart.series[0]?.values ?? []).map((value) => value ?? 0);

function frame({ chart, colours }: DrawnCategories, values: readonly number[]): Plugin<'doughnut'> {
  const whole = values.reduce((sum, value) => sum + value, 0);
  return {
    id: 'frame',
    beforeDraw: ({ ctx }) => {
      paintPaper(ctx);
      paintTitle(ctx, chart);
    },
    afterDatasetsDraw: ({ ctx, chartArea }) => {
      if (values.length === 0)
        return paintEmpty(ctx, { ...chartArea, right: width - space.edge, x: (at) => at, y: (at) => at }, 'There is nothing to draw.');
      const top = (space.top + height - values.length * rowHeight) / 2 + rowHeight / 2;
      values.forEach((value, index) => {
        const y = top + index * rowHeight;
        ctx.fillStyle = colours[index] ?? ink.background;
        ctx.fillRect(listLeft, y - 10, 12, 12);
        const right = width - space.edge;
        const share = `${((value / whole) * 100).toFixed(1)} %`;
        write(ctx, chart.categories[index] ?? '', {
          x: listLeft + 20,
          y,
          size: font.text,
          colour: ink.text,
          most: right - listLeft - 170,
          cut: 'middle',
        });
        write(ctx, valueText(value, chart.unit), { x: right - 64, y, size: font.text, colour: ink.title, align: 'right', most: 84 });
        write(ctx, share, { x: right, y, size: font.text, colour: ink.faint, align: 'right' });
      });
    },
  };
}
