import type { Message } from './control.ts';
import type { Story } from './story.ts';

const targets = ['bps-website', 'pixcrawler', 'packamal', 'compliance'] as const;

export interface Load {
  /** How long each slash command took to be acknowledged, in ms. */
  readonly times: readonly number[];
  /** How often four charts were drawn meanwhile. */
  readonly rounds: number;
}

/** Says so many slash commands at least, one after the other, while four charts are drawn at once, again and again. `each` is called after every command. */
export async function acknowledgeWhileDrawing(
  story: Story,
  {
    least,
    each,
    until,
  }: { readonly least: number; readonly each?: (count: number) => Promise<void>; readonly until?: () => Promise<boolean> },
): Promise<Load> {
  const times: number[] = [];
  const drawing = { goesOn: true };
  let isEnough = false;
  const charts = drawFour(story, () => !isEnough).finally(() => (drawing.goesOn = false));
  while (!isEnough || drawing.goesOn) {
    const start = performance.now();
    await story.say('slack', 'ops', 'eva', '/tocsin zone');
    times.push(performance.now() - start);
    await each?.(times.length);
    isEnough = times.length >= least && (until === undefined || (await until()));
  }
  return { times, rounds: await charts };
}

/** Four charts at once, again and again, each round of another range, until it is told to stop. Settles with the number of rounds. */
async function drawFour(story: Story, goOn: () => boolean): Promise<number> {
  let seq = 0;
  for (let round = 0; ; round += 1) {
    if (!goOn()) return round;
    const after = seq;
    const charts = await Promise.all(
      targets.map(async (target) => {
        await story.say('slack', 'ops', 'ana', `/tocsin chart memory of ${target} over ${61 + round}m`);
        const isMine = (one: Message): boolean => one.images.some((image) => image.alt.includes(target));
        return story.untilAfter(after, 'slack', 'ops', `the chart of ${target}`, isMine);
      }),
    );
    seq = Math.max(...charts.map((one) => one.seq));
    // Slack lets so many messages through a minute.
    await story.advance('20s');
  }
}

/** Settles when the emulated Azure has begun to hold back a request. */
export async function faultIsTaken(story: Story): Promise<void> {
  const end = performance.now() + 20_000;
  while ((await story.state()).faults.length > 0) if (performance.now() > end) throw new Error('nobody has asked Azure');
}
