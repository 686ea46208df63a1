import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../emulators/server.ts';
import { nothing } from './schema.ts';
import { createSlackWeb } from './web.ts';

function counting() {
  const calls: string[] = [];
  const web = createSlackWeb(async () => ({
    apiCall: (method) => {
      calls.push(method);
      return new Promise(() => undefined);
    },
  }));
  return { calls, web };
}

describe('a call that is to stop', () => {
  it('has an unknown outcome while it is under way', async () => {
    const { calls, web } = counting();
    const stopping = new AbortController();
    const call = web.call('chat.postMessage', {}, nothing, stopping.signal);
    await expect.poll(() => calls).toEqual(['chat.postMessage']);
    stopping.abort();
    await expect(call).rejects.toMatchObject({ code: 'timeout', certain: 'unknown' });
  });

  it('is not made at all when it had not begun', async () => {
    const { calls, web } = counting();
    await expect(web.call('chat.postMessage', {}, nothing, AbortSignal.abort())).rejects.toMatchObject({
      code: 'timeout',
      certain: 'not sent',
    });
    expect(calls).toEqual([]);
  });
});

describe('an address that leads elsewhere', () => {
  it('is not followed: neither files nor answers go where Slack did not say', async () => {
    const port = await freePort(0, 'PORT');
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    onTestFinished(() => void server.close());
    const { web } = counting();
    const { signal } = new AbortController();
    const url = `http://127.0.0.1:${port}/here`;
    await expect(web.answer(url, { text: 'x' }, signal)).rejects.toMatchObject({ name: 'SlackFailure' });
    await expect(web.upload(url, new Uint8Array([1]), signal)).rejects.toMatchObject({ name: 'SlackFailure' });
    expect(asked).toEqual(['/here', '/here']);
  });
});
