import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { adapterNeeds } from '../../test/fakes/teams-needs.ts';
import { createLink } from './link.ts';

const { log } = adapterNeeds({ now: () => 0 });
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('tries again until the platform can be used', async () => {
  let failures = 2;
  const link = createLink(
    async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('no route');
    },
    { log },
  );
  await link.open();
  expect(link.state()).toEqual({ state: 'failed', reason: 'no route' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(link.state()).toEqual({ state: 'connected' });
  expect(vi.getTimerCount()).toBe(0);
});

it('stays closed when it was closed while it tried', async () => {
  const trying = Promise.withResolvers<void>();
  const link = createLink(() => trying.promise, { log });
  const opened = link.open();
  expect(link.state()).toEqual({ state: 'connecting' });
  link.close();
  trying.reject(new Error('late'));
  await opened;
  expect(link.state()).toEqual({ state: 'disconnected' });
  expect(vi.getTimerCount()).toBe(0);
});
