import { expect, it } from 'vitest';
import { everySecond } from './heartbeat.ts';

it('the heartbeat beats by itself until it is stopped', async () => {
  let beats = 0;
  const beaten = Promise.withResolvers<void>();
  const stop = everySecond()(() => {
    beats += 1;
    beaten.resolve();
  });
  await beaten.promise;
  await stop();
  expect(beats).toBe(1);
});
