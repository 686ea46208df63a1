import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Log } from '../core/ports.ts';
import { hostileTexts, nestOfFunctions } from './hostile.fixture.ts';
import { knownTables } from './known-tables.ts';
import { createKqlThreads } from './threads.ts';

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const { signal } = new AbortController();
const threads = createKqlThreads({
  log: quiet,
  schemas: knownTables,
  clock: { now: () => Date.UTC(2026, 10, 20, 12) },
  allowedPlaces: ['mine'],
});

afterAll(() => threads.stop());

describe('a query that is analysed in a thread', () => {
  it('comes back with what it would do', async () => {
    const text = "workspace('mine').requests | where timestamp > datetime(2026-11-20) | take 5";
    expect(await threads.analyse(text, { signal })).toMatchObject({
      findings: [],
      tables: ["workspace('mine').requests"],
      joins: [],
      places: ['mine'],
      timeFilter: 'all',
      lookBackMs: 43_200_000,
      capped: text,
      addedCap: undefined,
      columns: expect.arrayContaining([{ name: 'timestamp', type: 'datetime' }]),
      render: undefined,
    });
  });

  it('is refused before the parser sees it when it is too long or too deep', async () => {
    // No thread could be started for these.
    const none = createKqlThreads({ log: quiet, schemas: [], worker: new URL('./no-such-file.ts', import.meta.url) });
    const long = await none.analyse('x'.repeat(10_001), { signal });
    expect(long.findings.map(({ rule }) => rule)).toEqual(['too-long']);
    const deep = await none.analyse('x('.repeat(101), { signal });
    expect(deep.findings.map(({ rule }) => rule)).toEqual(['too-deep']);
    expect(await none.plan('x('.repeat(5_001), { signal })).toMatchObject({ kind: 'faulty', faults: [{ kind: 'limit' }] });
  });

  it('leaves the parser out of the thread that asks', () => {
    expect(globalThis).not.toHaveProperty('Kusto');
  });
});

describe('a query that is planned in a thread', () => {
  it('comes back as a plan with its columns', async () => {
    const planned = await threads.plan('requests | take 5 | project name', { signal });
    expect(planned).toMatchObject({ kind: 'plan', columns: [{ name: 'name', type: 'string' }] });
  });

  it('comes back with what is wrong, and where', async () => {
    const text = 'ContainerLog | where Namespace == "x"';
    expect(await threads.plan(text, { signal })).toMatchObject({
      kind: 'faulty',
      faults: [{ kind: 'semantic', code: 'KS142', at: { start: text.indexOf('Namespace'), length: 9 } }],
    });
    expect(await threads.plan('Nowhere | take 1', { signal })).toMatchObject({
      kind: 'faulty',
      faults: [{ kind: 'semantic', code: 'KS204' }],
    });
    expect(await threads.plan('requests | take', { signal })).toMatchObject({ kind: 'faulty', faults: [{ kind: 'syntax' }] });
  });

  it('is not faulty for what only the parser thinks is wrong', async () => {
    expect(await threads.plan('requests | summarize count(name)', { signal })).toMatchObject({ kind: 'plan' });
  });
});

describe('a hostile query', () => {
  it('is answered within 2.5 s, those asked beside it before it, and the next one too', async () => {
    await threads.warmUp();
    const answered: string[] = [];
    const ask = async (name: string, text: string): Promise<string | undefined> => {
      const { findings } = await threads.analyse(text, { signal });
      answered.push(name);
      return findings[0]?.rule;
    };
    const started = performance.now();
    const [nest, beside] = await Promise.all([ask('nest', nestOfFunctions(44)), ask('beside', 'requests | take 5')]);
    expect(performance.now() - started).toBeLessThan(2_500);
    expect([nest, beside]).toEqual(['too-complex', 'no-time-filter']);
    expect(answered).toEqual(['beside', 'nest']);
    expect(await ask('next', 'search "x" | take 5')).toBe('no-time-filter');
  });

  it('may be of any kind that passes the checks of length and depth', { timeout: 120_000 }, async () => {
    for (const { name, text } of hostileTexts) {
      await threads.warmUp();
      const analysis = await threads.analyse(text, { signal });
      expect([name, analysis.findings.length]).not.toEqual([name, 0]);
      expect(await threads.plan('print 1', { signal })).toMatchObject({ kind: 'plan' });
    }
  });

  it('may be any soup of tokens', { timeout: 120_000 }, async () => {
    const token = fc.constantFrom(
      ...'requests traces where summarize by join on union let = == | ( ) [ ] { } ; , . .. "a" \'b\' 1 1.5 1h datetime(2024-01-01) dynamic([1])'.split(
        ' ',
      ),
      ...'name timestamp count() ago( bin( in !in between and or not take top sort project extend mv-expand evaluate render as $left * -'.split(
        ' ',
      ),
      ...'declare query_parameters( set externaldata cluster( workspace( toscalar( materialize( fork search find // \n @" ``` # : ? % \u{1f600}'.split(
        ' ',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(token, { maxLength: 40 }), async (tokens) => {
        const text = tokens.join(' ');
        const { findings, capped } = await threads.analyse(text, { signal });
        for (const { at } of findings) expect((at?.start ?? 0) + (at?.length ?? 0)).toBeLessThanOrEqual(text.length);
        // Whatever it is, either something is said against it, or it is read again with its cap.
        const refused = findings.some(({ verdict }) => verdict === 'refuse');
        const again = await threads.analyse(capped, { signal });
        expect(again.findings.some(({ verdict }) => verdict === 'refuse')).toBe(refused);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a query that could not be read', () => {
  it('is not in the log, only its hash', async () => {
    const written: string[] = [];
    const warn: Log['warn'] = (...parts) => written.push(JSON.stringify(parts));
    const own = createKqlThreads({ log: { ...quiet, warn }, schemas: [], deadlineMs: 200 });
    const text = `${nestOfFunctions(44)} // password=hunter2`;
    const asked = await own.analyse(text, { signal });
    await own.stop();
    expect(asked.findings.map(({ rule }) => rule)).toEqual(['too-complex']);
    expect(written).toEqual([expect.stringMatching(/"hash":"[0-9a-f]{12}","length":\d+/)]);
    expect(written.join()).not.toContain('hunter2');
  });
});

describe('threads that nobody asks anything', () => {
  it('let a process that stops them go on, whatever they do', async () => {
    const script = `
      import { createKqlThreads } from ${JSON.stringify(new URL('./threads.ts', import.meta.url).href)};
      import { nestOfFunctions } from ${JSON.stringify(new URL('./hostile.fixture.ts', import.meta.url).href)};
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const threads = createKqlThreads({ log, schemas: [] });
      await threads.warmUp();
      const caller = new AbortController();
      const given = threads.analyse(nestOfFunctions(44), caller).catch(() => console.log('given up'));
      setImmediate(() => caller.abort(new Error('x')));
      await given;
      await threads.stop();
      console.log('stopped');`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { timeout: 30_000 });
    expect(stdout).toBe('given up\nstopped\n');
  });

  it('do not keep a process from ending', async () => {
    const script = `
      import { createKqlThreads } from ${JSON.stringify(new URL('./threads.ts', import.meta.url).href)};
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const threads = createKqlThreads({ log, schemas: [] });
      const { kind } = await threads.plan('print 1', { signal: new AbortController().signal });
      console.log(kind);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { timeout: 30_000 });
    expect(stdout).toBe('plan\n');
  });
});
