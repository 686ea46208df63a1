import { parentPort, workerData } from 'node:worker_threads';

/** What a test asks of a thread. `gate`: it answers when the first cell is no longer 0. */
export type Order = 'echo' | 'hang' | 'exit' | 'memory' | 'throw' | { readonly gate: SharedArrayBuffer };

/** Stands in for the parser's thread: does what the order says. */
if (workerData === 'does not start') throw new Error('no parser');
parentPort?.on('message', (order: Order) => {
  parentPort?.postMessage({ kind: 'began' }, []);
  parentPort?.postMessage(replyTo(order), []);
});
parentPort?.postMessage({ kind: 'ready' }, []);

function replyTo(order: Order): unknown {
  if (typeof order === 'object') {
    Atomics.wait(new Int32Array(order.gate), 0, 0);
    return { kind: 'answer', answer: 'gate opened' };
  }
  switch (order) {
    case 'echo':
      return { kind: 'answer', answer: 'echo' };
    case 'hang':
      for (;;) Math.random();
    case 'exit':
      return process.exit(3);
    case 'memory': {
      const held: number[][] = [];
      for (;;) held.push(Array<number>(1_000_000).fill(1));
    }
    case 'throw':
      return { kind: 'broken', reason: 'a fault in the parser' };
  }
}
