import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeCli, quietApp } from '../../test/fakes/cli.ts';
import type { Log } from '../core/ports.ts';
import { runCli } from './index.ts';

const slackOnly = 'slack: { botToken: "${BOT}", appToken: "${APP}" }\n';
const variables = { BOT: 'xoxb-1', APP: 'xapp-1' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-start-'));
  await writeFile(join(folder, 'tocsin.yaml'), `${slackOnly}server: { port: 4000 }\n`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A bot that tells when it runs, what it was reloaded with and what it logged. */
function watchedApp(stop: () => Promise<void> = async () => {}) {
  const running = Promise.withResolvers<void>();
  const events: string[] = [];
  const news = new Set<() => void>();
  const tell = (event: string): void => {
    events.push(event);
    for (const wake of news) wake();
  };
  const log: Log = {
    debug: () => {},
    info: () => {},
    warn: (_data, words) => tell(`warn: ${words}`),
    error: (_data, words) => tell(`error: ${words}`),
  };
  const app = quietApp({ log, reload: async ({ config }) => tell(`reloaded: ${config.server.port}`), stop });
  return {
    running: running.promise,
    events,
    startApp: async () => {
      running.resolve();
      return app;
    },
    happened: async (event: RegExp): Promise<void> => {
      while (!events.some((one) => event.test(one))) {
        const next = Promise.withResolvers<void>();
        news.add(next.resolve);
        await next.promise;
      }
    },
  };
}

describe('tocsin start', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('runs until %s, finishes its work and ends with 0, silent but for its log', async (signal) => {
    let stopped = 'no';
    const app = watchedApp(async () => {
      stopped = 'yes';
    });
    const { deps, terminal } = fakeCli(folder, { startApp: app.startApp }, variables);
    const ended = runCli(['start'], deps);
    await app.running;
    terminal.send(signal);
    expect(await ended).toBe(0);
    expect(stopped).toBe('yes');
    expect(terminal.written() + terminal.errors()).toBe('');
  });

  it('ends after less than 10 s even when work is left', async () => {
    vi.useFakeTimers();
    try {
      const app = watchedApp(() => new Promise(() => {}));
      const { deps, terminal } = fakeCli(folder, { startApp: app.startApp }, variables);
      const ended = runCli(['start'], deps);
      await app.running;
      terminal.send('SIGTERM');
      await vi.advanceTimersByTimeAsync(9_900);
      expect(await ended).toBe(1);
      expect(app.events[0]).toMatch(/^warn: ending although work is left/u);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends in time even when it was never up', async () => {
    vi.useFakeTimers();
    try {
      const { deps, terminal } = fakeCli(folder, { startApp: () => new Promise(() => {}) }, variables);
      const ended = runCli(['start'], deps);
      terminal.send('SIGTERM');
      await vi.advanceTimersByTimeAsync(9_900);
      expect(await ended).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('reads its configuration again on SIGHUP, and keeps the old one when the new one is faulty or connects to no chat', async () => {
    const app = watchedApp();
    const { deps, terminal } = fakeCli(folder, { startApp: app.startApp }, variables);
    const ended = runCli(['start'], deps);
    await app.running;
    await writeFile(join(folder, 'tocsin.yaml'), `${slackOnly}server: { port: x }\n`);
    terminal.send('SIGHUP');
    await app.happened(/^error/u);
    await writeFile(join(folder, 'tocsin.yaml'), `${slackOnly}server: { port: 4001 }\n`);
    terminal.send('SIGHUP');
    await app.happened(/^reloaded/u);
    await writeFile(join(folder, 'tocsin.yaml'), 'server: { port: 4002 }\n');
    terminal.send('SIGHUP');
    const refused = 'error: the configuration was not reloaded; the old one stays in force';
    await expect.poll(() => app.events).toEqual([refused, 'reloaded: 4001', refused]);
    terminal.send('SIGTERM');
    expect(await ended).toBe(0);
  });
});
