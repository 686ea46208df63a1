import { expect, it } from 'vitest';
import { createQueryLine } from './logs-line.ts';

const { signal } = new AbortController();

it('lets in as many as may run, has the next ones wait in order, and turns away the rest', async () => {
  const line = createQueryLine({ atOnce: 2, waiting: 2 });
  const [first, second] = [await line.enter(signal), await line.enter(signal)];
  const came: string[] = [];
  const third = line.enter(signal).then((turn) => (came.push('third'), turn));
  const fourth = line.enter(signal).then((turn) => (came.push('fourth'), turn));
  expect(await line.enter(signal)).toBe('full');
  if (typeof first === 'function') first();
  expect(typeof (await third)).toBe('function');
  expect(came).toEqual(['third']);
  if (typeof second === 'function') second();
  expect(typeof (await fourth)).toBe('function');
});

it('forgets who hangs up while waiting', async () => {
  const line = createQueryLine({ atOnce: 1, waiting: 1 });
  const first = await line.enter(signal);
  const leaving = new AbortController();
  const second = line.enter(leaving.signal);
  leaving.abort();
  expect(await second).toBe('left');
  const third = line.enter(signal);
  if (typeof first === 'function') first();
  expect(typeof (await third)).toBe('function');
});
