/** Run by itself: draws a chart under each title it is given and prints how many dark pixels the title has, and the fonts there are. */
import { GlobalFonts } from 'canvas';
import type { Chart } from '../core/chart.ts';
import { createDraw } from './draw.ts';
import { readPicture } from './read-picture.fixture.ts';

const untitled: Omit<Chart, 'title'> = {
  subtitle: '',
  style: 'line',
  unit: 'none',
  timeZone: 'UTC',
  from: 0,
  to: 3_600_000,
  series: [],
  lines: [],
  marks: [],
};
const draw = createDraw();
const dark: number[] = [];
for (const title of process.argv.slice(2)) {
  const picture = await readPicture(draw({ ...untitled, title }).png);
  dark.push(picture.dark({ left: 0, top: 10, width: 1_600, height: 60 }));
}
console.log(JSON.stringify({ dark, fonts: [...new Set(GlobalFonts.families.map((one) => one.family))] }));
