import { describe, expect, it } from 'vitest';
import { sampleChart, sampleNow } from '../../test/fakes/chart-samples.ts';
import type { CategoryChart, XyChart } from '../core/chart.ts';
import { createDraw } from './draw.ts';
import { pack, transferable, unpack } from './parcel.ts';
import { readPicture } from './read-picture.fixture.ts';

const draw = createDraw();
const blue = '#0072b2';
const orange = '#d55e00';
/** In pixels of the picture, which has two for each unit of the design. */
const plot = { left: 160, top: 130, width: 1_380, height: 500 };

const amounts: CategoryChart = {
  title: 'Requests by code',
  subtitle: '24 h',
  style: 'bars',
  unit: 'none',
  categories: ['200', '404', '500'],
  series: [{ label: 'count_', values: [90, 30, 10] }],
  stacked: false,
};
const spots: XyChart = {
  title: 'Duration and size',
  subtitle: '24 h',
  style: 'scatter',
  unit: 'milliseconds',
  axis: 'size',
  series: [{ label: 'web', points: [1, 2, 3, 4].map((x) => ({ x, y: x * x })) }],
};

const blueOf = async (picture: CategoryChart | XyChart): Promise<number> => (await readPicture(draw(picture).png)).of(blue, plot);

describe('amounts of things', () => {
  it.each(['bars', 'columns', 'pie'] as const)('are drawn as %s', async (style) => {
    expect(await blueOf({ ...amounts, style })).toBeGreaterThan(5_000);
  });

  it('larger ones are drawn larger', async () => {
    const small = await blueOf({ ...amounts, series: [{ label: 'n', values: [20, 90, 10] }] });
    const large = await blueOf({ ...amounts, series: [{ label: 'n', values: [80, 90, 10] }] });
    expect(large).toBeGreaterThan(small);
  });

  it('several series have a colour each, side by side or on one another', async () => {
    const series = [
      { label: '2xx', values: [90, 30, 10] },
      { label: '5xx', values: [9, 3, 1] },
    ];
    for (const stacked of [false, true]) {
      const picture = await readPicture(draw({ ...amounts, style: 'columns', series, stacked }).png);
      expect(picture.of(blue, plot)).toBeGreaterThan(1_000);
      expect(picture.of(orange, plot)).toBeGreaterThan(100);
    }
  });

  it.each(['bars', 'columns', 'pie'] as const)('nothing at all is said in words as %s', async (style) => {
    const picture = await readPicture(draw({ ...amounts, style, categories: [], series: [] }).png);
    expect(picture.of(blue, plot)).toBe(0);
    expect(picture.dark(plot)).toBeGreaterThan(200);
  });

  it('values that are missing or below zero do no harm', async () => {
    for (const style of ['bars', 'columns', 'pie'] as const)
      expect(await blueOf({ ...amounts, style, series: [{ label: 'n', values: [undefined, -30, 90] }] })).toBeGreaterThan(1_000);
  });
});

describe('numbers against numbers', () => {
  it('are dots, or a curve', async () => {
    const [dots, curve] = [await readPicture(draw(spots).png), await readPicture(draw({ ...spots, style: 'curve' }).png)];
    expect(curve.of(blue, plot)).toBeGreaterThan(1_000);
    expect(dots.of(blue, plot)).toBe(0);
    expect(dots.dark(plot)).not.toBe(curve.dark(plot));
  });

  it('nothing at all is said in words', async () => {
    expect((await readPicture(draw({ ...spots, series: [] }).png)).dark(plot)).toBeGreaterThan(200);
  });
});

describe('areas on one another, and dots', () => {
  const at = (index: number): number => sampleNow - 24 * 3_600_000 + index * 1_800_000;
  const level = (label: string, value: number) => ({ label, points: Array.from({ length: 48 }, (_, index) => ({ at: at(index), value })) });
  const over = { lines: [], marks: [], unit: 'none' } as const;
  const paleOrange = '#e59b61';

  it('the upper one covers only what it adds', async () => {
    const both = [level('a', 30), level('b', 10)];
    const stacked = await readPicture(draw(sampleChart({ ...over, style: 'area', addsUp: true, series: both })).png);
    const alike = await readPicture(
      draw(sampleChart({ ...over, style: 'area', addsUp: true, series: [both[1] ?? level('b', 1), level('a', 30)] })).png,
    );
    expect(stacked.of(paleOrange, plot)).toBeGreaterThan(20_000);
    expect(alike.of(paleOrange, plot)).toBeGreaterThan(2 * stacked.of(paleOrange, plot));
  });

  it('a stack of shares near a hundred stands on nothing', async () => {
    const shares = [level('a', 99.5), level('b', 0.5)];
    const picture = await readPicture(draw(sampleChart({ ...over, unit: 'percent', style: 'bar', addsUp: true, series: shares })).png);
    expect(picture.of(blue, plot)).toBeGreaterThan(10 * picture.of(orange, plot));
  });

  it('dots are not joined', async () => {
    const points = [10, 30, 20, 40].map((value, index) => ({ at: at(index * 12), value }));
    const line = await readPicture(draw(sampleChart({ ...over, series: [{ label: 'a', points }] })).png);
    const dots = await readPicture(draw(sampleChart({ ...over, style: 'dots', series: [{ label: 'a', points }] })).png);
    expect(line.of(blue, plot)).toBeGreaterThan(1_000);
    expect(dots.of(blue, plot)).toBeLessThan(100);
    expect(dots.of('#66aad1', plot)).toBeGreaterThan(100);
  });
});

describe('on its way to a thread', () => {
  it.each([amounts, spots])('a picture stays what it is', (picture) => {
    expect(unpack(pack(picture))).toEqual(picture);
    expect(transferable(pack(picture))).toEqual([]);
  });
});
