import { expect, it } from 'vitest';
import { createKept } from './kept.ts';

it('makes a thing once, and again when there was no room to keep it', () => {
  const kept = createKept(10);
  const columns = kept.shelf<readonly number[]>('columns', (made) => made.length);
  const made: string[] = [];
  const get = (key: string, length = 4) =>
    columns(key, () => {
      made.push(key);
      return Array.from({ length }, () => 0);
    });
  for (const key of ['a', 'b', 'a', 'c', 'a']) get(key);
  expect(made).toEqual(['a', 'b', 'c']);
  expect(kept.statistics()).toEqual({ cells: 8, made: { columns: 3 } });
  // “b” was used least of late.
  get('b');
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  // What is too large to be kept with others is there until the next one comes.
  get('large', 50);
  expect(kept.statistics().cells).toBe(50);
  get('a');
  expect(kept.statistics().cells).toBe(4);
});

it('keeps kinds apart, and forgets all of them at once', () => {
  const kept = createKept(10);
  const weigh = (): number => 1;
  const [numbers, words] = [kept.shelf<number>('numbers', weigh), kept.shelf<string>('words', weigh)];
  expect([numbers('a', () => 1), words('a', () => 'one'), numbers('a', () => 2)]).toEqual([1, 'one', 1]);
  kept.clear();
  expect(kept.statistics().cells).toBe(0);
  expect(numbers('a', () => 3)).toBe(3);
});
