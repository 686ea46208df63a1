import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Runs a script, kills it with SIGKILL after it has printed `lines` lines, and returns all it had printed. */
export async function untilKilled(script: URL, args: readonly string[], lines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const closed = once(child, 'close');
  const printed: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    if (printed.length === lines) child.kill('SIGKILL');
  }
  const [, signal] = await closed;
  if (signal !== 'SIGKILL') throw new Error(`${script.pathname} ended by itself: ${complaints}`);
  // The last line may have been cut by the kill; what is cut was not read by anybody as an acknowledgement.
  return printed.slice(0, -1);
}
