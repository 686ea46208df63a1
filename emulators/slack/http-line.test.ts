import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpLine } from './http-line.ts';
import type { Envelope, Line } from './outbox.ts';

let server: Server;
let requests: IncomingMessage[];
let answer: { status: number; headers: Record<string, string>; body: string };
let line: Line;

beforeEach(async () => {
  requests = [];
  answer = { status: 200, headers: {}, body: '' };
  server = createServer((request, response) => {
    requests.push(request);
    if (answer.status === 0) return;
    request.resume().once('end', () => response.writeHead(answer.status, answer.headers).end(answer.body));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
    });
  });
  line = createHttpLine({ url: `http://127.0.0.1:${port}/slack/events`, signingSecret: 'shh' }, 200);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const event = (more: Partial<Envelope> = {}): Envelope => ({
  id: '1',
  type: 'events_api',
  payload: { event_id: 'Ev1' },
  attempt: 0,
  ...more,
});

describe('delivery by HTTP', () => {
  it('is signed, and says nothing of retries the first time', async () => {
    expect(await line.send(event())).toEqual({ taken: true, answer: '' });
    const [request] = requests;
    expect(request?.headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/u);
    expect(request?.headers).not.toHaveProperty('x-slack-retry-num');
  });

  it('says how often it came before, and why it comes again', async () => {
    await line.send(event({ attempt: 2, reason: 'http_error' }));
    expect(requests[0]?.headers).toMatchObject({ 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_error' });
  });

  it.each([
    ['an error', 500, 'http_error'],
    ['nothing', 0, 'http_timeout'],
  ])('is not taken when the app answers %s', async (_what, status, reason) => {
    answer = { ...answer, status };
    expect(await line.send(event())).toEqual({ taken: false, reason });
  });

  it('is given up when the app says that it does not want it again', async () => {
    answer = { ...answer, status: 500, headers: { 'x-slack-no-retry': '1' } };
    expect(await line.send(event())).toMatchObject({ taken: true });
  });

  it('brings back what the app answers to an interaction', async () => {
    answer = { ...answer, headers: { 'content-type': 'application/json' }, body: '{"options":[]}' };
    expect(await line.send(event({ type: 'interactive' }))).toEqual({ taken: true, answer: { options: [] } });
    expect(requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });
});
