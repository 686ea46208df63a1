import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { teamsIcons } from './icons.ts';
import { teamsManifest } from './manifest.ts';

const command = (name: string) => ({
  name,
  summary: `Does ${name}. ${'x'.repeat(200)}`,
  usage: name,
  examples: [name],
  permission: 'viewer' as const,
});

it('lists the commands within what Teams allows', () => {
  const manifest = teamsManifest(
    Array.from({ length: 14 }, (_, index) => command(`command${index}`)),
    { appId: 'my-app', validDomains: ['tocsin.example'] },
  );
  expect(manifest).toMatchObject({
    manifestVersion: '1.19',
    id: 'my-app',
    icons: { color: 'color.png', outline: 'outline.png' },
    bots: [{ botId: 'my-app', scopes: ['personal', 'team', 'groupChat'] }],
    validDomains: ['tocsin.example'],
  });
  const text = JSON.stringify(manifest);
  const commands = [...text.matchAll(/"title":"(command\d+)","description":"([^"]*)"/gu)];
  expect(commands).toHaveLength(10);
  for (const [, , description] of commands) expect(description?.length).toBeLessThanOrEqual(128);
});

it('draws both icons as PNGs of the sizes Teams wants', () => {
  for (const [index, size] of [192, 32].entries()) {
    const content = Buffer.from(teamsIcons()[index]?.content ?? []);
    expect(content.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([content.readUInt32BE(16), content.readUInt32BE(20)]).toEqual([size, size]);
    const at = content.indexOf('IDAT');
    expect(inflateSync(content.subarray(at + 4, at + 4 + content.readUInt32BE(at - 4)))).toHaveLength(size * (1 + size * 4));
  }
});
