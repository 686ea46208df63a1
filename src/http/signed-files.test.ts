import { readdir, rm } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLogList } from '../../test/fakes/log.ts';
import { temporaryFolder } from '../../test/fakes/temporary-folder.ts';
import { createSignatures } from '../auth/signatures.ts';
import { openFolderFiles } from '../stores/folder-files.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createHttpServer } from './server.ts';
import { createSignedFiles } from './signed-files.ts';

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);

async function begin() {
  const folder = await temporaryFolder();
  const { files, route } = createSignedFiles({
    kept: openFolderFiles({ folder }),
    publicUrl: 'https://bot.example.com/',
    key: 'key',
    signatures: createSignatures(),
  });
  const ready = async () => ({ ready: true, dependencies: {} });
  const server = await createHttpServer({
    bind: '127.0.0.1',
    port: 0,
    routes: [route],
    log: createLogList(),
    ready,
    metrics: createMetrics(),
  });
  onTestFinished(() => server.stop());
  const get = (link: string) => fetch(link.replace('https://bot.example.com', server.url));
  return { folder, files, get };
}

describe('signed links', () => {
  it('lead to the file that was published', async () => {
    const { files, get } = await begin();
    const link = await files.publish('cpu of bps-website.png', 'image/png', png);
    expect(link).toMatch(/^https:\/\/bot\.example\.com\/charts\/[0-9a-f]{24}-cpu-of-bps-website\.png\?type=/u);
    const reply = await get(link);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('image/png');
    expect(reply.headers.get('content-disposition')).toBe('inline; filename="cpu-of-bps-website.png"');
    expect(new Uint8Array(await reply.arrayBuffer())).toEqual(png);
  });

  it('offer anything but a picture for saving only', async () => {
    const { files, get } = await begin();
    const reply = await get(await files.publish('rows.csv', 'text/csv', new TextEncoder().encode('a,b\n')));
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="rows.csv"');
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are refused when any part of them was changed', async () => {
    const { files, get } = await begin();
    const link = await files.publish('cpu.png', 'image/png', png);
    const other = await files.publish('memory.png', 'image/png', png);
    const nameOf = (url: string) => new URL(url).pathname.slice('/charts/'.length);
    const changed = [
      link.replace('image%2Fpng', 'text%2Fhtml'),
      link.replace(nameOf(link), nameOf(other)),
      link.replace(/signature=[0-9a-f]{4}/u, 'signature=0000'),
      link.replace(/&signature=.*/u, ''),
      link.replace(nameOf(link), '..%2Fledger.db'),
    ];
    for (const one of changed) expect((await get(one)).status).toBe(403);
  });

  it('say so when the file is no longer kept', async () => {
    const { folder, files, get } = await begin();
    const link = await files.publish('cpu.png', 'image/png', png);
    await rm(folder, { recursive: true });
    expect((await get(link)).status).toBe(404);
  });

  it('leave no half-written neighbour, and keep the same content once', async () => {
    const { folder, files } = await begin();
    await Promise.all([files.publish('cpu.png', 'image/png', png), files.publish('cpu.png', 'image/png', png)]);
    expect(await readdir(folder)).toHaveLength(1);
  });
});
