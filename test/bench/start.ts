import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../../emulators/start-demo.ts';
import { type Figure, percentile } from './figures.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const starts = 7;
const settleMs = 5_000;

/** `tocsin start` against running emulators: from spawn to /readyz with every chat connected, and its memory when idle. */
export async function benchStart(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  const demo = await startDemo({ port: 0, botPort: 0, folder, page: false, bot: 'none' });
  const times: number[] = [];
  let megabytes = 0;
  try {
    for (let round = 0; round < starts; round += 1) {
      const start = performance.now();
      const bot = spawn(process.execPath, [join(root, 'src/main.ts'), 'start', '--config', demo.configured.configFile], {
        env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...demo.configured.variables },
        stdio: 'ignore',
      });
      await connected(demo.botUrl);
      // The first start fills Node's compile cache; a bot that is started again finds it filled.
      if (round > 0) times.push(performance.now() - start);
      if (round === starts - 1) {
        await new Promise((resolve) => setTimeout(resolve, settleMs));
        megabytes = await residentMegabytes(bot.pid);
      }
      await end(bot);
    }
  } finally {
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return [
    { name: 'tocsin start, spawn to ready with both chats, median', value: percentile(times, 0.5) / 1_000, unit: 's', bound: 1 },
    { name: 'tocsin start, slowest', value: Math.max(...times) / 1_000, unit: 's' },
    { name: 'tocsin start, idle resident memory', value: megabytes, unit: 'MB', bound: 220 },
  ];
}

/** `npm run demo` right after the install, from spawn to its line `ready`: the page is built anew. */
export async function benchDemoReady(): Promise<readonly Figure[]> {
  await rm(join(root, 'node_modules/.cache/demo-page'), { recursive: true, force: true });
  const start = performance.now();
  return withDemo(async () => {
    const seconds = (performance.now() - start) / 1_000;
    return [{ name: 'demo ready, page included', value: seconds, unit: 's', bound: 8 }];
  });
}

/** The demo as a process of its own, in a folder of its own; does the work once it says that it is ready, and ends it. */
export async function withDemo<Result>(
  work: (demo: { readonly url: string; readonly pid: number | undefined }) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  const demo = spawn(process.execPath, [join(root, 'emulators/demo.ts')], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', DEMO_PORT: '0', TOCSIN_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    for await (const line of createInterface({ input: demo.stdout })) {
      if (line.startsWith('ready ')) return await work({ url: line.slice('ready '.length), pid: demo.pid });
    }
    throw new Error('the demo ended before it was ready');
  } finally {
    await end(demo);
    await rm(folder, { recursive: true, force: true });
  }
}

export async function connected(url: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (performance.now() < end) {
    try {
      const answer = await fetch(`${url}/readyz`);
      const body = await answer.text();
      if (answer.status === 200 && body.match(/"connected"/gu)?.length === 2) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the bot did not become ready');
}

/** What a process holds in memory now. */
export async function residentMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1]) / 1_024;
}

export function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
