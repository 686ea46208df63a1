import { type Brush, widthOf, write } from './brush.ts';
import { font, height, ink, space, width } from './design.ts';

/** What tells colours apart: squares with names, side by side below the picture. */
export interface Key {
  readonly names: readonly string[];
  readonly colours: readonly string[];
}

const swatch = 10;
const gap = 18;
const longestName = 190;

/** The height that paintKey needs; nothing for a single series, which the title names. */
export function keyHeight({ names }: Key): number {
  return names.length < 2 ? space.edge : space.edge + space.legendRow + 6;
}

/** In one row; names share the width where they are long. */
export function paintKey(brush: Brush, { names, colours }: Key): void {
  if (names.length < 2) return;
  const room = (width - 2 * space.edge) / names.length - swatch - gap - 4;
  const most = Math.max(24, Math.min(longestName, room));
  let left: number = space.edge;
  names.forEach((name, index) => {
    const y = height - space.edge;
    brush.fillStyle = colours[index] ?? ink.background;
    brush.fillRect(left, y - swatch + 1, swatch, swatch);
    write(brush, name, { x: left + swatch + 4, y, size: font.text, colour: ink.text, most, cut: 'middle' });
    left += swatch + 4 + Math.min(most, widthOf(brush, name, font.text)) + gap;
  });
}
