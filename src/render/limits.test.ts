import { describe, expect, it } from 'vitest';
import { space } from './design.ts';
import { marginFor } from './limits.ts';

const scale = { min: 0, max: 1_000, step: 200 };
const line = (label: string, value: number) => ({ label, value, tone: 'bad' }) as const;

describe('the room beside the plot', () => {
  it('is as wide as the longest label, within reason', () => {
    expect(marginFor([], scale)).toBe(space.right);
    expect(marginFor([line('target 5', 500), line('critical 2,000 ms', 900)], scale)).toBeGreaterThan(90);
    expect(marginFor([line('x'.repeat(500), 500)], scale)).toBeLessThan(150);
  });

  it('is there for a line that lies above the picture, which is said, and not for one below', () => {
    expect(marginFor([line('max', 9_000)], scale)).toBeGreaterThan(90);
    expect(marginFor([line('critical 90 %', 90)], { min: 98, max: 100, step: 1 })).toBe(space.right);
  });
});
