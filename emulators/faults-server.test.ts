import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator } from './emulator.ts';
import { Faults } from './faults.ts';
import { createDemoServer } from './server.ts';

let faults: Faults;
let done: string[];
let url = '';
let stop: () => Promise<void>;

beforeEach(async () => {
  faults = new Faults();
  done = [];
  const jira: Emulator = {
    name: 'jira',
    mount: (server) => {
      server.post('/jira/issue', (request) => {
        done.push(request.url);
        return { key: 'OPS-1', text: 'x'.repeat(1_000) };
      });
      server.get('/jira/own', (request) => ({ partial: faults.takePartial(request.url, request.raw) ?? 'whole' }));
    },
    stop: async () => undefined,
  };
  const server = createDemoServer([jira], faults);
  url = await server.listen({ host: '127.0.0.1', port: 0 });
  stop = () => server.close();
});
afterEach(() => stop());

const create = (patienceMs: number): Promise<Response> =>
  fetch(`${url}/jira/issue`, { method: 'POST', signal: AbortSignal.timeout(patienceMs) });

describe('faults that are alike everywhere', () => {
  it('swallow a request', async () => {
    faults.add({ target: 'jira', timeout: 'before', count: 1 });
    await expect(create(100)).rejects.toThrow('timeout');
    expect(done).toEqual([]);
    expect((await create(5_000)).status).toBe(200);
  });

  it('do what is asked for and never answer', async () => {
    faults.add({ target: 'jira', timeout: 'after', count: 1 });
    await expect(create(200)).rejects.toThrow('timeout');
    expect(done).toEqual(['/jira/issue']);
  });

  it('answer late', async () => {
    faults.add({ target: 'jira', delayMs: 150, count: 1 });
    await expect(create(50)).rejects.toThrow('timeout');
    faults.add({ target: 'jira', delayMs: 60, count: 1 });
    const before = performance.now();
    expect((await create(5_000)).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
  });

  it('break off in the middle of the answer', async () => {
    faults.add({ target: 'jira', partial: true, count: 1 });
    const answer = await create(5_000);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(1_000);
    await expect(answer.text()).rejects.toThrow('terminated');
    expect(await (await create(5_000)).json()).toMatchObject({ key: 'OPS-1' });
  });

  it('leave an incomplete answer to an emulator that has its own', async () => {
    faults.add({ target: 'jira', partial: true });
    expect(await (await fetch(`${url}/jira/own`)).json()).toEqual({ partial: 'partial' });
  });
});
