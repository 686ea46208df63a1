import { describe, expect, it } from 'vitest';
import { createGroupWriter } from './group-writer.ts';

const never = () => false;

describe('writing in groups', () => {
  it('writes what is asked for at the same moment together, and gives each caller its own answer', async () => {
    const groups: (readonly number[])[] = [];
    const write = createGroupWriter(async (items: readonly number[]) => {
      groups.push(items);
      return items.map((item) => item * 10);
    }, never);
    expect(await Promise.all([write(1), write(2), write(3)])).toEqual([10, 20, 30]);
    expect(await write(4)).toBe(40);
    expect(groups).toEqual([[1, 2, 3], [4]]);
  });

  it('lets a bad item fail alone', async () => {
    const write = createGroupWriter(async (items: readonly string[]) => {
      if (items.includes('bad')) throw new Error('cannot be written');
      return items;
    }, never);
    const results = await Promise.allSettled([write('a'), write('bad'), write('b')]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await write('c')).toBe('c');
  });

  it('does not try one by one what the store itself refuses', async () => {
    let attempts = 0;
    const write = createGroupWriter(
      async (): Promise<readonly string[]> => {
        attempts += 1;
        throw new Error('the disk is full');
      },
      () => true,
    );
    const results = await Promise.allSettled([write('a'), write('b'), write('c')]);
    expect(results.every((result) => result.status === 'rejected')).toBe(true);
    expect(attempts).toBe(1);
  });

  it('splits what is too much for one statement', async () => {
    const sizes: number[] = [];
    const write = createGroupWriter(async (items: readonly number[]) => {
      sizes.push(items.length);
      return items;
    }, never);
    const items = Array.from({ length: 1_100 }, (_, at) => at);
    expect(await Promise.all(items.map(write))).toEqual(items);
    expect(sizes).toEqual([500, 500, 100]);
  });
});
