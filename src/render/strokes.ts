import type { ChartSeries } from '../core/chart.ts';
import { faded, ink, type Stroke, strokeOf } from './design.ts';

/** As many as the table below the picture has room for. */
export const mostNamed = 12;

/** The series in the order of the table: each followed by its past, the first ones named and the others in the background. */
export interface DrawnSeries {
  readonly series: ChartSeries;
  readonly stroke: Stroke;
  readonly role: 'present' | 'past' | 'background';
}

/**
 * Gives each series its stroke. The past of a series has its colour, paler and dashed; series that find no place in the table
 * are grey, because a colour that nothing explains only confuses.
 */
export function withStrokes(all: readonly ChartSeries[]): readonly DrawnSeries[] {
  const labels = new Set(all.filter((one) => one.pastOf === undefined).map((one) => one.label));
  const isPast = (one: ChartSeries): boolean => one.pastOf !== undefined && labels.has(one.pastOf);
  const thick = all.length > 5 ? 1.5 : 2;
  const ordered = all
    .filter((one) => !isPast(one))
    .flatMap((one, index): DrawnSeries[] => {
      const stroke = { ...strokeOf(index), thick };
      const pasts = all.filter((other) => other !== one && other.pastOf === one.label && isPast(other));
      return [
        { series: one, stroke, role: 'present' },
        ...pasts.map((past): DrawnSeries => ({ series: past, stroke: pale(stroke), role: 'past' })),
      ];
    });
  const named = ordered.length > mostNamed ? mostNamed - 1 : ordered.length;
  return ordered.map((one, index) =>
    index < named ? one : { ...one, stroke: { colour: ink.background, dash: [], thick: 1 }, role: 'background' },
  );
}

function pale(stroke: Stroke): Stroke {
  return { colour: faded(stroke.colour, 0.6), dash: [5, 4], thick: 1.5 };
}

/** Over bars of its own colour a pale line would not be seen: there the bars are pale and their past is not. */
export function withPastOverBars(drawn: readonly DrawnSeries[]): readonly DrawnSeries[] {
  if (drawn.every((one) => one.role !== 'past')) return drawn;
  const colour = strokeOf(0).colour;
  return drawn.map((one) => ({ ...one, stroke: { ...one.stroke, colour: one.role === 'past' ? colour : faded(colour, 0.4) } }));
}
