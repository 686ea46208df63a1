import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EmulatorClock } from '../../emulators/clock.ts';
import { UserError } from '../../src/core/errors.ts';
import { createRemoteClock } from '../../src/schedule/remote-clock.ts';
import { createLogList } from '../fakes/log.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 20, 8);

/** The demo's clock behind HTTP. `failures`: how many polls are answered with 500 first. */
async function serve(failures = 0) {
  const clock = new EmulatorClock({ start, patienceMs: 5_000 });
  let failing = failures;
  let polls = 0;
  const server = createServer((request, response) => {
    polls += 1;
    if (failing > 0) {
      failing -= 1;
      response.writeHead(500).end();
      return;
    }
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const nextDue = query.get('nextDue');
    clock
      .poll({ settled: Number(query.get('settled')), nextDue: nextDue === '' || nextDue === null ? undefined : Number(nextDue) }, 5_000)
      .then((told) => response.end(JSON.stringify(told)))
      .catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { clock, url: `http://127.0.0.1:${address.port}/control/clock`, polls: () => polls };
}

function follow(url: string) {
  const log = createLogList();
  const remote = createRemoteClock({ url, log });
  onTestFinished(() => remote.stop());
  return { remote, log };
}

describe('a clock that is moved from outside', () => {
  it('takes over the time before anything starts, and lets it run', async () => {
    const { clock, url } = await serve();
    const { remote } = follow(url);
    await remote.synchronise();
    const difference = Math.abs(remote.now() - clock.now());
    expect(difference).toBeLessThan(1_000);
    const before = remote.now();
    await expect.poll(() => remote.now()).toBeGreaterThan(before);
  });

  it('runs what is due at each stop of an advance before the advance settles', async () => {
    const { clock, url } = await serve();
    const { remote } = follow(url);
    const due = [start + hour, start + 2 * hour, start + 30 * hour];
    const ran: number[] = [];
    const first = new Promise<void>((resolve) => {
      remote.follow(async (now) => {
        while (due[0] !== undefined && due[0] <= now) {
          due.shift();
          ran.push(Math.round((now - start) / hour));
        }
        resolve();
        return due[0];
      });
    });
    await first;
    // The report of the first settlement travels with the next poll; a step of nothing waits for it.
    await clock.advance(1);
    await clock.advance(10 * hour);
    expect(ran).toEqual([1, 2]);
    await clock.advance(20 * hour);
    expect(ran).toEqual([1, 2, 30]);
  });

  it('tells at once that other work falls due, so that an advance stops there', async () => {
    const { clock, url, polls } = await serve();
    const { remote } = follow(url);
    let due: number | undefined;
    const ran: number[] = [];
    remote.follow(async (now) => {
      if (due !== undefined && due <= now) {
        ran.push(Math.round((now - start) / hour));
        due = undefined;
      }
      return due;
    });
    await clock.advance(1);
    const before = polls();
    due = start + 3 * hour;
    remote.report(due);
    await expect.poll(polls).toBeGreaterThan(before);
    await clock.advance(10 * hour);
    expect(ran).toEqual([3]);
  });

  it('tries again when the server is away or what it says makes no sense', async () => {
    const { url, clock } = await serve(2);
    const { remote, log } = follow(url);
    const moved = new Promise<number>((resolve) => {
      remote.follow(async (now) => {
        resolve(now);
        return undefined;
      });
    });
    expect(Math.abs((await moved) - clock.now())).toBeLessThan(2_000);
    expect(log.entries.filter((entry) => entry.level === 'warn')).toHaveLength(2);
  });

  it.each(['https://clock.example.com/', 'http://10.0.0.1/', 'http://127.0.0.1.example.com/', 'file:///etc/passwd', 'yesterday'])(
    'does not let %s set the time',
    (url) => {
      expect(() => createRemoteClock({ url, log: createLogList() })).toThrow(UserError);
    },
  );
});
