import { describe, expect, it } from 'vitest';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLookUps } from './look-ups.ts';

function setUp(mayPass = true) {
  const clock = createHandClock();
  const failures: string[] = [];
  const lookUp = createLookUps<string>({
    now: clock.now,
    freshMs: 1_000,
    most: 2,
    mayPass: () => mayPass,
    failed: (key) => void failures.push(key),
  });
  let asked = 0;
  const ask =
    (...answers: readonly (string | undefined)[]) =>
    async (): Promise<string> => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (answer === undefined) throw new Error('down');
      return answer;
    };
  return { clock, failures, lookUp, ask, asked: () => asked };
}

describe('a look-up', () => {
  it('is made once for all who ask, and again when its answer is old', async () => {
    const { clock, lookUp, ask, asked } = setUp();
    const answering = ask('ana');
    expect(await Promise.all([lookUp('1', answering), lookUp('1', answering)])).toEqual(['ana', 'ana']);
    await lookUp('1', answering);
    expect(asked()).toBe(1);
    clock.move(1_000);
    await lookUp('1', answering);
    expect(asked()).toBe(2);
  });

  it('that fails is made once more at once', async () => {
    const { failures, lookUp, ask } = setUp();
    expect(await lookUp('1', ask(undefined, 'ana'))).toBe('ana');
    expect(failures).toEqual([]);
  });

  it('that fails twice gives what was known last, however old, and is made again the next time', async () => {
    const { clock, failures, lookUp, ask, asked } = setUp();
    const answering = ask('ana', undefined, undefined, 'ana maria');
    await lookUp('1', answering);
    clock.move(1_000_000);
    expect(await lookUp('1', answering)).toBe('ana');
    expect({ failures, asked: asked() }).toEqual({ failures: ['1'], asked: 3 });
    expect(await lookUp('1', answering)).toBe('ana maria');
  });

  it('gives nothing when nothing is known; what no repetition mends is not repeated', async () => {
    const { lookUp, ask, asked } = setUp(false);
    expect(await lookUp('1', ask(undefined))).toBeUndefined();
    expect(asked()).toBe(1);
  });
});
