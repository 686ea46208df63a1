import { fork, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storm } from '../../emulators/scenarios/storm.ts';
import { type Demo, startDemo } from '../../emulators/start-demo.ts';
import { secrets } from '../../emulators/world.ts';
import { createControl, type Message, type Platform } from '../harness/control.ts';
import { type Figure, percentile } from './figures.ts';
import { connected, end, root } from './start.ts';
import type { Acknowledged, Storm } from './storm-load.ts';

/** A bot that has just begun finds its resources and asks Azure, whose emulator runs on the same machine. */
const settleMs = 5_000;
/** After the last message, until what waits in the rooms has gone out. */
const afterMs = 30_000;
const branches = 20;

/** 10,000 messages in a minute out of 20 incidents, to `tocsin start` with both chats, on the real clock. */
export async function benchStorm(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  const demo = await startDemo({ port: 0, botPort: 0, folder, page: false, bot: 'none' });
  const bot = spawn(process.execPath, [join(root, 'src/main.ts'), 'start', '--config', demo.configured.configFile], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...demo.configured.variables, TOCSIN_CLOCK_URL: '' },
    stdio: 'ignore',
  });
  try {
    await connected(demo.botUrl);
    await demo.teams.install();
    await passed(settleMs);
    // Each look begins the next measurement.
    await loopLateP99(demo.botUrl);
    const times = await blow(demo);
    const late = await loopLateP99(demo.botUrl);
    await passed(afterMs);
    return [
      { name: 'storm: webhook acknowledged, p99', value: percentile(times, 0.99), unit: 'ms', bound: 250 },
      { name: 'storm: event loop of the bot, p99', value: late, unit: 'ms', bound: 20 },
      { name: 'storm: resident memory of the bot, at most', value: await peakMegabytes(bot.pid), unit: 'MB', bound: 400 },
      ...(await toldFigures(demo)),
    ];
  } finally {
    await end(bot);
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const passed = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

async function blow(demo: Demo): Promise<Acknowledged> {
  const begun = Date.now();
  const messages = storm
    .start(begun)
    .causes.flatMap((cause) => cause.messages ?? [])
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, body }) => ({ at: at - begun, body: JSON.stringify(body) }));
  const job: Storm = { url: `${demo.botUrl}/webhooks/azure/${secrets.azureWebhook}`, messages };
  const child = fork(join(root, 'test/bench/storm-load.ts'));
  return new Promise((resolve, reject) => {
    child.once('message', (times: Acknowledged) => resolve(times)).once('exit', (code) => reject(new Error(`the load ended with ${code}`)));
    child.send(job);
  });
}

/** What the monitor waits between two looks; it is a part of what it tells. */
const lookMs = 10;

/** Milliseconds, since it was last asked. */
async function loopLateP99(botUrl: string): Promise<number> {
  const text = await (await fetch(`${botUrl}/metrics`)).text();
  const seconds = /^nodejs_eventloop_lag_p99_seconds (\S+)/mu.exec(text)?.[1];
  if (seconds === undefined) throw new Error('the bot does not tell how late its event loop is');
  return Math.max(0, Number(seconds) * 1_000 - lookMs);
}

async function peakMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/u.exec(status)?.[1]) / 1_024;
}

/** What was posted, on each chat: how many incidents, and how close together. */
async function toldFigures(demo: Demo): Promise<readonly Figure[]> {
  const control = createControl(demo.url);
  const figures: Figure[] = [];
  for (const [platform, name] of [
    ['slack', 'Slack'],
    ['teams', 'Teams'],
  ] as const) {
    const posts = await postsIn(control, platform);
    const threads = Map.groupBy(
      posts.filter(({ thread }) => thread),
      ({ thread }) => thread,
    );
    const roots = posts.filter(({ thread }) => !thread).length;
    figures.push(
      { name: `storm: incidents told in ${name}`, value: roots, unit: '', bound: branches, atLeast: branches },
      // One each second, and one at either end.
      { name: `storm: most posts within 10 s in a channel of ${name}`, value: mostWithin(posts, 10_000), unit: '', bound: 11 },
      {
        name: `storm: most posts within 10 s in a thread of ${name}`,
        value: Math.max(0, ...[...threads.values()].map((own) => mostWithin(own, 9_900))),
        unit: '',
        bound: 1,
      },
    );
  }
  return figures;
}

const postsIn = async (control: ReturnType<typeof createControl>, platform: Platform): Promise<readonly Message[]> =>
  (await control.messages(platform, 'incidents')).filter(({ user }) => user === 'tocsin');

function mostWithin(posts: readonly Message[], ms: number): number {
  const times = posts.map(({ at }) => Date.parse(at)).toSorted((one, other) => one - other);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));
}
