import { describe, expect, it } from 'vitest';
import { createMemorySettings } from '../../test/fakes/catalogue-settings.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLogList } from '../../test/fakes/log.ts';
import type { AlertPoll, Polled, PolledEvent, PollRange } from '../core/alert-ports.ts';
import { ProviderError } from '../core/errors.ts';
import type { NewEvent } from '../core/ledger.ts';
import type { Alert } from '../core/model/alert.ts';
import { createAlertPolls } from './alert-polls.ts';

const minute = 60_000;
const day = 1_440 * minute;

const eventOf = (identity: string, more: Partial<PolledEvent> = {}): PolledEvent => ({ identity, body: `{"id": "${identity}"}`, ...more });
const outage = new ProviderError('Azure', 'it has a fault', { retry: { when: 'later', afterMs: 1000 } });
const refusal = new ProviderError('Azure', 'a role is missing', { retry: { when: 'never' } });

const alertIn = (state: Alert['state']): Alert => ({
  key: 'k',
  source: 'azure',
  rule: 'slow',
  title: 'slow',
  description: '',
  severity: 'P2',
  resources: [],
  labels: {},
  state,
  firedAt: 0,
  lastEventAt: 0,
});

function desk(answer: () => Polled | ProviderError) {
  const clock = createHandClock();
  const log = createLogList();
  const asked: PollRange[] = [];
  const stored = new Map<string, NewEvent>();
  const alerts = new Map<string, Alert>();
  const settings = createMemorySettings();
  let woken = 0;
  const poll: AlertPoll = {
    name: 'azure alerts',
    source: 'azure',
    everyMs: 2 * minute,
    longestBackMs: 30 * day,
    poll: (range) => {
      asked.push(range);
      const found = answer();
      return found instanceof ProviderError ? Promise.reject(found) : Promise.resolve(found);
    },
  };
  const start = (stopping?: AbortSignal) => {
    const [job] = createAlertPolls({
      polls: [poll],
      ledger: {
        storeEvent: (event) => {
          if (stored.has(event.identity)) return Promise.resolve('duplicate');
          stored.set(event.identity, event);
          return Promise.resolve('stored');
        },
        alertOfFiring: (source, firing) => Promise.resolve(source === 'azure' ? alerts.get(firing) : undefined),
      },
      settings,
      clock,
      log,
      onStored: () => (woken += 1),
      timeout: () => new AbortController().signal,
      stopping,
    });
    if (job === undefined) throw new Error('no job');
    return { next: async () => (await job.next()) ?? Number.NaN, run: () => job.run(clock.now()) };
  };
  return { clock, log, asked, stored, alerts, start, woken: () => woken };
}

describe('asking for alerts that nobody posted', () => {
  it('asks at once, for the last hour where it never did before, and then again and again for what came since', async () => {
    const { clock, asked, start } = desk(() => ({ events: [] }));
    const job = start();
    expect(await job.next()).toBe(clock.now());
    await job.run();
    expect(asked).toEqual([{ since: clock.now() - 65 * minute, now: clock.now() }]);
    expect(await job.next()).toBe(clock.now() + 2 * minute);
    clock.move(2 * minute);
    await job.run();
    expect(asked[1]).toEqual({ since: clock.now() - 7 * minute, now: clock.now() });
  });

  it('asks from its last success after a restart, however long that is ago, but not for more than it may', async () => {
    const { clock, asked, start } = desk(() => ({ events: [] }));
    await start().run();
    clock.move(5 * day);
    const again = start();
    expect(await again.next()).toBeLessThanOrEqual(clock.now());
    await again.run();
    expect(clock.now() - (asked[1]?.since ?? 0)).toBe(5 * day + 5 * minute);
    clock.move(50 * day);
    await start().run();
    expect(clock.now() - (asked[2]?.since ?? 0)).toBe(30 * day);
  });

  it('stores what it finds once, marked as found by asking, and wakes triage', async () => {
    const events = [eventOf('one', { resource: 'tocsin.spike' }), eventOf('two')];
    const { clock, stored, start, woken } = desk(() => ({ events }));
    const job = start();
    await job.run();
    expect([...stored.values()]).toEqual([
      { identity: 'one', source: 'azure', receivedAt: clock.now(), body: '{"id": "one"}', resource: 'tocsin.spike', via: 'poll' },
      { identity: 'two', source: 'azure', receivedAt: clock.now(), body: '{"id": "two"}', resource: undefined, via: 'poll' },
    ]);
    expect(woken()).toBe(1);
    await job.run();
    await start().run();
    expect(stored.size).toBe(2);
    expect(woken()).toBe(1);
  });

  it('passes over what its webhook has told, and takes the end that it did not tell', async () => {
    const events = [
      eventOf('a-fired', { firing: 'a', state: 'fired' }),
      eventOf('b-fired', { firing: 'b', state: 'fired' }),
      eventOf('c-resolved', { firing: 'c', state: 'resolved' }),
      eventOf('d-fired', { firing: 'd', state: 'fired' }),
    ];
    const { stored, alerts, start } = desk(() => ({ events }));
    alerts.set('a', alertIn('fired')).set('b', alertIn('resolved')).set('c', alertIn('fired'));
    await start().run();
    expect([...stored.keys()]).toEqual(['c-resolved', 'd-fired']);
  });

  it('asks from the same moment again after a failure, later and later, and says it once', async () => {
    let answer: Polled | ProviderError = { events: [] };
    const { clock, asked, log, start } = desk(() => answer);
    const job = start();
    await job.run();
    const success = clock.now();
    answer = outage;
    const pauses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      clock.set(await job.next());
      await job.run();
      pauses.push((await job.next()) - clock.now());
    }
    expect(pauses.map((one) => one / minute)).toEqual([2, 4, 8, 15, 15]);
    expect(new Set(asked.slice(1).map(({ since }) => since))).toEqual(new Set([success - 5 * minute]));
    expect(log.entries.filter(({ level }) => level === 'warn')).toHaveLength(1);
    answer = { events: [] };
    clock.set(await job.next());
    await job.run();
    expect(await job.next()).toBe(clock.now() + 2 * minute);
  });

  it('stores what could be found where a part could not be asked, and asks again from the same moment', async () => {
    const { clock, asked, stored, start } = desk(() => ({ events: [eventOf('one')], failure: outage }));
    const job = start();
    for (let count = 0; count < 5; count += 1) {
      await job.run();
      expect(stored.size).toBe(1);
      // The part that can be asked does not wait for the other.
      expect((await job.next()) - clock.now()).toBe(2 * minute);
      clock.set(await job.next());
    }
    await job.run();
    expect(new Set(asked.map(({ since }) => since))).toEqual(new Set([clock.now() - 75 * minute]));
  });

  it('asks from the first poll on, however long none succeeds, also in another process', async () => {
    const { clock, asked, start } = desk(() => outage);
    await start().run();
    const from = clock.now() - 65 * minute;
    clock.move(3 * day);
    await start().run();
    expect(asked.map(({ since }) => since)).toEqual([from, from]);
  });

  it('says to the next poll, also in another process, which parts are left and since when', async () => {
    let answer: Polled = { events: [], failure: refusal, left: { s2: 7 } };
    const { clock, asked, start } = desk(() => answer);
    await start().run();
    clock.move(day);
    answer = { events: [] };
    await start().run();
    await start().run();
    expect(asked.map(({ left }) => left)).toEqual([undefined, { s2: 7 }, undefined]);
  });

  it('goes on where waiting does not mend it, so that nobody is asked for more and more', async () => {
    const { clock, asked, start } = desk(() => ({ events: [], failure: refusal }));
    const job = start();
    await job.run();
    clock.set(await job.next());
    await job.run();
    expect(asked[1]?.since).toBe(clock.now() - 7 * minute);
  });

  it('is given up when the process stops, and asked again from the same moment by the next one', async () => {
    const stopping = new AbortController();
    const { asked, log, start } = desk(() => {
      stopping.abort();
      throw stopping.signal.reason;
    });
    await start(stopping.signal).run();
    expect(log.entries).toEqual([]);
    await start(stopping.signal).run();
    expect(asked[1]).toEqual(asked[0]);
  });

  it('lets a fault of its own be seen', async () => {
    const { start } = desk(() => {
      throw new TypeError('a bug');
    });
    await expect(start().run()).rejects.toThrow('a bug');
  });
});
