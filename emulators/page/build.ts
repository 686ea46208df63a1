import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the chat page and gives back its folder. A build is kept under the hash of what it was made from, so that only the
 * first start after a change pays for it, and two demos that start at once do not disturb each other.
 */
export async function buildPage(): Promise<string> {
  const cache = join(repository, 'node_modules', '.cache', 'demo-page');
  const built = join(cache, await hashOfSources());
  if (await exists(built)) return built;
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  // Vite is slow to import, and not needed when the build is there already.
  const { build } = await import('vite');
  await build({
    root: source,
    configFile: false,
    // A test runner sets NODE_ENV, which would otherwise mix React's two builds.
    mode: 'production',
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warn',
    base: '/',
    // Fonts stay files of their own, because the page's policy allows none within the text; the style sheets tell light from dark with
    // light-dark(), which older targets would have rewritten.
    build: {
      outDir: draft,
      emptyOutDir: true,
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
    },
  });
  await rename(draft, built).catch(async (error: unknown) => {
    // Another demo has built the same meanwhile: its folder is as good.
    await rm(draft, { recursive: true });
    if (!(await exists(built))) throw error;
  });
  return built;
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(source, { recursive: true })).filter((name) => /\.(tsx?|css|html)$/u.test(name));
  const outside = [join(source, '..', 'world.ts'), join(repository, 'package-lock.json')];
  for (const file of [...names.toSorted().map((name) => join(source, name)), ...outside]) {
    hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
