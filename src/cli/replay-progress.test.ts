import { expect, it } from 'vitest';
import { createReplayProgress } from './replay-progress.ts';

function run(width: number | undefined, ...moments: readonly number[]): string {
  let written = '';
  let at = 0;
  const terminal = { width, err: (text: string): void => void (written += text) };
  const progress = createReplayProgress(terminal, () => at);
  for (at of moments) progress.count();
  progress.end();
  return written;
}

it('a long replay tells how far it is once a second, in a line that goes away', () => {
  expect(run(80, 500, 1_000, 1_500, 2_100)).toBe('\r\u001B[K2 messages are decided …\r\u001B[K4 messages are decided …\r\u001B[K');
});

it('a quick one says nothing, and none does where nobody looks on', () => {
  expect(run(80, 300, 999)).toBe('');
  expect(run(undefined, 2_000)).toBe('');
});
