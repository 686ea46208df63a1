import { type Control, createControl, type Message, type Platform } from '../harness/control.ts';
import { type Figure, percentile } from './figures.ts';
import { residentMegabytes, withDemo } from './start.ts';

const rounds = 40;
/** Not counted, at the beginning of each. */
const warmUp = 4;
const settleMs = 5_000;
/** What everything is written into: 100,000 rows a day. */
const tables = [
  'requests',
  'dependencies',
  'exceptions',
  'traces',
  'customEvents',
  'customMetrics',
  'performanceCounters',
  'pageViews',
  'availabilityResults',
];

/** From the typed query to the posted table, on each chat, and what the two processes hold after it. */
export async function benchKqlDemo(): Promise<readonly Figure[]> {
  return withDemo(async ({ url, pid }) => {
    const control = createControl(url, 60_000);
    const figures: Figure[] = [];
    for (const platform of ['slack', 'teams'] as const) {
      const times = await measure(control, platform);
      const where = platform === 'slack' ? 'Slack' : 'Teams';
      figures.push(
        { name: `KQL: command to posted table in ${where}, p50`, value: percentile(times, 0.5), unit: 'ms', bound: 250 },
        { name: `KQL: command to posted table in ${where}, p95`, value: percentile(times, 0.95), unit: 'ms' },
      );
    }
    const rows = await readEverything(control);
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    return [
      ...figures,
      {
        name: 'KQL: memory of the bot with warm parsers',
        value: await residentMegabytes((await control.state()).bot.pid),
        unit: 'MB',
        bound: 420,
      },
      { name: 'KQL: rows that were read in 9 tables', value: rows, unit: '', atLeast: 90_000 },
      { name: 'KQL: memory of the emulators after it', value: await residentMegabytes(pid), unit: 'MB', bound: 700 },
    ];
  });
}

async function measure(control: Control, platform: Platform): Promise<readonly number[]> {
  const times: number[] = [];
  let after = Math.max(0, ...(await control.messages(platform, 'ops')).map((one) => one.seq));
  for (let round = 0; round < warmUp + rounds; round += 1) {
    // Each another query, so that no answer is one that was read a moment ago.
    const query = `kql in compliance requests | where duration > ${round} | project timestamp, name, duration, resultCode | take ${20 + round}`;
    const isAnswer = (one: Message): boolean => one.text.includes(`· ${20 + round} rows ·`);
    const start = performance.now();
    await control.say(platform, 'ops', 'ana', platform === 'slack' ? `/tocsin ${query}` : `@Tocsin ${query}`);
    const { seq } = await control.untilAfter(after, platform, 'ops', query, isAnswer);
    if (round >= warmUp) times.push(performance.now() - start);
    after = seq;
    // The chats let so many messages through a minute.
    await control.advance('10s');
  }
  return times;
}

/** Every cell of a day, as no one query of a person would. */
async function readEverything(control: Control): Promise<number> {
  const { workspaces, secrets } = await control.state();
  const workspace = workspaces.find((one) => one.name === 'central-logs')?.id ?? '';
  let rows = 0;
  for (const table of tables) {
    const answer = await fetch(`${control.url}/azure/logs/v1/workspaces/${workspace}/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secrets['azureBearer'] ?? ''}` },
      body: JSON.stringify({ query: `${table} | summarize dcount(tostring(pack_all())), count()`, timespan: 'P1D' }),
    });
    const text = await answer.text();
    const count = /,(\d+)\]\]/u.exec(text)?.[1];
    if (count === undefined) throw new Error(`the emulated service answered ${answer.status}: ${text.slice(0, 500)}`);
    rows += Number(count);
  }
  return rows;
}
