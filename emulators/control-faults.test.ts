import { afterEach, describe, expect, it } from 'vitest';
import { startControlServer } from '../test/harness/control-server.ts';

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

function started() {
  const server = startControlServer();
  stop = server.stop;
  return server;
}

describe('faults that are ordered', () => {
  it('orders and clears faults', async () => {
    const { faults, post } = started();
    await post('/control/faults', { target: 'jira', status: 503, count: 2 });
    expect(faults.take('/jira/rest')?.status).toBe(503);
    await post('/control/faults', { clear: true });
    expect(faults.take('/jira/rest')).toBeUndefined();
  });

  it.each([
    [
      { target: 'azure-login', timeout: true },
      { target: 'azure/login', timeout: 'before' },
    ],
    [
      { target: 'slack', path: '/api/chat.postMessage', timeout: true, after: true, count: 1 },
      { target: 'slack/api/chat.postMessage', timeout: 'after', count: 1 },
    ],
    [
      { target: 'jira', delayMs: 500, for: '30s' },
      { target: 'jira', delayMs: 500, forMs: 30_000 },
    ],
    [
      { target: 'azure-logs', partial: true },
      { target: 'azure/logs', partial: true },
    ],
    [
      { target: 'slack', status: 429, retryAfter: 3 },
      { target: 'slack', status: 429, retryAfter: 3 },
    ],
    [
      { target: 'slack/api/pins.add', error: 'not_pinnable' },
      { target: 'slack/api/pins.add', error: 'not_pinnable' },
    ],
  ])('takes the fault %j and shows it', async (order, fault) => {
    const { post, get } = started();
    expect((await post('/control/faults', order)).statusCode).toBe(202);
    expect((await get('/control/state')).json()).toMatchObject({ faults: [fault] });
  });

  it.each([
    [{ target: 'slack', status: 500, timeout: true }, 400],
    [{ target: 'slack', status: 500, after: true }, 400],
    [{ target: 'slack', clear: true, status: 500 }, 400],
    [{ status: 500 }, 400],
    [{ target: 'irc', status: 500 }, 404],
  ])('refuses the fault %j', async (order, status) => {
    const answer = await started().post('/control/faults', order);
    expect([answer.statusCode, answer.json()]).toEqual([status, { error: expect.stringMatching(/\.$/u) }]);
  });
});
