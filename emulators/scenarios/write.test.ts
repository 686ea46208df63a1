import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('write.ts', import.meta.url));
const run = promisify(execFile);
const write = async (...words: readonly string[]): Promise<readonly unknown[]> => {
  const { stdout } = await run(process.execPath, [program, ...words]);
  return stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
};

it('writes the lines of a scenario for replay, and says which there are when it knows none of the name', async () => {
  const lines = await write('slow-database', '--at', '2026-11-20T02:00:00Z');
  expect(lines).toEqual([
    { at: '2026-11-20T02:03:00.000Z', source: 'azure', body: expect.anything() },
    { at: '2026-11-20T02:04:00.000Z', source: 'sentry', resource: 'metric_alert', body: expect.anything() },
    { at: '2026-11-20T02:25:00.000Z', source: 'azure', body: expect.anything() },
    { at: '2026-11-20T02:26:00.000Z', source: 'sentry', resource: 'metric_alert', body: expect.anything() },
  ]);
  expect(await write('variation', '--seed', '3', '--truth')).toContainEqual(expect.objectContaining({ incident: 'cache-down' }));
  await expect(run(process.execPath, [program, 'quick-database'])).rejects.toMatchObject({
    stderr: expect.stringContaining('slow-database, '),
  });
});
