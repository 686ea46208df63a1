import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { startDemo } from './start-demo.ts';

export { type Demo, type DemoOptions, startDemo } from './start-demo.ts';

/** `npm run demo`: the whole product on emulators. Options: --no-page, --keep (the bot's data of the last time). */
async function main(): Promise<void> {
  const options = { page: { type: 'boolean', default: true }, keep: { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ options, allowNegative: true });
  // Of a month of logs little is kept and much thrown away, for which the heap would grow to a gigabyte before it is tidied.
  setFlagsFromString('--heap-growing-percent=15');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const demo = await startDemo({
    port: portFrom('DEMO_PORT', 4400),
    botPort: portFrom('TOCSIN_PORT', 3978),
    folder: resolve('.tocsin-demo'),
    page: values.page,
    data: values.keep ? 'keep' : 'fresh',
    tell: (line) => void process.stderr.write(`${line}\n`),
    signal: stopping.signal,
  });
  process.stdout.write(`ready ${demo.url}\n`);
  // Azure is always warm; the demo is ready without waiting for that.
  void demo.warmUp();
  if (!stopping.signal.aborted) await new Promise((done) => stopping.signal.addEventListener('abort', done, { once: true }));
  await demo.stop();
}

function portFrom(variable: string, otherwise: number): number {
  const written = process.env[variable];
  if (written === undefined || written === '') return otherwise;
  const port = Number(written);
  if (/^\d{1,5}$/u.test(written) && port < 65_536) return port;
  throw new Error(`${variable} must be a port, 0 to 65535, and not ${JSON.stringify(written)}.`);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
