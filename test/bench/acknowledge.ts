import type { Demo } from '../../emulators/start-demo.ts';
import { secrets } from '../../emulators/world.ts';
import { azureAlert } from '../harness/azure-alert.ts';
import { createControl } from '../harness/control.ts';
import { postFour } from './commands.ts';
import { type Figure, percentile } from './figures.ts';

const perSecond = 20;
const seconds = 30;
const secondsWhileDrawing = 10;
/** Ranges that no other part of the bench asks for. */
const firstRound = 200;

/** Starts `one` 20 times a second for so many seconds, whether or not earlier ones have ended, and measures each until it settles. */
async function atRate(one: (index: number) => Promise<void>, seconds: number): Promise<readonly number[]> {
  const begun = performance.now();
  const running: Promise<number>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const wait = begun + (index * 1_000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const start = performance.now();
    running.push(one(index).then(() => performance.now() - start));
  }
  return Promise.all(running);
}

/** Slash commands that change state, through the socket: from the envelope to its acknowledgement. */
async function slashCommands(demo: Demo): Promise<readonly number[]> {
  return atRate(() => demo.slack.say({ user: 'eva', channel: 'random', text: '/tocsin ack INC-1' }), seconds);
}

/** The same, while four charts are drawn at once, again and again. */
async function slashCommandsWhileDrawing(demo: Demo): Promise<readonly number[]> {
  const control = createControl(demo.url);
  const drawing = { goesOn: true };
  const draw = async (last: number): Promise<void> => {
    for (let round = firstRound, after = last; drawing.goesOn; round += 1) {
      const posted = await postFour(control, 'slack', { round, after });
      after = Math.max(...posted.map((one) => one.seq));
      // Slack lets so many messages through a minute.
      await control.advance('1m');
    }
  };
  const drawn = draw(Math.max(0, ...(await control.messages('slack', 'ops')).map((one) => one.seq)));
  const say = (): Promise<void> => demo.slack.say({ user: 'eva', channel: 'random', text: '/tocsin ack INC-1' });
  const times = await atRate(say, secondsWhileDrawing).finally(() => (drawing.goesOn = false));
  await drawn;
  return times;
}

/** Azure alerts, each a firing of a rule of its own: from the request to the 202. */
async function webhooks(demo: Demo): Promise<readonly number[]> {
  return atRate(async (index) => {
    const answer = await fetch(`${demo.botUrl}/webhooks/azure/${secrets.azureWebhook}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(azureAlert(`bench rule ${index % 50}`, `bench-${index}`)),
    });
    if (answer.status !== 202) throw new Error(`webhook answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }, seconds);
}

export async function benchAcknowledgements(demo: Demo): Promise<readonly Figure[]> {
  const [drawing, slash, hooks] = [await slashCommandsWhileDrawing(demo), await slashCommands(demo), await webhooks(demo)];
  return [
    { name: `slash command acknowledged, ${perSecond}/s for ${seconds} s, p99`, value: percentile(slash, 0.99), unit: 'ms', bound: 100 },
    { name: 'slash command acknowledged while 4 charts are drawn, p99', value: percentile(drawing, 0.99), unit: 'ms', bound: 500 },
    { name: 'slash command acknowledged, p50', value: percentile(slash, 0.5), unit: 'ms' },
    { name: `webhook acknowledged, ${perSecond}/s for ${seconds} s, p99`, value: percentile(hooks, 0.99), unit: 'ms', bound: 100 },
    { name: 'webhook acknowledged, p50', value: percentile(hooks, 0.5), unit: 'ms' },
  ];
}
