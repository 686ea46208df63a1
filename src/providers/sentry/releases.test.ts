import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { createReleases } from './releases.ts';

const { signal } = new AbortController();
const day = 86_400_000;
const hour = 3_600_000;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const row = (version: string, dateCreated: number, dateReleased?: number) => ({
  version,
  dateCreated: new Date(dateCreated).toISOString(),
  dateReleased: dateReleased === undefined ? null : new Date(dateReleased).toISOString(),
});

/** Sentry, as far as a page of releases goes; `asked` has each request's path. */
async function startSentry(answer: (path: string, response: ServerResponse) => unknown, timeoutMs = 5_000) {
  const asked: string[] = [];
  const own = createServer((request: IncomingMessage, response) => {
    asked.push(request.url ?? '');
    const content = answer(request.url ?? '', response);
    if (content !== undefined) response.end(JSON.stringify(content));
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const address = own.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  const clock = createHandClock();
  const releases = createReleases({ url: `http://127.0.0.1:${port}`, organization: 'my org', token: 't' }, { clock, timeoutMs });
  const read = (fromMs: number, project = 'shop') => releases({ project, from: clock.now() - fromMs, to: clock.now() }, { signal });
  return { asked, clock, releases, read };
}

describe('releases of a project', () => {
  it('are those that went live in the range, oldest first', async () => {
    const at = createHandClock().now();
    const { read } = await startSentry(() => [
      row('new', at - hour),
      row('late', at - 2 * day, at - 2 * hour),
      row('old', at - 3 * day, at - 3 * day),
    ]);
    expect(await read(day)).toEqual([
      { version: 'late', at: at - 2 * hour },
      { version: 'new', at: at - hour },
    ]);
  });

  it('are read page by page until they lie before the range', async () => {
    const at = createHandClock().now();
    const { read, asked } = await startSentry((path, response) => {
      const page = Number(/cursor=0%3A(\d+)%3A0/u.exec(path)?.[1] ?? 0);
      response.setHeader(
        'link',
        `<http://x/?cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <http://x/?cursor=0:${page + 1}:0>; rel="next"; results="true"; cursor="0:${page + 1}:0"`,
      );
      return [row(`v${page}`, at - (page * 5 + 1) * day)];
    });
    expect((await read(2 * day)).map((one) => one.version)).toEqual(['v0']);
    expect(asked).toEqual([
      '/api/0/projects/my%20org/shop/releases/?per_page=100',
      '/api/0/projects/my%20org/shop/releases/?per_page=100&cursor=0%3A1%3A0',
      '/api/0/projects/my%20org/shop/releases/?per_page=100&cursor=0%3A2%3A0',
    ]);
  });

  it('are kept for five minutes, and read once for all who ask meanwhile', async () => {
    const { read, asked, clock } = await startSentry(() => []);
    await Promise.all([read(day), read(day), read(hour)]);
    clock.move(4 * 60_000);
    await read(hour);
    expect(asked).toHaveLength(1);
    await read(day, 'other');
    expect(asked).toHaveLength(2);
    clock.move(60_000);
    await read(hour);
    expect(asked).toHaveLength(3);
    await read(day);
    expect(asked).toHaveLength(4);
  });

  it('are asked for again a minute after a failure, and nobody waits for them meanwhile', async () => {
    let broken = true;
    const { read, asked, clock } = await startSentry((_path, response) => {
      if (broken) response.statusCode = 503;
      return [];
    });
    await expect(read(day)).rejects.toMatchObject({ provider: 'Sentry', retry: { when: 'later' } });
    broken = false;
    clock.move(59_999);
    await expect(read(day)).rejects.toMatchObject({ provider: 'Sentry' });
    expect(asked).toHaveLength(1);
    clock.move(1);
    expect(await read(day)).toEqual([]);
  });

  it.each([
    [401, {}, 'it refuses the token; see sentry.token.', { when: 'never' }],
    [403, {}, 'the token lacks the scope project:read.', { when: 'never' }],
    [404, {}, 'it knows no project “shop” of this organization; see the service’s sentry and sentry.organization.', { when: 'never' }],
    [429, { 'retry-after': '7' }, 'too many requests just now.', { when: 'later', afterMs: 7000 }],
  ])('that cannot be read after %i say why', async (status, headers, message, retry) => {
    const { read } = await startSentry((_path, response) => {
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      return {};
    });
    await expect(read(day)).rejects.toMatchObject({ provider: 'Sentry', message, retry });
  });

  it('are given up when Sentry does not answer, and left alone by whoever leaves', async () => {
    const { read, releases, clock } = await startSentry(() => undefined, 100);
    const leaving = new AbortController();
    const first = releases({ project: 'shop', from: clock.now() - day, to: clock.now() }, { signal: leaving.signal });
    const second = read(day);
    leaving.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await expect(second).rejects.toMatchObject({ message: 'it did not answer in time; try again later.' });
  });

  it('are not understood when they are something else', async () => {
    const { read } = await startSentry(() => [{ name: 'no version' }]);
    await expect(read(day)).rejects.toMatchObject({ message: 'its answer was not understood' });
  });
});
