import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, FromThread, Question, ThreadData } from './worker-messages.ts';

/** What a thread runs: it loads the parser, warms it up and then answers one question after the other. */
const port = parentPort;
if (port === null) throw new Error('this file is for a thread');
const tell = (message: FromThread<Answer>): void => port.postMessage(message);

// The main thread gave it, from the same build.
const data: ThreadData = workerData;
const { createReader } = await import('./reader.ts');
const reader = createReader(data);
reader.warmUp();

port.on('message', (question: Question) => {
  // It is on its way at once, whatever the question does to this thread.
  tell({ kind: 'began' });
  try {
    tell({ kind: 'answer', answer: reader.answer(question) });
  } catch (error) {
    // A stack that was too small for the text, or a fault in the parser, which survives both.
    tell({ kind: 'broken', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
tell({ kind: 'ready' });
