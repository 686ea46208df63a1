import type { Demo } from '../../emulators/start-demo.ts';
import { type Control, createControl, type Platform } from '../harness/control.ts';
import { type Figure, percentile } from './figures.ts';

const rounds = 30;
/** Not counted, at the beginning of each. */
const warmUp = 2;

/** Four people, each with a service of their own, so that each knows their chart among those of the others. */
const askers = ['bps-website', 'pixcrawler', 'packamal', 'compliance'] as const;

/** A chart that was posted or redrawn. */
interface Seen {
  readonly id: string;
  readonly seq: number;
  readonly ms: number;
}

/** From the typed command to the message with its picture, and from a click to the redrawn picture: four at once, on each chat. */
export async function benchCommands(demo: Demo): Promise<readonly Figure[]> {
  const control = createControl(demo.url);
  const figures: Figure[] = [];
  for (const platform of ['slack', 'teams'] as const) {
    const { commands, clicks } = await measure(control, platform);
    const where = platform === 'slack' ? 'Slack' : 'Teams';
    figures.push(
      { name: `command to posted chart in ${where}, 4 at once, p50`, value: percentile(commands, 0.5), unit: 'ms', bound: 250 },
      { name: `command to posted chart in ${where}, 4 at once, p99`, value: percentile(commands, 0.99), unit: 'ms', bound: 800 },
      { name: `click to redrawn chart in ${where}, 4 at once, p50`, value: percentile(clicks, 0.5), unit: 'ms', bound: 250 },
      { name: `click to redrawn chart in ${where}, 4 at once, p99`, value: percentile(clicks, 0.99), unit: 'ms' },
    );
  }
  return figures;
}

async function measure(control: Control, platform: Platform) {
  const commands: number[] = [];
  const clicks: number[] = [];
  let latest = 0;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const after = latest;
    const posted = await postFour(control, platform, { round, after });
    const redrawn = await Promise.all(posted.map((chart) => clickOn(control, platform, chart)));
    latest = Math.max(...redrawn.map((one) => one.seq));
    if (round >= warmUp) {
      commands.push(...posted.map((one) => one.ms));
      clicks.push(...redrawn.map((one) => one.ms));
    }
    // The chats let so many messages through a minute; what was read is a minute old then, too.
    await control.advance('1m');
  }
  return { commands, clicks };
}

/** Four charts at once, of four services. `after`: the seq of the last message before. */
export function postFour(control: Control, platform: Platform, asked: { round: number; after: number }): Promise<readonly Seen[]> {
  return Promise.all(askers.map((target) => ask(control, platform, target, asked)));
}

/** Each round asks for another range, so that no answer is one that was read a moment ago. */
async function ask(
  control: Control,
  platform: Platform,
  target: string,
  { round, after }: { round: number; after: number },
): Promise<Seen> {
  const question = `chart memory of ${target} over ${120 + round}m`;
  const start = performance.now();
  await control.say(platform, 'ops', 'ana', platform === 'slack' ? `/tocsin ${question}` : `@Tocsin ${question}`);
  const { id, seq } = await control.untilAfter(after, platform, 'ops', question, (one) =>
    one.images.some((image) => image.alt.includes(target)),
  );
  return { id, seq, ms: performance.now() - start };
}

/** A click on the range before, which nobody has looked at. */
async function clickOn(control: Control, platform: Platform, chart: Seen): Promise<Seen> {
  const start = performance.now();
  await control.click(platform, chart.id, 'ana', '‹ Earlier');
  const { id, seq } = await control.untilAfter(
    chart.seq,
    platform,
    'ops',
    'the chart redrawn',
    (one) => one.id === chart.id && one.images.length > 0,
  );
  return { id, seq, ms: performance.now() - start };
}
