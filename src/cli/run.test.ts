import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeCli, quietApp } from '../../test/fakes/cli.ts';
import type { CliDependencies } from './dependencies.ts';
import { runCli } from './index.ts';
import type { RunAnswer, RunRequest } from './run-request.ts';
import { startSocketServer } from './socket-server.ts';

let folder = '';
let socket = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-run-'));
  socket = join(folder, 'data', 'tocsin.sock');
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'tocsin.yaml'), 'slack: { botToken: "${BOT}", appToken: "${APP}" }\n');
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

const variables = { BOT: 'xoxb-1', APP: 'xapp-1' };
const answered =
  (answer: Partial<RunAnswer>): CliDependencies['runHere'] =>
  () =>
    Promise.resolve({ outcome: 'done', text: '', files: [], ...answer });

async function runningBot(run: (request: RunRequest, signal: AbortSignal) => Promise<RunAnswer>): Promise<void> {
  const server = await startSocketServer({ path: socket, run, log: quietApp().log });
  closing.push(server.stop);
}

describe('tocsin run', () => {
  it('runs the words as the one who types, who is admin, where no bot runs', async () => {
    const { deps, terminal, requests } = fakeCli(folder, {}, variables);
    expect(await runCli(['run', 'chart cpu of checkout'], deps)).toBe(0);
    expect(terminal.written()).toBe('done\n');
    expect(requests).toEqual([
      {
        words: 'chart cpu of checkout',
        actor: { platform: 'console', id: 'ana', name: 'ana' },
        rights: 'admin',
        place: { platform: 'console', channel: 'terminal', kind: 'direct' },
        format: 'text',
      },
    ]);
  });

  it.each([
    ['slack:U1', { platform: 'slack', id: 'U1', name: 'U1' }],
    ['ben@example.com', { platform: 'console', id: 'ben@example.com', name: 'ben@example.com', email: 'ben@example.com' }],
    [
      'teams:0a0a0a0a-1111-4111-8111-000000000001',
      { platform: 'teams', id: '0a0a0a0a-1111-4111-8111-000000000001', name: '0a0a0a0a-1111-4111-8111-000000000001' },
    ],
    ['console:eva', { platform: 'console', id: 'eva', name: 'eva' }],
  ])('gives %s no more rights than the configuration does', async (as, actor) => {
    const { deps, requests } = fakeCli(folder, {}, variables);
    expect(await runCli(['run', 'whoami', '--as', as], deps)).toBe(0);
    expect(requests).toMatchObject([{ actor, rights: 'as configured' }]);
  });

  it.each(['rubbish', 'slack:ben', 'slack:', 'teams:ben', 'irc:ben', 'console:', 'a b@example.com', ''])(
    'runs nothing as “%s”, which names no person',
    async (as) => {
      const { deps, terminal, requests } = fakeCli(folder, {}, variables);
      expect(await runCli(['run', 'whoami', '--as', as], deps)).toBe(1);
      expect(terminal.errors()).toMatch(/names no person: .*\n {2}--as ben@example\.com\n {2}--as slack:U/u);
      expect(requests).toEqual([]);
    },
  );

  it('tells that a role given by e-mail address does not count for somebody named by id', async () => {
    const slack = 'slack: { botToken: "${BOT}", appToken: "${APP}" }\n';
    await writeFile(join(folder, 'tocsin.yaml'), `${slack}access: { roles: { responder: [ben@example.com] } }\n`);
    const { deps, terminal } = fakeCli(folder, {}, variables);
    expect(await runCli(['run', 'whoami', '--as', 'slack:U0BEN00001'], deps)).toBe(0);
    expect(terminal.errors()).toMatch(/the e-mail address of slack:U0BEN00001: roles given by address do not count here/u);
    const named = fakeCli(folder, {}, variables);
    expect(await runCli(['run', 'whoami', '--as', 'ben@example.com'], named.deps)).toBe(0);
    expect(await runCli(['run', 'whoami'], named.deps)).toBe(0);
    expect(named.terminal.errors()).toBe('');
  });

  it('says it in the channel that is named', async () => {
    const { deps, terminal, requests } = fakeCli(folder, {}, variables);
    expect(await runCli(['run', 'incidents', '--in', 'slack:#ops'], deps)).toBe(0);
    expect(requests).toMatchObject([{ place: { platform: 'slack', channel: '#ops', kind: 'channel' } }]);
    expect(await runCli(['run', 'incidents', '--in', 'ops'], deps)).toBe(1);
    expect(terminal.errors()).toMatch(/write its platform before it\.\n {2}slack:#ops/u);
  });

  it('takes several words too, with the quotes that the shell took off', async () => {
    const { deps, requests } = fakeCli(folder, {}, variables);
    expect(await runCli(['run', 'chart', 'cpu', 'of', 'my shop', 'over', '6h'], deps)).toBe(0);
    expect(requests).toMatchObject([{ words: 'chart cpu of "my shop" over 6h' }]);
  });

  it('ends with 1 when the command is refused and with 3 when a platform failed, and prints the answer either way', async () => {
    for (const [outcome, code] of [
      ['mistake', 1],
      ['failed', 3],
    ] as const) {
      const { deps, terminal } = fakeCli(folder, { runHere: answered({ outcome, text: 'why\n' }) }, variables);
      expect(await runCli(['run', 'help'], deps)).toBe(code);
      expect(terminal.written()).toBe('why\n');
    }
  });

  it('keeps pictures in a folder and tells where, apart from what scripts read', async () => {
    const runHere = answered({ text: '{}\n', files: [{ name: '../chart-1.png', content: new Uint8Array([9]) }] });
    const path = join(folder, 'tocsin-out', 'chart-1.png');
    const asText = fakeCli(folder, { runHere }, variables);
    expect(await runCli(['run', 'chart cpu of x'], asText.deps)).toBe(0);
    expect(asText.terminal.written()).toBe(`{}\n${path}\n`);
    expect([...(await readFile(path))]).toEqual([9]);
    const asJson = fakeCli(folder, { runHere }, variables);
    expect(await runCli(['run', 'chart cpu of x', '--format', 'json'], asJson.deps)).toBe(0);
    expect(asJson.terminal.written()).toBe('{}\n');
    expect(asJson.terminal.errors()).toBe(`${path}\n`);
  });

  it('asks for secrets only where it has to do the work itself', async () => {
    const { deps } = fakeCli(folder);
    expect(await runCli(['run', 'help'], deps)).toBe(2);
    await runningBot(async () => ({ outcome: 'done', text: 'from the bot\n', files: [] }));
    expect(await runCli(['run', 'help'], deps)).toBe(0);
  });
});

describe('beside a running bot', () => {
  it('the command goes through that bot, with all it said and made', async () => {
    const seen: RunRequest[] = [];
    await runningBot(async (request) => {
      seen.push(request);
      return { outcome: 'mistake', text: 'ünïcode\n', files: [{ name: 'a.png', content: new Uint8Array([0, 255]) }] };
    });
    const { deps, terminal, requests } = fakeCli(folder);
    expect(await runCli(['run', 'ack', '--as', 'ben@example.com', '--format', 'slack', '--out', 'pictures'], deps)).toBe(1);
    expect(requests).toEqual([]);
    expect(seen).toEqual([
      {
        words: 'ack',
        actor: { platform: 'console', id: 'ben@example.com', name: 'ben@example.com', email: 'ben@example.com' },
        rights: 'as configured',
        place: { platform: 'console', channel: 'terminal', kind: 'direct' },
        format: 'slack',
      },
    ]);
    expect(terminal.written()).toBe('ünïcode\n');
    expect([...(await readFile(join(folder, 'pictures', 'a.png')))]).toEqual([0, 255]);
  });

  it('only its own user can open the socket', async () => {
    await runningBot(async () => ({ outcome: 'done', text: '', files: [] }));
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
  });

  it('a socket that a dead bot left behind is no bot, and is taken over by the next one', async () => {
    const dead = createServer().listen(socket);
    await new Promise((resolve) => dead.once('listening', resolve));
    // Closing would remove the file, as a clean end does; a dead process leaves it.
    await rm(socket);
    await new Promise((resolve) => dead.close(resolve));
    await writeFile(socket, '');
    const { deps, requests } = fakeCli(folder, {}, variables);
    expect(await runCli(['run', 'help'], deps)).toBe(0);
    expect(requests).toHaveLength(1);
    await runningBot(async () => ({ outcome: 'done', text: 'alive\n', files: [] }));
    expect(await runCli(['run', 'help'], deps)).toBe(0);
    expect(requests).toHaveLength(1);
  });

  it('an interrupt reaches the command in the bot', async () => {
    const begun = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    await runningBot(async (_request, signal) => {
      signal.addEventListener('abort', () => aborted.resolve());
      begun.resolve();
      await aborted.promise;
      return { outcome: 'failed', text: '', files: [] };
    });
    const { deps, terminal } = fakeCli(folder);
    const ended = runCli(['run', 'help'], deps);
    await begun.promise;
    terminal.send('SIGINT');
    expect(await ended).toBe(3);
    await aborted.promise;
    expect(terminal.errors()).toMatch(/went away before it answered/u);
  });

  it('a bot of another version is told from no bot', async () => {
    const other = createServer((_request, response) => response.writeHead(400).end()).listen(socket);
    await new Promise((resolve) => other.once('listening', resolve));
    closing.push(() => new Promise((resolve) => other.close(() => resolve())));
    const { deps, terminal } = fakeCli(folder);
    expect(await runCli(['run', 'help'], deps)).toBe(3);
    expect(terminal.errors()).toBe('Tocsin: the running bot answered 400; is it of the same version?\n');
  });
});
