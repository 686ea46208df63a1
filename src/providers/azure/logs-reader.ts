import { Worker } from 'node:worker_threads';
import { ProviderError } from '../../core/errors.ts';
import type { QueryResult, QueryTable } from '../../core/model/query.ts';
import { readAnswer } from './logs-answer.ts';
import type { FromReader } from './logs-reader-worker.ts';

/** Reading more characters than this would keep everybody else waiting. */
const mostAtOnce = 500_000;

/** As readAnswer; what is long is read in a thread of its own and handed over in parts. */
export function readInTurns(body: string, query: string, signal: AbortSignal): QueryResult | Promise<QueryResult> {
  return body.length <= mostAtOnce ? readAnswer(body, query) : readElsewhere(body, query, signal);
}

async function readElsewhere(body: string, query: string, signal: AbortSignal): Promise<QueryResult> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<QueryResult>();
  const worker = new Worker(new URL('./logs-reader-worker.ts', import.meta.url), { workerData: { body, query } });
  const leave = (): void => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  const rows: QueryTable['rows'][number][] = [];
  worker.on('message', (message: FromReader) => {
    switch (message.kind) {
      case 'rows':
        rows.push(...message.rows);
        // One part at a time: what has arrived is handed over at once.
        return worker.postMessage('next', []);
      case 'read':
        return resolve({ ...message.result, table: { columns: message.result.table.columns, rows } });
    }
  });
  worker.on('error', reject);
  worker.on('exit', () => {
    reject(
      new ProviderError('Azure', 'sent an answer that could not be read. Ask for fewer or smaller columns.', { retry: { when: 'never' } }),
    );
  });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', leave);
    await worker.terminate();
  }
}
