import { type Brush, widthOf, write } from './brush.ts';
import { font, height, ink, space, width } from './design.ts';
import { distinctLabels } from './labels.ts';

/** What tells colours apart: squares with names below the picture. */
export interface Key {
  readonly names: readonly string[];
  readonly colours: readonly string[];
}

const swatch = 10;
const gap = 18;
const longestName = 190;
/** Names of more would be too short to be told apart. */
const mostInRow = 4;

const rowsOf = ({ names }: Key): number => Math.ceil(names.length / mostInRow);

/** The height that paintKey needs; nothing for a single series, which the title names. */
export function keyHeight(key: Key): number {
  return key.names.length < 2 ? space.edge : space.edge + rowsOf(key) * space.legendRow + 6;
}

/** In one row, or in columns where there are more. */
export function paintKey(brush: Brush, key: Key): void {
  const { names, colours } = key;
  if (names.length < 2) return;
  const rows = rowsOf(key);
  const perRow = Math.ceil(names.length / rows);
  const most = Math.min(longestName, (width - 2 * space.edge) / perRow - swatch - gap - 4);
  const labels = distinctLabels(brush, names, { most, size: font.text });
  const wide = swatch + 4 + Math.max(...labels.map((label) => widthOf(brush, label, font.text))) + gap;
  labels.forEach((label, index) => {
    const left = space.edge + (index % perRow) * wide;
    const y = height - space.edge - (rows - 1 - Math.floor(index / perRow)) * space.legendRow;
    brush.fillStyle = colours[index] ?? ink.background;
    brush.fillRect(left, y - swatch + 1, swatch, swatch);
    write(brush, label, { x: left + swatch + 4, y, size: font.text, colour: ink.text });
  });
}
