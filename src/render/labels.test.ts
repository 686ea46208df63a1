import { describe, expect, it } from 'vitest';
import { distinctLabels } from './labels.ts';

/** A brush whose letters are all 10 wide. */
const brush = { font: '', measureText: (words: string) => ({ width: words.length * 10 }) };
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a brush only these two are used to measure
const measuring = brush as unknown as CanvasRenderingContext2D;
const fit = (names: readonly string[], letters: number): readonly string[] =>
  distinctLabels(measuring, names, { most: letters * 10, size: 12 });

describe('labels of little room', () => {
  it('stay what they are where they fit', () => {
    expect(fit(['GET /', 'POST /'], 6)).toEqual(['GET /', 'POST /']);
  });

  it('are cut in the middle where that leaves them different', () => {
    expect(fit(['GET /api/reports/one', 'GET /api/records/two'], 9)).toEqual(['GET…/one', 'GET…/two']);
  });

  it('that would be the same show where they differ', () => {
    const shown = fit(['GET /api/assessments/{id}', 'GET /api/agreements/{id}', 'GET /health'], 14);
    expect(shown).toEqual(['GET /…/assess…', 'GET /…/agreem…', 'GET /health']);
  });

  it('that differ nowhere in reach are numbered; the same name is the same thing', () => {
    const long = (end: string): string => `${'a'.repeat(20)}${'b'.repeat(30)}${end}${'c'.repeat(30)}`;
    const names = [...['1', '2'].map((end) => `x${long(end)}`), ...['1', '2'].map((end) => `y${long(end)}`)];
    expect(new Set(fit(names, 8)).size).toBe(4);
    for (const shown of fit(names, 8)) expect(shown.length).toBeLessThanOrEqual(8);
    expect(fit(['same', 'same'], 4)).toEqual(['same', 'same']);
  });
});
