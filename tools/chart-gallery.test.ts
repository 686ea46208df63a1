import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDraw } from '../src/render/draw.ts';
import { readPicture } from '../src/render/read-picture.fixture.ts';
import { gallery } from './chart-gallery/charts.ts';

const folder = join(import.meta.dirname, '../docs/images/charts');
const draw = createDraw();
/** Another version of Skia smooths edges a little differently; a curve that is missing or of another colour is more than this. */
const mostDifferent = 0.004;
const visible = 64;

describe('the golden pictures in docs/images/charts', () => {
  it('are those of the gallery, all nineteen', async () => {
    const files = (await readdir(folder)).toSorted();
    expect(files).toEqual(
      Object.keys(gallery)
        .map((name) => `${name}.png`)
        .toSorted(),
    );
    expect(files).toHaveLength(19);
  });

  it('show each in another way', () => {
    const pictures = Object.values(gallery).map((chart) => Buffer.from(draw(chart).png).toString('base64'));
    expect(new Set(pictures).size).toBe(pictures.length);
  });

  it.each(Object.entries(gallery))(
    'show “%s” as it is drawn now; if the change is wanted: node tools/chart-gallery.ts',
    async (name, chart) => {
      const golden = await readPicture(await readFile(join(folder, `${name}.png`)));
      const now = await readPicture(draw(chart).png);
      expect([now.width, now.height]).toEqual([golden.width, golden.height]);
      const before = golden.pixels();
      let different = 0;
      now.pixels().forEach((part, at) => {
        if (Math.abs(part - (before[at] ?? 0)) > visible) different += 1;
      });
      expect(different / before.length).toBeLessThan(mostDifferent);
    },
  );
});
