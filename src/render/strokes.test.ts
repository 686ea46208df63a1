import { describe, expect, it } from 'vitest';
import { withPastOverBars, withStrokes } from './strokes.ts';

const named = (label: string, pastOf?: string) => ({ label, points: [], pastOf });

describe('strokes', () => {
  it('give the past of a series its colour, paler and dashed, next to it', () => {
    const drawn = withStrokes([named('web'), named('jobs'), named('web, 1 week earlier', 'web'), named('jobs, 1 week earlier', 'jobs')]);
    expect(drawn.map(({ series, role }) => [series.label, role])).toEqual([
      ['web', 'present'],
      ['web, 1 week earlier', 'past'],
      ['jobs', 'present'],
      ['jobs, 1 week earlier', 'past'],
    ]);
    const [web, webBefore, jobs, jobsBefore] = drawn.map((one) => one.stroke);
    expect([webBefore?.colour, jobsBefore?.colour]).toEqual([`${web?.colour}99`, `${jobs?.colour}99`]);
    expect([web?.dash, webBefore?.dash.length]).toEqual([[], 2]);
  });

  it('treat the past of a series that is not shown as any other', () => {
    expect(withStrokes([named('web, 1 week earlier', 'web')])).toMatchObject([{ role: 'present', stroke: { dash: [] } }]);
  });

  it('leave grey what the table has no room to name', () => {
    const drawn = withStrokes(Array.from({ length: 40 }, (_, index) => named(`web-${index}`)));
    expect(drawn).toHaveLength(40);
    expect(drawn.filter((one) => one.role === 'present')).toHaveLength(11);
    const colours = new Set(drawn.slice(11).map((one) => one.stroke.colour));
    expect(colours.size).toBe(1);
    expect(drawn.slice(0, 11).some((one) => colours.has(one.stroke.colour))).toBe(false);
  });

  it('let a past be seen over bars of its colour', () => {
    const [bars, past] = withPastOverBars(withStrokes([named('web'), named('earlier', 'web')]));
    expect(bars?.stroke.colour).toMatch(/^#[0-9a-f]{8}$/u);
    expect(past?.stroke.colour).toMatch(/^#[0-9a-f]{6}$/u);
  });
});
