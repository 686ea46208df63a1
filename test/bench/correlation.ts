/**
 * `node test/bench/correlation.ts [--seed N] [--variations N]`: how well alerts are put into incidents, judged by variations of the
 * demo's scenarios whose truth is known. The seed is drawn anew each time unless it is given.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeConfiguration } from '../../emulators/configuration.ts';
import { resources, subscriptions } from '../../emulators/estate/resources.ts';
import { profiles } from '../../emulators/logs/profiles/index.ts';
import { workspaces } from '../../emulators/logs/workspaces.ts';
import { createVariation, type Variation } from '../../emulators/scenarios/ground-truth.ts';
import { scenarios } from '../../emulators/scenarios/list.ts';
import { playOut } from '../../emulators/scenarios/play-out.ts';
import { environmentOf } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { DependencySource } from '../../src/core/alert-ports.ts';
import { createSystemClock } from '../../src/schedule/system-clock.ts';
import { createCatalogue } from '../../src/services/catalogue.ts';
import { createDependencies } from '../../src/services/correlation/dependencies.ts';
import { createSuggest } from '../../src/text/suggest.ts';
import { silentLog } from '../fakes/azure-harness.ts';
import { configNeeds } from '../fakes/config.ts';
import { f1Of, type Pairs, pairsOf, sumOf } from './correlation-pairs.ts';
import { type Estate, placeAll, ways } from './correlation-run.ts';
import { type Figure, isMet, tableOf } from './figures.ts';

interface CorrelationOptions {
  readonly seed: number;
  /** 200 are what is promised. */
  readonly variations: number;
}

export async function benchCorrelation(
  { seed, variations }: CorrelationOptions = { seed: randomInt(1, 2 ** 31), variations: 200 },
): Promise<readonly Figure[]> {
  process.stderr.write(`  ${variations} variations from seed ${seed}\n`);
  const estate = await estateOf('declared and seen');
  const declared = await estateOf('declared');
  const all = { Tocsin: [] as Pairs[], 'by service': [] as Pairs[], 'by rule': [] as Pairs[] };
  const untold: Pairs[] = [];
  const byScenario = new Map<string, Pairs[]>();
  for (let number = 0; number < variations; number += 1) {
    const variation = createVariation(seed + number);
    for (const way of ['Tocsin', 'by service', 'by rule'] as const) all[way].push(pairsOf(await placeAll(variation, ways[way], estate)));
    untold.push(pairsOf(await placeAll(variation, ways.Tocsin, declared)));
    const own = all.Tocsin.at(-1);
    for (const name of variation.names) byScenario.set(name, [...(byScenario.get(name) ?? []), ...(own === undefined ? [] : [own])]);
  }
  const inDemo: Pairs[] = [];
  for (const run of demoRuns(Math.ceil(variations / 20))) inDemo.push(pairsOf(await placeAll(run, ways.Tocsin, estate)));
  const f1 = (pairs: readonly Pairs[]): number => f1Of(sumOf(pairs));
  const name = `pairwise F1 over ${variations} variations from seed ${seed}`;
  return [
    { name: `correlation: ${name}`, value: f1(all.Tocsin), unit: '', atLeast: 0.95 },
    { name: 'correlation: the same, dependencies only as declared', value: f1(untold), unit: '', atLeast: 0.95 },
    { name: `correlation: ${inDemo.length} scenarios as the demo plays them`, value: f1(inDemo), unit: '', atLeast: 1 },
    { name: 'correlation: the same, grouped by service', value: f1(all['by service']), unit: '' },
    { name: 'correlation: the same, grouped by rule', value: f1(all['by rule']), unit: '' },
    ...[...byScenario]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([scenario, pairs]) => ({ name: `correlation: variations with ${scenario} (${pairs.length})`, value: f1(pairs), unit: '' })),
  ];
}

const minuteMs = 60_000;
/** Each start is at another moment of its minute: rules are looked at each full one, so that decides which alerts fire together. */
const betweenStartsMs = 105 * minuteMs + 7_000;

/** Each scenario alone, begun `starts` times, its messages in the order in which the demo sends them. The storm is a case of its own. */
function demoRuns(starts: number): readonly Variation[] {
  return scenarios
    .filter(({ name }) => name !== 'storm')
    .flatMap(({ name, start }) =>
      Array.from({ length: starts }, (_, index): Variation => {
        const begun = Date.UTC(2026, 10, 20) + index * betweenStartsMs + 3_000;
        const { causes, until } = start(begun, {});
        const messages = playOut(causes, { from: begun - (begun % minuteMs) - 10 * minuteMs, until });
        return { seed: index, names: [name], lines: messages.map(({ message, incident }) => ({ ...message, incident })) };
      }),
    );
}

/** The demo's configuration, resources and calls, as the product reads them. */
async function estateOf(known: 'declared and seen' | 'declared'): Promise<Estate> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  try {
    const needs = { baseUrl: 'http://127.0.0.1:4400', botPort: 3978, subscriptions: subscriptions.map(({ id }) => id), workspaces };
    const { configFile, variables } = await writeConfiguration(folder, needs, 'fresh');
    const { config } = loadConfig({ file: configFile, environment: environmentOf(variables), need: 'secrets' }, configNeeds);
    const [clock, log] = [createSystemClock(), silentLog];
    const source = { list: async () => resources, check: async () => [] };
    const catalogue = createCatalogue({ services: () => config.services, source, suggest: createSuggest(), clock, log });
    const dependencies = createDependencies({ source: known === 'declared' ? undefined : calls, catalogue, clock, log });
    await dependencies.job.run(clock.now());
    return { config, resources: source, dependencies };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the services' logs tell of a day; that it is found in them is for the provider's own test. */
const calls: DependencySource = {
  calls: async () =>
    Object.entries(profiles).flatMap(([service, profile]) => profile.calls.map(({ target }) => ({ service, target, count: 1_000 }))),
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, variations: { type: 'string', default: '200' } } });
  const figures = await benchCorrelation({
    seed: values.seed === undefined ? randomInt(1, 2 ** 31) : Number(values.seed),
    variations: Number(values.variations),
  });
  console.log(tableOf(figures));
  process.exitCode = figures.some((figure) => isMet(figure) === 'missed') ? 1 : 0;
}
