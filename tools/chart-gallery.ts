/** `node tools/chart-gallery.ts [FOLDER]`: draws the gallery's charts into docs/images/charts (or FOLDER), one PNG each. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDraw } from '../src/render/draw.ts';
import { gallery } from './chart-gallery/charts.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../docs/images/charts');
await mkdir(folder, { recursive: true });
const draw = createDraw();
for (const [name, chart] of Object.entries(gallery)) await writeFile(join(folder, `${name}.png`), draw(chart).png);
console.log(`${Object.keys(gallery).length} pictures are in ${folder}.`);
