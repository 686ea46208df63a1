import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const fixture = fileURLToPath(new URL('./titles.fixture.ts', import.meta.url));
const bundled = ['Latin', 'Ελληνικά', 'Кириллица'];
/** Chinese, Arabic, an emoji, arrows: in no bundled file. */
const others = ['漢字漢字', 'العربية', '😀😀', '→ ≥ ▲'];

let empty = '';
beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'tocsin-no-fonts-'));
});
afterAll(() => rm(empty, { recursive: true, force: true }));

/** A command in which the machine has no font at all; the folders are given as $0, the empty one as the last argument of mount. */
function withoutFonts(command: readonly string[]): readonly [string, readonly string[]] {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(homedir(), '.fonts'), join(homedir(), '.local/share/fonts')];
  const hide = 'while [ "$1" != -- ]; do mount --bind "$EMPTY" "$1" || exit 97; shift; done; shift; exec "$@"';
  return ['unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', hide, 'sh', ...folders.filter(existsSync), '--', ...command]];
}

const env = () => ({ ...process.env, EMPTY: empty });

describe('scenario 31: a machine without any font', () => {
  it('writes the bundled letters, and a box for each letter that no font has', async ({ skip }) => {
    const [tool, asked] = withoutFonts(['true']);
    const isAllowed = await run(tool, [...asked], { env: env() }).then(
      () => true,
      () => false,
    );
    if (!isAllowed) skip('hiding the fonts of this machine needs a mount namespace of its own (unshare), which is not allowed here');

    const [unshare, words] = withoutFonts([process.execPath, fixture, '', ...bundled, ...others]);
    const { stdout } = await run(unshare, [...words], { env: env() });
    const { dark, fonts }: { dark: readonly number[]; fonts: readonly string[] } = JSON.parse(stdout);
    expect(fonts).toEqual(['Inter']);
    expect(dark[0]).toBe(0);
    expect([...bundled, ...others].filter((_title, index) => (dark[index + 1] ?? 0) < 300)).toEqual([]);
  });

  it('leaves nothing out where there are fonts either', async () => {
    const { stdout } = await run(process.execPath, [fixture, ...others]);
    const { dark }: { dark: readonly number[] } = JSON.parse(stdout);
    expect(others.filter((_title, index) => (dark[index] ?? 0) < 150)).toEqual([]);
  });
});
