import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: kills and broken stores, many times over; minutes, not seconds. */
export default defineConfig({
  test: { include: ['test/faults/**/*.test.ts'], pool: 'forks', fileParallelism: false, testTimeout: 300_000 },
});
