import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sampleChart, sampleNow, wave } from '../../test/fakes/chart-samples.ts';
import type { Chart } from '../core/chart.ts';
import { createDraw } from './draw.ts';
import { registerFonts } from './fonts.ts';

const draw = createDraw();
const hour = 3_600_000;
/** In pixels of the picture, which has two for each unit of the design. */
const titleArea = { left: 0, top: 10, width: 1_600, height: 60 };
const plotArea = { left: 160, top: 140, width: 1_380, height: 400 };

async function inkIn(chart: Chart, area: typeof titleArea): Promise<{ pixels: Buffer; dark: number }> {
  const { png } = await draw(chart);
  const pixels = await sharp(png).extract(area).greyscale().raw().toBuffer();
  return { pixels, dark: pixels.filter((value) => value < 160).length };
}

const single = (points: readonly { at: number; value: number | undefined }[]): Chart =>
  sampleChart({ series: [{ label: 'web', points }], lines: [], marks: [] });

describe('a picture', () => {
  it('is a PNG of 800 by 400 with two pixels each way', async () => {
    const image = await draw(sampleChart());
    const { format, width, height, channels } = await sharp(image.png).metadata();
    expect({ format, width, height, channels }).toEqual({ format: 'png', width: 1_600, height: 800, channels: 3 });
    expect([image.width, image.height]).toEqual([1_600, 800]);
  });

  it('is the same for the same chart', async () => {
    const [one, other] = [await draw(sampleChart()), await draw(sampleChart())];
    expect(Buffer.compare(one.png, other.png)).toBe(0);
  });

  it.each(['line', 'area', 'bar'] as const)('shows values as %s', async (style) => {
    const drawn = await inkIn(sampleChart({ style, lines: [], marks: [] }), plotArea);
    expect(drawn.dark).toBeGreaterThan(2_000);
  });

  it('shows nothing but the grid where nothing was measured', async () => {
    const before = wave(288, 24, 100, 300, 1);
    const gap = before.map(({ at, value }, index) => ({ at, value: index > 96 && index < 192 ? undefined : value }));
    const middle = { left: 700, top: 140, width: 280, height: 380 };
    expect((await inkIn(single(before), middle)).dark).toBeGreaterThan(100);
    expect((await inkIn(single(gap), middle)).dark).toBe(0);
  });

  it('draws the target line and the mark', async () => {
    const bare = await inkIn(sampleChart({ lines: [], marks: [] }), plotArea);
    const lined = await inkIn(sampleChart({ marks: [] }), plotArea);
    const marked = await inkIn(sampleChart(), plotArea);
    expect(lined.dark).toBeGreaterThan(bare.dark + 300);
    expect(marked.dark).toBeGreaterThan(lined.dark + 100);
  });
});

describe('scenario 31: letters and numbers that are out of the ordinary', () => {
  it.each(['Нагрузка', 'Απόκριση', 'Zażółć gęślą', 'Überlast'])('writes %s in the bundled letters', async (title) => {
    const written = await inkIn(sampleChart({ title }), titleArea);
    // A letter the font lacks is a box, and words of as many boxes would look the same.
    const reversed = await inkIn(sampleChart({ title: [...title].toReversed().join('') }), titleArea);
    expect(written.dark).toBeGreaterThan(300);
    expect(Buffer.compare(written.pixels, reversed.pixels)).not.toBe(0);
  });

  it('refuses to draw without its letters, rather than to draw no words', () => {
    expect(() => registerFonts((name) => `/nowhere/${name}`)).toThrow('The font /nowhere/inter-latin-400-normal.woff2 cannot be read.');
  });

  it('says so in the picture when there are 0 points', async () => {
    const sentence = { left: 400, top: 300, width: 800, height: 160 };
    expect((await inkIn(sampleChart({ series: [], lines: [], marks: [] }), sentence)).dark).toBeGreaterThan(200);
    expect((await inkIn(single([{ at: sampleNow, value: Number.NaN }]), sentence)).dark).toBeGreaterThan(200);
  });

  it('shows 1 point as a dot', async () => {
    const drawn = await inkIn(single([{ at: sampleNow - 12 * hour, value: 5 }]), plotArea);
    expect(drawn.dark).toBeGreaterThan(20);
  });

  it('keeps the peak of 100,000 points', async () => {
    const flat = Array.from({ length: 100_000 }, (_, index) => ({ at: sampleNow - 24 * hour + index * 864, value: 10 }));
    const peak = flat.map((point, index) => (index === 61_803 ? { ...point, value: 1_000 } : point));
    const upper = { left: 160, top: 160, width: 1_380, height: 200 };
    expect((await inkIn(single(peak), upper)).dark).toBeGreaterThan(100);
  });

  it.each([
    [{ title: 'x'.repeat(5_000), subtitle: '\u202eabc\u0000\u001b[31m' }],
    [{ from: sampleNow, to: sampleNow }],
    [{ series: [{ label: '😀'.repeat(200), points: [{ at: sampleNow, value: 1e300 }] }] }],
    [{ series: [{ label: 'web', points: wave(10, 1, -1e-9, 1e-9, 1) }] }],
  ])('still draws %#', async (over) => {
    expect((await draw(sampleChart(over))).png.length).toBeGreaterThan(1_000);
  });
});
