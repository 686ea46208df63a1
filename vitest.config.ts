import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{src,commands,adapters,templates,emulators,tools}/**/*.test.ts',
      'test/{contract,stories,faults}/**/*.test.ts',
      'test/*.test.ts',
    ],
    exclude: ['test/faults/long/**'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
