import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLogList } from '../../test/fakes/log.ts';
import { UserError } from '../core/errors.ts';
import type { RawRequest, Route } from '../core/ports.ts';
import { createHttpServer, type HttpOptions, type Readiness } from './server.ts';

const echo: Route = {
  method: 'POST',
  path: '/echo/:secret/:name',
  secret: ['secret'],
  handle: async (request) => ({
    status: 200,
    headers: { 'content-type': 'application/octet-stream', 'x-seen': seen(request) },
    body: request.body,
  }),
};

function seen(request: RawRequest): string {
  return JSON.stringify([request.method, request.path, request.query, request.params, request.headers['x-two']]);
}

async function begin(more: Partial<HttpOptions> = {}) {
  const log = createLogList();
  const requests: string[] = [];
  const server = await createHttpServer({
    bind: '127.0.0.1',
    port: 0,
    routes: [echo],
    log,
    ready: async () => ({ ready: true, dependencies: {} }),
    metrics: {
      request: (route, method, status) => requests.push(`${method} ${route} ${status}`),
      contentType: 'text/plain; version=0.0.4',
      render: async () => 'tocsin_up 1\n',
    },
    ...more,
  });
  onTestFinished(() => server.stop());
  return { server, log, requests };
}

const post = (url: string, body: BodyInit, headers: Record<string, string> = {}) => fetch(url, { method: 'POST', body, headers });

describe('the HTTP server', () => {
  it('hands the raw bytes on, whatever the content type says or whether there is one', async () => {
    const { server } = await begin();
    const bytes = Uint8Array.from([0xff, 0x00, 0x7b, 0x22, 0x0a]);
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'a/b; c=d']) {
      const reply = await post(`${server.url}/echo/s3cret/a%20b?x=1&y=%C3%B6&x=2`, bytes, { 'content-type': type, 'x-two': 'yes' });
      expect(new Uint8Array(await reply.arrayBuffer())).toEqual(bytes);
      expect(JSON.parse(reply.headers.get('x-seen') ?? '')).toEqual([
        'POST',
        '/echo/s3cret/a%20b',
        { x: '1', y: 'ö' },
        { secret: 's3cret', name: 'a b' },
        'yes',
      ]);
    }
    const untyped = await rawRequest(
      server.port,
      'POST /echo/s/n HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 3\r\n\r\nabc',
    );
    expect((await post(`${server.url}/echo/s/n`, bytes, { 'content-type': 'nonsense' })).status).toBe(415);
    expect(untyped).toMatch(/^HTTP\/1\.1 200[\s\S]*abc$/u);
  });

  it('40: refuses a body above 1 MB with 413 and takes one just below it', async () => {
    const { server } = await begin();
    expect((await post(`${server.url}/echo/s/n`, 'x'.repeat(1_048_576))).status).toBe(200);
    const refused = await post(`${server.url}/echo/s/n`, 'x'.repeat(1_048_577));
    expect(refused.status).toBe(413);
    expect(await refused.json()).toEqual({ error: 'The body is larger than 1 MB.' });
  });

  it('40: ends a request that arrives too slowly, while others are answered', async () => {
    const { server } = await begin({ arrivalMs: 200 });
    const slow = rawRequest(server.port, 'POST /echo/s/n HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc');
    expect((await post(`${server.url}/echo/s/n`, 'fine')).status).toBe(200);
    expect(await slow).toMatch(/^HTTP\/1\.1 408/u);
  });

  it('42: never logs a secret part of a path, nor a path it does not know', async () => {
    const { server, log, requests } = await begin();
    await post(`${server.url}/echo/canary-1/name?token=canary-2`, 'x');
    await post(`${server.url}/echo/canary-3/name/too-far`, 'x');
    await expect.poll(() => requests).toEqual(['POST /echo/:secret/:name 200', 'POST unknown 404']);
    const written = JSON.stringify(log.entries);
    expect(written).toContain('/echo/:secret/name');
    expect(written).not.toContain('canary');
  });

  it('answers a handler that throws with 500 and an id that the log has too', async () => {
    const broken: Route = { method: 'GET', path: '/broken', secret: [], handle: () => Promise.reject(new Error('inner detail')) };
    const { server, log } = await begin({ routes: [broken] });
    const reply = await fetch(`${server.url}/broken`);
    expect(reply.status).toBe(500);
    const text = await reply.text();
    expect(text).not.toContain('inner detail');
    const { id } = JSON.parse(text);
    expect(log.entries.find((entry) => entry.level === 'error')?.data).toMatchObject({ id, error: { message: 'inner detail' } });
  });

  it('tells that it lives, whether it is ready, and its metrics', async () => {
    let readiness: Readiness = { ready: true, dependencies: { ledger: { state: 'writable' }, slack: { state: 'connecting' } } };
    const { server } = await begin({ ready: async () => readiness });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, readiness]);
    readiness = { ready: false, dependencies: { ledger: { state: 'not writable', reason: 'the disk is full' } } };
    const unready = await fetch(`${server.url}/readyz`);
    expect([unready.status, await unready.json()]).toEqual([503, readiness]);
    const metrics = await fetch(`${server.url}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
    expect(await metrics.text()).toBe('tocsin_up 1\n');
  });

  it('says which setting to change when the port is taken', async () => {
    const { server } = await begin();
    const second = begin({ port: server.port });
    await expect(second).rejects.toThrow(UserError);
    await expect(second).rejects.toThrow(/TOCSIN_PORT/u);
  });

  it('2: answers the requests it has before it stops, and keeps no connection of theirs', async () => {
    let arrived: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const handle = async () => {
      arrived();
      await finished;
      return { status: 202, headers: {}, body: 'done' };
    };
    const { server } = await begin({ routes: [{ method: 'POST', path: '/slow', secret: [], handle }] });
    // One that keeps its connection for as long as it is let.
    const reply = rawRequest(server.port, 'POST /slow HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\n\r\nx');
    await arrival;
    const stopped = server.stop();
    finish();
    expect(await reply).toMatch(/connection: close[\s\S]*done$/iu);
    await stopped;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
  });
});

/** Sends bytes as they are and returns all that comes back until the server closes. */
async function rawRequest(port: number, content: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (text) => {
    received += String(text);
  });
  socket.write(content);
  await once(socket, 'close');
  return received;
}
