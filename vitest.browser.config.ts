import { defineConfig } from 'vitest/config';

/** The tests that need a browser (Chromium at CHROMIUM, else where Debian puts it); each starts a demo of its own. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
