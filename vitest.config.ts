import { defineConfig } from 'vitest/config';

/**
 * Files that share a process one after another: they load the same modules and keep nothing in them, and a process for each costs
 * more than the tests. What draws, starts threads or processes, or plays a whole story has a process to itself.
 */
const shared = [
  'src/{auth,cli,config,core,http,providers,schedule,services,telemetry,text}/**/*.test.ts',
  'src/kql/{engine,lower}/**/*.test.ts',
  '{adapters,commands,templates}/**/*.test.ts',
  'emulators/*/**/*.test.ts',
];

const common = { pool: 'forks', testTimeout: 30_000, hookTimeout: 30_000 } as const;

export default defineConfig({
  test: {
    // Many wait for servers and children of theirs: one at a time would leave the second processor idle.
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'shared', include: shared, isolate: false } },
      {
        test: {
          ...common,
          name: 'alone',
          include: [
            '{src,commands,adapters,templates,emulators,tools}/**/*.test.ts',
            'test/{contract,stories,faults,kql-examples}/**/*.test.ts',
            'test/*.test.ts',
          ],
          exclude: ['test/faults/long/**', ...shared],
        },
      },
    ],
  },
});
