import { font, ink } from './design.ts';

export type Brush = CanvasRenderingContext2D;

interface Lettering {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: string;
  readonly bold?: boolean;
  readonly align?: 'left' | 'right' | 'center';
  /** Longer words are cut with an ellipsis: at the end, or in the middle where names differ at their ends. */
  readonly most?: number;
  readonly cut?: 'middle';
  /** Drawn round the letters, so that they can be read across curves and grid. */
  readonly rim?: typeof ink.paper;
}

export function write(brush: Brush, words: string, how: Lettering): void {
  brush.font = lettering(how.size, how.bold ?? false);
  brush.textAlign = how.align ?? 'left';
  brush.textBaseline = 'alphabetic';
  const shown = how.most === undefined ? readable(words) : fitted(brush, words, how.most, how.cut ?? 'end');
  if (how.rim !== undefined) {
    brush.strokeStyle = how.rim;
    brush.lineWidth = 3.5;
    brush.lineJoin = 'round';
    brush.strokeText(shown, how.x, how.y);
  }
  brush.fillStyle = how.colour;
  brush.fillText(shown, how.x, how.y);
}

export function widthOf(brush: Brush, words: string, size: number): number {
  brush.font = lettering(size, false);
  return brush.measureText(readable(words)).width;
}

/** More letters than a picture is wide. */
const mostLetters = 400;

/**
 * What can be drawn of it: what steers a terminal or turns the writing round is left out (what joins letters is not), a line
 * break is a space.
 */
function readable(words: string): string {
  return words.replaceAll(/(?!\s)[[\p{Cc}\p{Cf}]--[\u200c\u200d]]/gv, '').replaceAll(/\s+/gu, ' ');
}

/** As much of the words as is `most` wide in the lettering that is set. */
export function fitted(brush: Brush, words: string, most: number, where: 'middle' | 'end'): string {
  const shown = readable(words);
  if (shown.length <= mostLetters && brush.measureText(shown).width <= most) return shown;
  const all = [...shown];
  const letters = all.length <= mostLetters ? all : [...all.slice(0, mostLetters / 2), ...all.slice(-mostLetters / 2)];
  const cut = (count: number): string => {
    const behind = where === 'middle' ? Math.floor(count / 2) : 0;
    return `${letters
      .slice(0, count - behind)
      .join('')
      .trimEnd()}…${letters
      .slice(letters.length - behind)
      .join('')
      .trimStart()}`;
  };
  let fits = 0;
  let tooMany = letters.length;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (brush.measureText(cut(middle)).width <= most) fits = middle;
    else tooMany = middle;
  }
  return cut(fits);
}

function lettering(size: number, bold: boolean): string {
  return `${bold ? 'bold ' : ''}${size}px ${font.family}`;
}

interface Line {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: string;
  readonly dash: readonly number[];
  readonly thick?: number;
}

export function stroke(brush: Brush, line: Line): void {
  brush.save();
  brush.strokeStyle = line.colour;
  brush.lineWidth = line.thick ?? 1.25;
  brush.setLineDash([...line.dash]);
  brush.beginPath();
  brush.moveTo(...line.from);
  brush.lineTo(...line.to);
  brush.stroke();
  brush.restore();
}
