import { parseArgs } from 'node:util';
import { arrive } from './arrivals.ts';
import { chanceOf } from './chance.ts';
import { minuteMs } from './course.ts';
import { createVariation, type TruthLine } from './ground-truth.ts';
import { scenarios } from './list.ts';
import { playOut } from './play-out.ts';

/** Prints the messages of a scenario, or of a variation, as lines for `tocsin replay`; see docs/demo.md. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    at: { type: 'string', default: '2026-11-20T12:00:00Z' },
    truth: { type: 'boolean', default: false },
  },
});
const [name = ''] = positionals;
const lines = linesOf(name);
if (lines === undefined) {
  process.stderr.write(`Name a scenario (${scenarios.map((one) => one.name).join(', ')}) or “variation” with --seed N.\n`);
  process.exitCode = 1;
} else for (const line of lines) process.stdout.write(`${JSON.stringify(written(line))}\n`);

function linesOf(wanted: string): readonly TruthLine[] | undefined {
  const seed = values.seed === undefined ? undefined : Number(values.seed);
  if (wanted === 'variation') return seed === undefined ? undefined : createVariation(seed).lines;
  const scenario = scenarios.find((one) => one.name === wanted);
  const from = Date.parse(values.at);
  if (scenario === undefined || Number.isNaN(from)) return undefined;
  const { causes, until } = scenario.start(from);
  const messages = playOut(causes, { from, until: until + 30 * minuteMs });
  // With a seed they arrive as a network delivers them; without, at once and in order.
  if (seed !== undefined) return arrive(messages, { skewMs: new Map(), chance: chanceOf(seed) });
  return messages.map(({ message: { at, source, body, resource }, incident }) => ({
    at,
    source,
    body,
    incident,
    ...(resource === undefined ? {} : { resource }),
  }));
}

function written({ incident, at, ...line }: TruthLine): object {
  return { at: new Date(at).toISOString(), ...line, ...(values.truth ? { incident } : {}) };
}
