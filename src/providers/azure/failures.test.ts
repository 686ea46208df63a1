import { createServer, type Server } from 'node:http';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AzureHarness, knownCredential as credential, startAzure } from '../../../test/fakes/azure-harness.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { ProviderError } from '../../core/errors.ts';
import type { Azure } from './index.ts';

const { signal } = new AbortController();

let world: AzureHarness;
const servers: Server[] = [];
beforeAll(async () => {
  world = await startAzure();
});
afterEach(async () => {
  world.faults.clear();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(async () => world[Symbol.asyncDispose]());

async function failureOf(azure: Azure): Promise<ProviderError> {
  const error = await azure.resources.list({ signal }).catch((caught: unknown) => caught);
  if (error instanceof ProviderError) return error;
  throw new Error('no ProviderError', { cause: error });
}

/** A server that takes requests and never answers. */
async function startHanging(): Promise<string> {
  const server = createServer(() => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

describe('sign-in', () => {
  it.each([
    ['a wrong secret', { ...credential, clientSecret: 'guess' }, /clientSecret needs the secret’s value/u],
    ['an expired secret', { ...credential, clientSecret: 'expired-2025' }, /secret .* has expired: create a new one/u],
    ['an unknown application', { ...credential, clientId: '00000000-0000-4000-8000-000000000000' }, /no application with this/u],
    ['an unknown tenant', { ...credential, tenantId: '00000000-0000-4000-8000-000000000000' }, /no tenant with this/u],
  ])('says what is wrong with %s', async (_, wrong, sentence) => {
    const error = await failureOf(world.connect({ credential: wrong }));
    expect(error.message).toMatch(sentence);
    expect(error.message).not.toContain(wrong.clientSecret);
    expect(error.retry).toEqual({ when: 'never' });
  });

  it.each([429, 500, 503])('is tried again after %i, and at last said to be Entra’s own fault', async (status) => {
    world.faults.add({ target: 'azure/login', status, count: 2, retryAfter: 0 });
    await expect(world.connect({}).resources.list({ signal })).resolves.toHaveLength(22);
    world.faults.add({ target: 'azure/login', status, retryAfter: 0 });
    const time = createHandClock();
    const azure = world.connect({ time: { elapsed: time.now, pause: async () => undefined } });
    const asked = (): number => world.server.signIns.length;
    const first = await failureOf(azure);
    const before = asked();
    // Whoever needs several answers waits for it once.
    for (const error of [first, await failureOf(azure)]) {
      expect(error.message).toBe('Sign-in failed: Entra ID has a fault of its own, or too much to do. Try again in 5 s.');
      expect(error.retry).toEqual({ when: 'later', afterMs: 5000 });
    }
    expect(asked()).toBe(before);
    world.faults.clear();
    time.move(5000);
    await expect(azure.resources.list({ signal })).resolves.toHaveLength(22);
  });

  it('says that the token endpoint cannot be reached', async () => {
    const error = await failureOf(world.connect({ endpoints: { ...world.server.endpoints(), login: 'http://127.0.0.1:9' } }));
    expect(error.message).toMatch(/^Azure could not be reached to /u);
    expect(error.retry.when).toBe('later');
  });

  it('does not hang with a token endpoint that hangs', async () => {
    const endpoints = { ...world.server.endpoints(), login: await startHanging() };
    const error = await failureOf(world.connect({ endpoints, limits: { requestMs: 150, pauseMs: 1 } }));
    expect(error.retry.when).toBe('later');
  });

  it('that is slow has failed for whoever waited, and its token is there for the next one', async () => {
    // The credential repeats what fails so, after pauses that nobody waits for.
    world.faults.add({ target: 'azure/login', status: 503, count: 2 });
    const azure = world.connect({ limits: { signInMs: 100, pauseMs: 150 }, time: { elapsed: () => 0, pause: async () => undefined } });
    expect((await failureOf(azure)).message).toMatch(/^Sign-in failed: Entra ID did not answer .* in time/u);
    await expect.poll(async () => (await azure.resources.list({ signal }).catch(() => [])).length, { timeout: 4000 }).toBe(22);
  });

  it('fetches one token for many requests at once', async () => {
    const tokens = (): number => world.server.signIns.filter((one) => one.endsWith('/oauth2/v2.0/token')).length;
    const before = tokens();
    const azure = world.connect({});
    await Promise.all([1, 2, 3, 4].map(() => azure.resources.list({ signal })));
    expect(tokens() - before).toBe(1);
  });

  it('is checked in a line that says how to mend it', async () => {
    const [line] = await world.connect({ credential: { ...credential, clientSecret: 'expired-2025' } }).resources.check({ signal });
    expect(line).toMatchObject({ what: 'Azure sign-in', ok: false, detail: expect.stringContaining('create a new one in Entra ID') });
  });
});

describe('a check', () => {
  const detail = async (): Promise<string> => (await world.connect({}).resources.check({ signal })).at(-1)?.detail ?? '';

  it('blames an outage on Azure, and a refusal on roles or credential', async () => {
    for (const status of [500, 503]) {
      world.faults.clear();
      world.faults.add({ target: 'azure/arm', status, retryAfter: 0 });
      expect(await detail()).toMatch(/^Azure could not list the resources: it has a fault of its own/u);
    }
    world.faults.clear();
    world.faults.add({ target: 'azure/login', status: 503, retryAfter: 0 });
    expect(await detail()).toMatch(/^Sign-in failed: Entra ID has a fault of its own/u);
    world.faults.clear();
    world.faults.add({ target: 'azure/arm', status: 403 });
    expect(await detail()).toMatch(/^Azure refused .* grant the role Reader/u);
  });

  it('names the subscriptions that the role is to be granted on', async () => {
    world.faults.add({ target: 'azure/arm', status: 403 });
    const [one = '', other = ''] = world.estate.subscriptions.map(({ id }) => id);
    const said = async (subscriptions: readonly string[]): Promise<string> =>
      (await world.connect({ subscriptions }).resources.check({ signal })).at(-1)?.detail ?? '';
    expect(await said([one, other])).toContain(`grant the role Reader on the subscriptions ${one} and ${other} to the app`);
    expect(await said([one, other, 'a', 'b'])).toContain('on each of the 4 subscriptions of azure.subscriptions to the app');
  });

  it.each(['batch', 'arm'] as const)('reads a value as charts do, and says what is lacking where %s is refused', async (api) => {
    world.faults.add({ target: api === 'batch' ? 'azure/metrics' : 'azure/arm/subscriptions', status: 403 });
    const lines = await world.connect({}).metrics.check({ signal });
    const sentence =
      api === 'batch'
        ? /^they can be read one resource at a time only, which takes more requests\. Azure refused to read .* grant the role Monitoring Reader on the subscription 5.* to the app registration/u
        : /^Azure refused to list the metrics of .* grant the role Monitoring Reader on the subscription 5/u;
    expect(lines.map(({ ok, detail: said }) => [ok, sentence.test(said)])).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it('is over when its time is, with what failed in it', async () => {
    world.faults.add({ target: 'azure/arm', timeout: 'before' });
    const over = new AbortController();
    const lines = world.connect({}).resources.check({ signal: over.signal });
    const before = world.server.signIns.length;
    await expect.poll(() => world.server.signIns.length).toBeGreaterThan(before);
    over.abort(new DOMException('enough', 'TimeoutError'));
    expect((await lines).at(-1)).toMatchObject({ ok: false, detail: expect.stringMatching(/^Azure did not answer in time|^Sign-in/u) });
  });
});

describe('42 secrets', () => {
  it('stand in no error, its causes included, however sign-in fails', async () => {
    const clientSecret = 'canary-7d1f';
    const wrong = { ...credential, clientSecret };
    const unreachable = { ...world.server.endpoints(), login: 'http://127.0.0.1:9' };
    const hanging = { ...world.server.endpoints(), login: await startHanging() };
    const errors = [
      await failureOf(world.connect({ credential: wrong })),
      await failureOf(world.connect({ credential: wrong, endpoints: unreachable })),
      await failureOf(world.connect({ credential: wrong, endpoints: hanging, limits: { requestMs: 100 } })),
    ];
    for (const error of errors) expect(inspect(error, { depth: 20 })).not.toContain(clientSecret);
  });

  it('stand in no error of a refused request either: the token is a secret', async () => {
    world.faults.add({ target: 'azure/arm', status: 403 });
    expect(inspect(await failureOf(world.connect({})), { depth: 20 })).not.toMatch(/Bearer ey/u);
  });
});

describe('refusals', () => {
  it('says after 403 which role to grant, and does not try again', async () => {
    world.faults.add({ target: 'azure/arm', status: 403 });
    const error = await failureOf(world.connect({}));
    expect(error.message).toMatch(/AuthorizationFailed.*grant the role Reader on each of your subscriptions to /u);
    expect(error.retry).toEqual({ when: 'never' });
  });

  it('says after 401 that the token is not accepted', async () => {
    world.faults.add({ target: 'azure/arm', status: 401 });
    const error = await failureOf(world.connect({}));
    expect(error.message).toMatch(/^Azure did not accept the token .* belongs to the tenant of the subscriptions/u);
    expect(error.retry).toEqual({ when: 'never' });
  });

  it('says after 404 that it is not there', async () => {
    world.faults.add({ target: 'azure/arm', status: 404 });
    expect((await failureOf(world.connect({}))).message).toMatch(/^Azure could not list the resources: it was not found/u);
  });
});

describe('passing troubles', () => {
  it.each([429, 529, 500, 503])('tries again after %i', async (status) => {
    world.faults.add({ target: 'azure/arm', status, count: 2 });
    await expect(world.connect({}).resources.list({ signal })).resolves.toHaveLength(22);
  });

  it.each([429, 529])('gives up after three times %i and says when to come back', async (status) => {
    world.faults.add({ target: 'azure/arm', status });
    const error = await failureOf(world.connect({}));
    expect(error.retry).toEqual({ when: 'later', afterMs: 30_000 });
    expect(error.message).toMatch(/^Azure could not list the resources: it had too many requests. Try again in 30 s.$/u);
  });

  it('does not wait for a Retry-After that is too long for a person, but passes it on', async () => {
    world.faults.add({ target: 'azure/arm', status: 429, retryAfter: 120 });
    expect((await failureOf(world.connect({}))).retry).toEqual({ when: 'later', afterMs: 120_000 });
  });

  it('waits for one that is short', async () => {
    world.faults.add({ target: 'azure/arm', status: 429, retryAfter: 0, count: 1 });
    await expect(world.connect({ limits: { pauseMs: 60_000 } }).resources.list({ signal })).resolves.toHaveLength(22);
  });

  it('ends a request that is not answered', async () => {
    const endpoints = { ...world.server.endpoints(), arm: await startHanging() };
    const error = await failureOf(world.connect({ endpoints, limits: { requestMs: 150 } }));
    expect(error.message).toMatch(/^Azure did not answer in time when asked to list the resources. /u);
    expect(error.retry.when).toBe('later');
  });

  it('says that a server cannot be reached', async () => {
    const error = await failureOf(world.connect({ endpoints: { ...world.server.endpoints(), arm: 'http://127.0.0.1:9' } }));
    expect(error.message).toMatch(/^Azure could not be reached to /u);
  });

  it('stops at once when it is no longer wanted', async () => {
    const leaving = new AbortController();
    const endpoints = { ...world.server.endpoints(), arm: await startHanging() };
    const pending = world.connect({ endpoints }).resources.list({ signal: leaving.signal });
    leaving.abort(new Error('no longer wanted'));
    await expect(pending).rejects.toThrow('no longer wanted');
  });
});
