import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/document.ts';
import type { ChartRenderer } from '../../src/core/ports.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { sampleChart } from '../../test/fakes/chart-samples.ts';
import { createConsoleAdapter, readInvocation } from './index.ts';

const signal = new AbortController().signal;
const charts: ChartRenderer = { render: async () => ({ png: new Uint8Array([7]), width: 1, height: 1 }), stop: async () => {} };
const folders: string[] = [];

async function start(out?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-console-'));
  folders.push(folder);
  const printed: string[] = [];
  const adapter = createConsoleAdapter({
    write: (text) => printed.push(text),
    out: out ?? join(folder, 'out'),
    charts,
    time: createTimeText(),
  });
  return { adapter, printed, folder };
}

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

const target = { platform: 'console', channel: 'terminal' };
const typed = (text: string) =>
  readInvocation({ id: '1', text, actor: { platform: 'console', id: 'ana', name: 'ana' }, place: { ...target, kind: 'direct' }, at: 0 });

describe('the terminal as a chat', () => {
  it('prints a chart as the path of its picture and its words', async () => {
    const { adapter, printed, folder } = await start();
    const document = { summary: 'CPU', blocks: [{ kind: 'chart', chart: sampleChart(), alt: 'CPU: 31 %' }] } as const;
    expect(await adapter.post(target, document, { mark: 'one', signal })).toMatchObject({ ok: true, ref: { id: '1' } });
    const path = join(folder, 'out', '1-chart-1.png');
    expect(printed).toEqual([`[picture] ${path}\nCPU: 31 %\n`]);
    expect(await readFile(path)).toEqual(Buffer.from([7]));
  });

  it('says why a picture could not be written, and that nothing was printed', async () => {
    const { adapter, printed, folder } = await start();
    const file = join(folder, 'file');
    await writeFile(file, '');
    const blocked = createConsoleAdapter({ write: (text) => printed.push(text), out: join(file, 'out'), charts, time: createTimeText() });
    const document = { summary: 'CPU', blocks: [{ kind: 'chart', chart: sampleChart(), alt: 'CPU: 31 %' }] } as const;
    expect(await blocked.post(target, document, { mark: 'one', signal })).toEqual({
      ok: false,
      reason: 'it could not be written (ENOTDIR)',
      certain: 'not sent',
      retry: { when: 'never' },
    });
    expect([printed, adapter.state().state]).toEqual([[], 'disconnected']);
  });

  it('hands over what is typed once it is started, and only then', async () => {
    const { adapter } = await start();
    await expect(adapter.say(typed('help'))).rejects.toThrow('not been started');
    const heard: string[] = [];
    await adapter.start({ receive: async ({ text }) => void heard.push(text), search: async () => [] });
    await adapter.say(typed('help'));
    expect([heard, adapter.state().state]).toEqual([['help'], 'connected']);
    await adapter.stop();
    await expect(adapter.say(typed('help'))).rejects.toThrow('not been started');
  });

  it('answers where it was asked', async () => {
    const { adapter, printed } = await start();
    await adapter.respond(typed('whoami'), { document: sentence('You are ana.'), audience: 'sender', replace: true }, { signal });
    expect(printed).toEqual(['You are ana.\n']);
  });

  it.each([
    ['/tocsin chart cpu of shop', 'chart cpu of shop'],
    ['@Tocsin help', 'help'],
    ['  help ', 'help'],
    ['/tocsin', ''],
    ['/tocsinx', '/tocsinx'],
  ])('takes “%s” for “%s”', (text, words) => {
    expect(typed(text).text).toBe(words);
  });
});
