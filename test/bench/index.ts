/**
 * `npm run bench [-- --json FILE]`: measures the figures that are promised, prints them as a table and, with --json, writes
 * them as JSON. Exit 1 when one is missed. The machine's speed drifts: judge by ratios and medians.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDemo } from '../../emulators/start-demo.ts';
import { benchAcknowledgements } from './acknowledge.ts';
import { benchAlertToPost } from './alert-to-post.ts';
import { benchAzure } from './azure.ts';
import { benchChartMemory } from './chart-memory.ts';
import { benchChartThroughput } from './chart-throughput.ts';
import { benchCharts } from './charts.ts';
import { benchCommands } from './commands.ts';
import { benchCorrelation } from './correlation.ts';
import { type Figure, isMet, tableOf } from './figures.ts';
import { benchIntake } from './intake.ts';
import { benchKql } from './kql.ts';
import { benchKqlDemo } from './kql-demo.ts';
import { benchKqlHostile } from './kql-hostile.ts';
import { benchDemoReady, benchStart } from './start.ts';
import { benchStores } from './stores.ts';
import { benchStorm } from './storm.ts';

async function benchDemo(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  const demo = await startDemo({ port: 0, botPort: 0, folder, page: false, limits: 'none' });
  try {
    return [...(await benchAlertToPost(demo)), ...(await benchCommands(demo)), ...(await benchAcknowledgements(demo))];
  } finally {
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const figures: Figure[] = [];
// Charts last: chartjs-node-canvas takes modules out of Node's cache, and Fastify stumbles over the holes when it starts a server.
const parts = [
  benchDemoReady,
  benchStart,
  benchIntake,
  benchStorm,
  benchStores,
  benchCorrelation,
  benchAzure,
  benchDemo,
  benchKqlDemo,
  benchKql,
  benchKqlHostile,
  benchChartMemory,
  benchCharts,
  benchChartThroughput,
];
for (const part of parts) {
  process.stderr.write(`${part.name}…\n`);
  figures.push(...(await part()));
}
console.log(tableOf(figures));
if (values.json !== undefined) {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
  await writeFile(
    values.json,
    `${JSON.stringify({ machine, figures: figures.map((figure) => ({ ...figure, result: isMet(figure) })) }, undefined, 2)}\n`,
  );
}
process.exitCode = figures.some((figure) => isMet(figure) === 'missed') ? 1 : 0;
