import type { Demo } from '../../emulators/start-demo.ts';
import { createControl, type Platform } from '../harness/control.ts';
import { type Figure, percentile } from './figures.ts';

const rounds = 40;
const warmUp = 4;
/** Different questions, so that no answer is one that was read a moment ago. */
const questions = [
  'cpu of bps-website',
  'memory of pixcrawler',
  'cpu of packamal',
  'response time of compliance',
  'memory of bps-website',
  'cpu of pixcrawler',
];

/** From the typed command to the message with its picture, one at a time, on both chats in turn. */
export async function benchCommands(demo: Demo): Promise<readonly Figure[]> {
  const control = createControl(demo.url);
  const times: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const platform: Platform = round % 2 === 0 ? 'slack' : 'teams';
    const question = `chart ${questions[round % questions.length]} over ${3 + Math.floor(round / questions.length)}h`;
    const before = Math.max(0, ...(await control.messages(platform, 'ops')).map((one) => one.seq));
    const start = performance.now();
    await control.say(platform, 'ops', 'ana', platform === 'slack' ? `/tocsin ${question}` : `@Tocsin ${question}`);
    await control.until(platform, 'ops', question, (all) => all.find((one) => one.seq > before && one.images.length > 0));
    if (round >= warmUp) times.push(performance.now() - start);
  }
  return [
    { name: 'command to posted chart, p50', value: percentile(times, 0.5), unit: 'ms', bound: 400 },
    { name: 'command to posted chart, p99', value: percentile(times, 0.99), unit: 'ms' },
  ];
}
