import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sign, startWebhooks } from '../../test/fakes/webhook-harness.ts';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('webhooks meet what is meant to break them', () => {
  it.each([
    ['another shape', '{"not": "a list"}', 'A list was expected.'],
    ['no JSON', 'no JSON at all', 'The body is no JSON'],
    ['a cut body', '["a', 'The body is no JSON'],
    ['nothing', '', 'The body is no JSON'],
    ['a fault of ours', '"explode"', 'Tocsin failed'],
    ['nesting that never ends', '['.repeat(500_000), 'nests deeper than 64'],
    ['nesting that ends', nested(400_000), 'nests deeper than 64'],
    ['objects within objects', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, 'nests deeper than 64'],
    ['one level too deep', nested(65), 'nests deeper than 64'],
    ['keys of the prototype', '{"__proto__":{"genuine":true},"constructor":{"prototype":{"genuine":true}}}', 'A list was expected.'],
  ])('40 answers 400 to %s, keeps it, and does not triage it', async (_name, body, fault) => {
    const { send, ledger, database, woken, counted } = await startWebhooks();
    const reply = await send(body);
    expect(reply).toMatchObject({ status: 400, body: { error: expect.stringContaining(fault) } });
    expect(database.prepare('select state, body, reason from events').all()).toMatchObject([
      { state: 'rejected', body, reason: reply.body.error },
    ]);
    expect(await ledger.untriaged(10)).toEqual([]);
    expect([woken(), counted]).toEqual([0, ['sentry rejected']]);
    expect(Object.hasOwn(Object.prototype, 'genuine')).toBe(false);
  });

  it('40 takes brackets within strings for what they are, and 64 levels', async () => {
    const { send } = await startWebhooks();
    for (const body of [`["${'['.repeat(1_000)}"]`, `["\\"${'{'.repeat(1_000)}\\\\"]`, nested(64), `[${'[],'.repeat(1_000)}1]`])
      expect(await send(body)).toMatchObject({ status: 202 });
  });

  it('40 keeps what is no UTF-8 as far as it can be read', async () => {
    const { send, database } = await startWebhooks();
    const body = Uint8Array.from([0x5b, 0x22, 0xc3, 0x28, 0x22, 0x5d]);
    expect(await send(body)).toMatchObject({ status: 400, body: { error: 'The body is no UTF-8.' } });
    expect(database.prepare('select state, body from events').all()).toEqual([{ state: 'rejected', body: '["\ufffd("]' }]);
  });

  it('40 keeps no NUL, which PostgreSQL could not hold', async () => {
    const { send, ledger, database } = await startWebhooks();
    expect(await send('["a\0"]')).toMatchObject({ status: 400 });
    expect(await send('["\\u0000 \\\\u0000 \\\\\\u0000"]')).toMatchObject({ status: 202, body: { accepted: 1 } });
    const [event] = await ledger.untriaged(10);
    expect(JSON.parse(event?.body ?? '')).toEqual(['\ufffd \\u0000 \\\ufffd']);
    const kept = database.prepare('select body, reason from events').all();
    expect(JSON.stringify(kept)).not.toContain('\\u0000"');
    expect(kept.some((row) => `${String(row['body'])}${String(row['reason'])}`.includes('\0'))).toBe(false);
  });

  it('40 unpacks nothing: a bomb of gzip is refused with 415, before it is checked or kept', async () => {
    const { send, database, counted } = await startWebhooks();
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000)));
    for (const encoding of ['gzip', 'br', 'deflate', 'gzip, identity'])
      expect(await send(bomb, { 'x-signature': sign(bomb), 'content-encoding': encoding })).toMatchObject({ status: 415 });
    expect([database.prepare('select * from events').all(), counted]).toEqual([[], []]);
    expect(await send('["a"]', { 'x-signature': sign('["a"]'), 'content-encoding': 'identity' })).toMatchObject({ status: 202 });
  });

  it('40 refuses 10 MB with 413, whether its length is told before or not', async () => {
    const { server, send } = await startWebhooks();
    const told = await answerTo(server.port, 'content-length: 10485760\r\n', (socket) => socket.write('x'.repeat(1_000)));
    expect(told).toMatch(/^HTTP\/1\.1 413/u);
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const untold = await answerTo(server.port, 'transfer-encoding: chunked\r\n', (socket) => socket.write(chunk.repeat(17)));
    expect(untold).toMatch(/^HTTP\/1\.1 413/u);
    expect(await send('["a"]')).toMatchObject({ status: 202 });
  });

  it('40 answers others while bodies come slowly, which end with 408', async () => {
    const { server, send, ledger } = await startWebhooks({ http: { arrivalMs: 300 } });
    const slow = Array.from({ length: 50 }, () => answerTo(server.port, 'content-length: 10\r\n', (socket) => socket.write('["a')));
    for (let round = 0; round < 20; round += 1) expect(await send(`["${round}"]`)).toMatchObject({ status: 202 });
    expect(new Set((await Promise.all(slow)).map((reply) => reply.slice(0, 12)))).toEqual(new Set(['HTTP/1.1 408']));
    expect(await ledger.untriaged(100)).toHaveLength(20);
  });
});

/** Begins a POST, says `more`, and gives back all that comes until the server closes. */
async function answerTo(port: number, header: string, more: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let received = '';
  socket.setEncoding('utf8').on('data', (text) => {
    received += String(text);
  });
  socket.write(`POST /webhooks/sentry HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${header}\r\n`);
  more(socket);
  // What is still on its way when the server closes is an error to the socket, and none to the test.
  await new Promise<void>((resolve) => {
    socket.on('error', () => undefined).once('close', () => resolve());
  });
  return received;
}
