import { type ChildProcess, fork, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../emulators/server.ts';
import { startDemo } from '../../emulators/start-demo.ts';
import { secrets } from '../../emulators/world.ts';
import { type Figure, percentile } from './figures.ts';
import type { Load, Seen } from './intake-load.ts';

/** A bot that has just begun finds its resources and asks Azure, whose emulator runs on the same machine. */
const settleMs = 5_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Debian's package prometheus-alertmanager. */
const alertmanager = '/usr/bin/prometheus-alertmanager';
/** The machine's speed drifts, so the two take turns. */
const rounds = 3;
const load = { connections: 50, warmUpMs: 2_000, ms: 5_000, secret: secrets.sentry };

/**
 * Signed hooks of 2 KB over 50 connections, each answered once it is on disk, by `tocsin start` which triages them meanwhile;
 * beside it, in turns, new alerts of the same size to Alertmanager, which keeps them in memory.
 */
export async function benchIntake(): Promise<readonly Figure[]> {
  const compared = existsSync(alertmanager);
  if (!compared) process.stderr.write(`  not compared: there is no ${alertmanager} here (Debian's package prometheus-alertmanager)\n`);
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  const demo = await startDemo({ port: 0, botPort: 0, folder, page: false, bot: 'none', limits: 'none' });
  const ours: Seen[] = [];
  const theirs: Seen[] = [];
  try {
    await liftLimit(demo.configured.configFile);
    for (let round = 0; round < rounds; round += 1) {
      if (compared) theirs.push(await loadAlertmanager());
      ours.push(await loadTocsin(demo.configured, Number(new URL(demo.botUrl).port), join(folder, 'data')));
    }
  } finally {
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const rateOf = (all: readonly Seen[]): number => median(all.map((seen) => seen.perSecond));
  const times = ours.flatMap((seen) => seen.times);
  return [
    { name: 'signed hooks of 2 KB stored, 50 connections, median', value: rateOf(ours), unit: '/s' },
    { name: 'signed hooks acknowledged under it, p50', value: percentile(times, 0.5), unit: 'ms' },
    { name: 'signed hooks acknowledged under it, p99.9', value: percentile(times, 0.999), unit: 'ms', bound: 250 },
    ...(compared
      ? [
          { name: 'new alerts of 2 KB taken by Alertmanager, 50 connections, median', value: rateOf(theirs), unit: '/s' },
          { name: 'signed hooks stored, of Alertmanager’s rate', value: rateOf(ours) / rateOf(theirs), unit: '×', atLeast: 0.5 },
        ]
      : []),
  ];
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** A source may not send as much as this bench does. */
async function liftLimit(configFile: string): Promise<void> {
  const text = await readFile(configFile, 'utf8');
  await writeFile(configFile, text.replace(/^server:\n/mu, 'server:\n  webhookLimit: 100000000\n'));
}

interface Configured {
  readonly configFile: string;
  readonly variables: Readonly<Record<string, string>>;
}

async function loadTocsin({ configFile, variables }: Configured, port: number, data: string): Promise<Seen> {
  await rm(data, { recursive: true, force: true });
  const bot = spawn(process.execPath, [join(root, 'src/main.ts'), 'start', '--config', configFile], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...variables },
    stdio: 'ignore',
  });
  try {
    await answers(`http://127.0.0.1:${port}/readyz`, bot);
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    return await drive({ ...load, port, path: '/webhooks/sentry', what: 'Sentry hooks' }, 202);
  } finally {
    // Its data is thrown away, so nothing has to be finished.
    await kill(bot);
  }
}

async function loadAlertmanager(): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  const port = await freePort(0, 'ALERTMANAGER_PORT');
  const config = join(folder, 'alertmanager.yml');
  await writeFile(config, 'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n');
  const flags = [
    `--config.file=${config}`,
    `--storage.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ];
  const server = spawn(alertmanager, flags, { stdio: 'ignore' });
  try {
    await answers(`http://127.0.0.1:${port}/-/ready`, server);
    return await drive({ ...load, port, path: '/api/v2/alerts', what: 'Alertmanager alerts' }, 200);
  } finally {
    await kill(server);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Throws when anything but `expected` was answered. */
async function drive(job: Load, expected: number): Promise<Seen> {
  const child = fork(join(root, 'test/bench/intake-load.ts'), { serialization: 'advanced' });
  const seen = await new Promise<Seen>((resolve, reject) => {
    child.once('message', (answer: Seen) => resolve(answer)).once('exit', (code) => reject(new Error(`the load ended with ${code}`)));
    child.send(job);
  });
  const others = Object.keys(seen.statuses).filter((status) => status !== String(expected));
  if (others.length > 0) throw new Error(`${job.path} answered ${JSON.stringify(seen.statuses)}`);
  return seen;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const end = performance.now() + 20_000;
  while (performance.now() < end && child.exitCode === null) {
    const reply = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (reply?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${new URL(url).pathname} did not answer`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGKILL');
  await gone;
}
