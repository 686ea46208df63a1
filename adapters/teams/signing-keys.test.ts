import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSigningKeys } from './signing-keys.ts';

let server: FastifyInstance;
let base: string;
let asked: string[];
let metadata: object;

beforeEach(async () => {
  asked = [];
  server = fastify({ forceCloseConnections: true });
  server.addHook('onRequest', async (request) => void asked.push(request.url));
  server.get('/metadata', () => metadata);
  server.get('/moved', (_request, reply) => reply.redirect('/metadata'));
  server.get('/keys', () => ({ keys: [{ kty: 'RSA', kid: 'k1', n: 'AQAB', e: 'AQAB', endorsements: ['msteams'] }] }));
  base = await server.listen({ host: '127.0.0.1', port: 0 });
  metadata = { jwks_uri: `${base}/keys` };
});
afterEach(() => server.close());

describe('the keys that sign what comes from Teams', () => {
  it('are found by their id, and read once however many ask', async () => {
    const keys = createSigningKeys(`${base}/metadata`);
    const found = await Promise.all([keys.find('k1'), keys.find('k1')]);
    expect(found).toMatchObject([{ kid: 'k1' }, { kid: 'k1' }]);
    expect(asked).toEqual(['/metadata', '/keys']);
  });

  it('are looked for anew when one is not known, but not as often as somebody asks', async () => {
    const keys = createSigningKeys(`${base}/metadata`);
    await keys.refresh();
    for (let count = 0; count < 20; count += 1) expect(await keys.find(`unknown-${count}`)).toBeUndefined();
    expect(asked.filter((url) => url === '/keys')).toHaveLength(2);
  });

  it('are not taken from where the metadata’s address leads', async () => {
    await expect(createSigningKeys(`${base}/moved`).find('k1')).rejects.toThrow('fetch failed');
    expect(asked).toEqual(['/moved']);
  });

  it('are not read over plain http from anywhere but this machine', async () => {
    metadata = { jwks_uri: 'http://keys.example/keys' };
    await expect(createSigningKeys(`${base}/metadata`).find('k1')).rejects.toThrow('not https');
  });
});
