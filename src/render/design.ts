import type { Tone } from '../core/tone.ts';

/** The picture's size as it is shown; it has twice as many pixels each way. */
export const width = 800;
export const height = 400;
export const pixelRatio = 2;

/** Distances, in the picture's own units. */
export const space = { edge: 20, top: 70, right: 26, legendRow: 18, legendGap: 10 } as const;

export const font = { family: 'Inter', title: 17, text: 12, small: 11 } as const;

export const ink = {
  paper: '#ffffff',
  title: '#1b2430',
  text: '#3c4858',
  faint: '#6b7787',
  axis: '#c3cad3',
  grid: '#e9edf1',
  gap: '#f3f5f7',
  /** Curves that stand for no series of their own. */
  background: '#c9d0d8',
} as const;

/**
 * Told apart with every common kind of colour blindness (the test computes it), and all dark enough for paper: it begins with
 * hues of Okabe and Ito (2008). From the ninth series on they come again as dashed lines.
 */
const hues = ['#0072b2', '#d55e00', '#009e73', '#a8518a', '#7a1212', '#3f97d3', '#4b5563', '#552266'] as const;

export interface Stroke {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly thick: number;
}

/** How the series at `index` is drawn. */
export function strokeOf(index: number): Stroke {
  const dash = Math.floor(index / hues.length) % 3;
  return { colour: hues[index % hues.length] ?? hues[0], dash: [[], [7, 4], [2, 3]][dash] ?? [], thick: 2 };
}

export function colourOf(tone: Tone): string {
  switch (tone) {
    case 'good':
      return '#1a7f4b';
    case 'warning':
      return '#a66300';
    case 'bad':
      return '#c02b2b';
    case 'unknown':
    case 'neutral':
      return ink.faint;
  }
}

/** The colour with an opacity of 0..1, for areas below lines. */
export function faded(colour: string, opacity: number): string {
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
  return `${colour}${alpha}`;
}
