import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{src,commands,adapters,templates,emulators,tools}/**/*.test.ts',
      'test/{contract,stories,faults,kql-examples}/**/*.test.ts',
      'test/*.test.ts',
    ],
    exclude: ['test/faults/long/**'],
    pool: 'forks',
    // Many wait for servers and children of theirs: one at a time would leave the second processor idle.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
