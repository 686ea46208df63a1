import { describe, expect, it } from 'vitest';
import { sampleChart, sampleNow, wave } from '../../test/fakes/chart-samples.ts';
import type { Chart } from '../core/chart.ts';
import { createDraw } from './draw.ts';
import { registerFonts } from './fonts.ts';
import { type Area, readPicture } from './read-picture.fixture.ts';

const draw = createDraw();
const hour = 3_600_000;
/** In pixels of the picture, which has two for each unit of the design. */
const titleArea = { left: 0, top: 10, width: 1_600, height: 60 };
const plotArea = { left: 160, top: 150, width: 1_380, height: 390 };
const bare = { lines: [], marks: [] } as const;
const blue = '#0072b2';

const pictureOf = (chart: Chart) => readPicture(draw(chart).png);
const darkIn = async (chart: Chart, area: Area): Promise<number> => (await pictureOf(chart)).dark(area);

const single = (points: readonly { at: number; value: number | undefined }[]): Chart =>
  sampleChart({ series: [{ label: 'web', points }], ...bare });

describe('a picture', () => {
  it('is a PNG of 800 by 400 with two pixels each way', async () => {
    const image = draw(sampleChart());
    const { width, height } = await readPicture(image.png);
    expect([width, height, image.width, image.height]).toEqual([1_600, 800, 1_600, 800]);
  });

  it('is the same for the same chart, whatever was drawn in between', () => {
    const one = draw(sampleChart());
    draw(sampleChart({ style: 'bar', title: 'Another one', lines: [] }));
    expect(Buffer.compare(one.png, draw(sampleChart()).png)).toBe(0);
  });

  it.each(['line', 'area', 'bar'] as const)('shows values as %s', async (style) => {
    expect(await darkIn(sampleChart({ style, ...bare }), plotArea)).toBeGreaterThan(2_000);
  });

  it('shows nothing but the grid where nothing was measured', async () => {
    const before = wave(288, 24, 100, 300, 1);
    const gap = before.map(({ at, value }, index) => ({ at, value: index > 96 && index < 192 ? undefined : value }));
    const middle = { left: 700, top: 140, width: 280, height: 380 };
    expect(await darkIn(single(before), middle)).toBeGreaterThan(100);
    expect(await darkIn(single(gap), middle)).toBe(0);
  });

  it('draws the target line in the plot and its name beside it, where no curve is', async () => {
    const beside = { left: 1_404, top: 130, width: 196, height: 420 };
    const [unlimited, limited] = [sampleChart({ ...bare, series: [] }), sampleChart({ series: [], marks: [] })];
    expect(await darkIn(unlimited, { ...beside, left: 1_560, width: 40 })).toBe(0);
    expect(await darkIn(limited, beside)).toBeGreaterThan(100);
    const target = '#a66300';
    const plot = { ...plotArea, width: 1_200 };
    expect((await pictureOf(limited)).of(target, plot)).toBe(0);
    expect((await pictureOf(sampleChart({ marks: [] }))).of(target, plot)).toBeGreaterThan(300);
  });

  it('draws a mark through the plot and its name above it', async () => {
    const [unmarked, marked] = [await pictureOf(single([])), await pictureOf({ ...single([]), marks: sampleChart().marks })];
    const above = { left: 160, top: 110, width: 1_380, height: 50 };
    expect(marked.dark(above)).toBeGreaterThan(unmarked.dark(above) + 100);
    expect(marked.of('#c02b2b', { ...plotArea, top: 170 })).toBeGreaterThan(200);
  });

  it('draws the past of a series in its colour, but paler', async () => {
    const present = { label: 'web', points: wave(288, 24, 100, 300, 1) };
    const past = { label: 'web, 1 week earlier', pastOf: 'web', points: wave(288, 24, 400, 700, 2) };
    const upper = { ...plotArea, height: 200 };
    const picture = await pictureOf(sampleChart({ ...bare, series: [present, past] }));
    const asItsOwn = await pictureOf(sampleChart({ ...bare, series: [present, { ...past, pastOf: undefined }] }));
    expect(asItsOwn.of('#d55e00')).toBeGreaterThan(1_000);
    expect(picture.of('#d55e00')).toBe(0);
    expect(picture.of(blue, upper)).toBe(0);
    // 0.6 of the blue on paper.
    expect(picture.of('#66aad1', upper)).toBeGreaterThan(1_000);
  });

  it('shows both ends of a long name in the table, because that is where names differ', async () => {
    const table = { left: 40, top: 600, width: 360, height: 200 };
    const nameTable = async (end: string) => {
      const label = `ca-${'compliance-'.repeat(4)}${end}`;
      const series = Array.from({ length: 6 }, (_, index) => ({ label, points: wave(9, 24, 1, 2, index) }));
      return (await pictureOf(sampleChart({ ...bare, series }))).pixels(table);
    };
    expect(Buffer.compare(await nameTable('prod-1'), await nameTable('prod-2'))).not.toBe(0);
  });

  it('stacks bars of amounts, so that their height is the sum', async () => {
    const points = Array.from({ length: 24 }, (_, index) => ({ at: sampleNow - (24 - index) * hour, value: 400 }));
    const series = ['2xx', '4xx', '5xx'].map((label) => ({ label, points }));
    const counted = await pictureOf(sampleChart({ ...bare, style: 'bar', addsUp: true, unit: 'count', series }));
    const whole = { left: 160, top: 130, width: 1_380, height: 460 };
    // Each colour fills the same height, one above the other.
    const heights = [blue, '#d55e00', '#009e73'].map((colour) => counted.of(colour, whole) / 1_000);
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(Math.max(...heights) / 10);
    expect(counted.of('#009e73', { ...plotArea, top: 350 })).toBe(0);
  });
});

describe('scenario 31: letters and numbers that are out of the ordinary', () => {
  it.each(['Нагрузка', 'Απόκριση', 'Zażółć gęślą', 'Überlast', 'Tiếng Việt'])('writes %s in the bundled letters', async (title) => {
    const written = (await pictureOf(sampleChart({ title }))).pixels(titleArea);
    // A letter the font lacks is a box, and words of as many boxes would look the same.
    const reversed = (await pictureOf(sampleChart({ title: [...title].toReversed().join('') }))).pixels(titleArea);
    expect(await darkIn(sampleChart({ title }), titleArea)).toBeGreaterThan(300);
    expect(Buffer.compare(written, reversed)).not.toBe(0);
  });

  it('leaves out what would turn the writing round', async () => {
    const plain = (await pictureOf(sampleChart({ title: 'abc def' }))).pixels(titleArea);
    const turned = (await pictureOf(sampleChart({ title: '\u202eabc\n\u0000 def\u001b' }))).pixels(titleArea);
    expect(Buffer.compare(plain, turned)).toBe(0);
  });

  it('refuses to draw without its letters, rather than to draw no words', () => {
    expect(() => registerFonts((name) => `/nowhere/${name}`)).toThrow('The font /nowhere/inter-latin-400-normal.woff2 cannot be read.');
  });

  it.each([
    ['no series', sampleChart({ series: [], ...bare })],
    ['no points', single([])],
    ['no number', single([Number.NaN, Number.POSITIVE_INFINITY].map((value, index) => ({ at: sampleNow - index * hour, value })))],
  ])('says so in the picture when there is %s', async (_case, chart) => {
    const sentence = { left: 400, top: 300, width: 800, height: 160 };
    expect(await darkIn(chart, sentence)).toBeGreaterThan(200);
  });

  it('shows 1 point as a dot', async () => {
    expect(await darkIn(single([{ at: sampleNow - 12 * hour, value: 5 }]), plotArea)).toBeGreaterThan(20);
  });

  it('keeps the peak of 100,000 points', async () => {
    const flat = Array.from({ length: 100_000 }, (_, index) => ({ at: sampleNow - 24 * hour + index * 864, value: 10 }));
    const peak = flat.map((point, index) => (index === 61_803 ? { ...point, value: 1_000 } : point));
    const upper = { left: 160, top: 160, width: 1_380, height: 200 };
    expect(await darkIn(single(peak), upper)).toBeGreaterThan(100);
  });

  it('shows all of 40 series, those without a name in grey', async () => {
    const series = Array.from({ length: 40 }, (_, index) => ({ label: `web-${index}`, points: wave(288, 24, index, index + 1, index) }));
    const picture = await pictureOf(sampleChart({ ...bare, series }));
    expect(picture.of('#c9d0d8', plotArea)).toBeGreaterThan(3_000);
    expect(picture.of(blue, plotArea)).toBeGreaterThan(300);
  });

  it.each([
    [{ title: 'x'.repeat(5_000), subtitle: '\u202eabc\u0000\u001b[31m' }],
    [{ from: sampleNow, to: sampleNow }],
    [{ series: [{ label: '😀'.repeat(200), points: [{ at: sampleNow, value: 1e300 }] }] }],
    [{ series: [{ label: 'web', points: wave(10, 1, -1e-9, 1e-9, 1) }] }],
    [{ series: [{ label: 'web', points: wave(10, 1, -Number.MAX_VALUE, Number.MAX_VALUE, 1) }] }],
    [
      {
        marks: Array.from({ length: 500 }, (_, index) => ({
          at: sampleNow - index,
          label: `INC-${index}`.repeat(9),
          tone: 'bad' as const,
        })),
      },
    ],
  ])('still draws %#', (over) => {
    expect(draw(sampleChart(over)).png.length).toBeGreaterThan(1_000);
  });
});
