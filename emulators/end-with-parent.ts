import { isMainThread } from 'node:worker_threads';

/**
 * For `node --import`: ends the process when whoever started it is gone, however that died. Its standard input must be a pipe
 * that the parent holds open: the operating system closes it with the parent. At once, since the systems it speaks to are gone too,
 * and its port is wanted by the next one.
 */
// Its threads load this too: they end with it, and one whose input is read never becomes ready.
if (isMainThread) {
  process.stdin.once('close', () => process.kill(process.pid, 'SIGKILL')).resume();
  // Otherwise a program that is done would wait for its parent.
  process.stdin.unref();
}
