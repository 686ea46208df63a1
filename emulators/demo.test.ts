import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createControl } from '../test/harness/control.ts';
import { freePort } from './server.ts';

const program = fileURLToPath(new URL('./demo.ts', import.meta.url));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-demo-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** `npm run demo` in a folder of its own; `out` and `err` are what it has written so far. */
function demo(variables: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const child = spawn(process.execPath, [program, ...options], { cwd: folder, env: { ...process.env, ...variables } });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (written.out += String(chunk)));
  child.stderr.on('data', (chunk) => (written.err += String(chunk)));
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  return { child, written, ended };
}

describe('npm run demo', () => {
  it('prints one line when everything can be used, and ends with all it started', async () => {
    const { child, written, ended } = demo({ DEMO_PORT: '0', TOCSIN_PORT: '0' }, '--no-page');
    await once(child.stdout, 'data');

    expect(written.out).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\n$/u);
    const url = written.out.slice('ready '.length).trim();
    const state = await createControl(url).state();
    expect((await fetch(`${state.bot.url}/readyz`)).status).toBe(200);
    expect((await fetch(url)).status).toBe(404);

    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(written.out.trim().split('\n')).toHaveLength(1);
    expect(() => process.kill(state.bot.pid, 0)).toThrow('ESRCH');
  });

  it('leaves the files of another demo alone that runs in the same folder', async () => {
    const first = demo({ DEMO_PORT: '0', TOCSIN_PORT: '0' }, '--no-page');
    await once(first.child.stdout, 'data');
    const configured = await readFile(join(folder, '.tocsin-demo', 'tocsin.yaml'), 'utf8');

    const second = demo({ DEMO_PORT: '0', TOCSIN_PORT: '0' }, '--no-page');

    expect(await second.ended).toBe(1);
    const url = first.written.out.slice('ready '.length).trim();
    expect(second.written.err).toContain(`The demo at ${url} (process ${first.child.pid}, `);
    expect(await readFile(join(folder, '.tocsin-demo', 'tocsin.yaml'), 'utf8')).toBe(configured);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
  });

  it('ends the bot when it is killed, and goes on from the same time with what was kept', async () => {
    const first = demo({ DEMO_PORT: '0', TOCSIN_PORT: '0' }, '--no-page');
    await once(first.child.stdout, 'data');
    const url = first.written.out.slice('ready '.length).trim();
    const control = createControl(url);
    await control.advance('2m');
    const before = await control.state();
    first.child.kill('SIGKILL');
    await first.ended;
    await vi.waitFor(() => expect(() => process.kill(before.bot.pid, 0)).toThrow('ESRCH'), 10_000);

    const ports = { DEMO_PORT: new URL(url).port, TOCSIN_PORT: new URL(before.bot.url).port };
    const second = demo(ports, '--no-page', '--keep');
    await Promise.race([once(second.child.stdout, 'data'), second.ended]);
    expect(second.written.out).toContain('ready');
    const after = await control.state();
    expect(Date.parse(after.clock)).toBeGreaterThanOrEqual(Date.parse(before.clock));
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it.each(['DEMO_PORT', 'TOCSIN_PORT'])('names %s when that port is taken', async (variable) => {
    const port = await freePort(0, variable);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');

    const { written, ended } = demo({ DEMO_PORT: '0', TOCSIN_PORT: '0', [variable]: String(port) }, '--no-page');

    expect(await ended).toBe(1);
    expect(written.err).toContain(`Port ${port}`);
    expect(written.err).toContain(`${variable}=`);
    expect(written.out).toBe('');
    other.close();
  });
});
