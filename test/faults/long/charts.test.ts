import { expect, it } from 'vitest';
import { growthOf, memoryWhileDrawing } from '../../bench/chart-memory.ts';

it('30: 5,000 charts leave the memory as it was after the first 500', { timeout: 600_000 }, async () => {
  const hundreds = await memoryWhileDrawing(5_000);
  expect(hundreds).toHaveLength(50);
  expect(growthOf(hundreds)).toBeLessThanOrEqual(5);
});
