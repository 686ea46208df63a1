import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import { createSignatures } from '../../auth/signatures.ts';
import { createSentry } from './index.ts';

const minute = 60_000;
const hour = 60 * minute;
const { signal } = new AbortController();
const signatures = createSignatures();

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Sentry, as far as counts go: `errorsAt` tells the errors of a minute. */
async function startSentry(
  errorsAt: (at: number, project: string) => number,
  options: { readonly refused?: string; readonly grainMs?: number } = {},
) {
  const clock = createHandClock();
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const query = Object.fromEntries(url.searchParams);
    asked.push({ path: url.pathname, query });
    const { project = '', start = '', end = '', interval = '' } = query;
    if (project === options.refused) return response.writeHead(404).end('{"detail":"The requested resource does not exist"}');
    const grainMs = options.grainMs ?? Number(interval.slice(0, -1)) * minute;
    const values = [];
    for (let at = Date.parse(start); at < Date.parse(end); at += grainMs) {
      let value = 0;
      for (let one = at; one < at + grainMs; one += minute) value += errorsAt(one, project);
      values.push({ timestamp: at, value, incomplete: at + grainMs > clock.now() - minute });
    }
    const series = { values, yAxis: 'count()', meta: { valueType: 'integer', valueUnit: null, interval: grainMs } };
    return response.end(JSON.stringify({ timeSeries: [series], meta: { dataset: 'errors', start: 0, end: 0 } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const open = (projects: readonly string[] = ['shop']) => {
    const spikes = { sensitivity: 'medium', least: 20, projects: () => projects } as const;
    const place = { url: `http://127.0.0.1:${address.port}`, organization: 'my org', token: 't', clientSecret: 'x' };
    const sentry = createSentry({ ...place, spikes, signatures, clock, log: createLogList() });
    const poll = async (since = clock.now() - 10 * minute) => {
      const found = await sentry.spikes?.poll({ since, now: clock.now() }, { signal });
      return {
        failure: found?.failure,
        events: (found?.events ?? []).map((one) => ({
          ...one,
          event: sentry.alerts.read(JSON.parse(one.body), { at: 0, resource: one.resource })[0],
        })),
      };
    };
    return { poll };
  };
  return { clock, asked, open };
}

describe('looking for spikes', () => {
  it('finds one while it goes on, and its end, under one key, without any alert in Sentry', async () => {
    const at = createHandClock().now();
    const { open, clock } = await startSentry((when) => (when >= at && when < at + 20 * minute ? 15 : 1));
    const { poll } = open();
    expect((await poll()).events).toEqual([]);
    clock.move(6 * minute);
    const begun = await poll();
    expect(begun.events.map(({ event }) => event)).toMatchObject([
      { key: 'sentry:spike:shop', state: 'fired', severity: 'P2', project: 'shop', labels: { kind: 'spike' }, rule: 'error spike' },
    ]);
    expect(begun.events[0]?.event?.at).toBeGreaterThan(at);
    clock.move(minute);
    expect((await poll()).events[0]?.identity).toBe(begun.events[0]?.identity);
    clock.move(24 * minute);
    const over = await poll();
    expect(over.events.map(({ event }) => event)).toMatchObject([{ key: 'sentry:spike:shop', state: 'resolved' }]);
    expect(over.events[0]?.identity).not.toBe(begun.events[0]?.identity);
    clock.move(30 * minute);
    expect((await poll()).events).toEqual([]);
  });

  it('finds the same ones after a restart, and what ended meanwhile', async () => {
    const at = createHandClock().now();
    const { open, clock } = await startSentry((when) => (when >= at && when < at + 60 * minute ? 15 : 1));
    clock.move(10 * minute);
    const before = await open().poll();
    clock.move(20 * minute);
    expect((await open().poll()).events.map(({ identity }) => identity)).toEqual(before.events.map(({ identity }) => identity));
    const lastSuccess = clock.now();
    clock.move(5 * hour);
    expect((await open().poll(lastSuccess)).events.map(({ event }) => event?.state)).toEqual(['resolved']);
  });

  it('raises it when it becomes severe', async () => {
    const at = createHandClock().now();
    const { open, clock } = await startSentry((when) => (when < at ? 1 : when < at + 10 * minute ? 15 : 500));
    clock.move(9 * minute);
    const { poll } = open();
    expect((await poll()).events.map(({ event }) => event?.severity)).toEqual(['P2']);
    clock.move(9 * minute);
    const { events } = await poll();
    expect(events.map(({ event }) => event?.severity)).toEqual(['P2', 'P1']);
    expect(new Set(events.map(({ identity }) => identity)).size).toBe(2);
  });

  it('asks for seven days once, and then for the last minutes', async () => {
    const { open, clock, asked } = await startSentry(() => 1);
    const { poll } = open();
    await poll();
    expect(new Set(asked.map(({ query }) => query['interval']))).toEqual(new Set(['1m', '5m']));
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({
      path: '/api/0/organizations/my%20org/events-timeseries/',
      query: { dataset: 'errors', yAxis: 'count()', project: 'shop' },
    });
    asked.splice(0);
    clock.move(minute);
    await poll();
    expect(asked).toHaveLength(1);
    const { start, end } = asked[0]?.query ?? {};
    expect(Date.parse(end ?? '') - Date.parse(start ?? '')).toBeLessThanOrEqual(15 * minute);
    asked.splice(0);
    clock.move(7 * hour);
    await poll();
    expect(asked).toHaveLength(2);
  });

  it('of one project does not suffer from another that cannot be asked', async () => {
    const at = createHandClock().now();
    const { open, clock } = await startSentry((when) => (when >= at ? 15 : 1), { refused: 'gone' });
    clock.move(6 * minute);
    const { events, failure } = await open(['gone', 'shop', 'shop']).poll();
    expect(events.map(({ event }) => event?.project)).toEqual(['shop']);
    expect(failure?.message).toContain('“gone”');
  });

  it('says so where Sentry counts by other intervals: what is not known is not healthy', async () => {
    const { open } = await startSentry(() => 1, { grainMs: hour });
    const { events, failure } = await open().poll();
    expect(events).toEqual([]);
    expect(failure?.message).toContain('intervals');
  });
});
