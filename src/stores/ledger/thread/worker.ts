/** Run as a thread of its own: all that writes to an embedded ledger, so that nothing else waits while the disk is forced. */
import { parentPort, workerData } from 'node:worker_threads';
import { Kysely } from 'kysely';
import { openDatabase, sqliteDialect } from '../sqlite.ts';
import type { Tables } from '../tables.ts';
import { createWrites, type Writes } from '../writes.ts';
import { type Answer, type Call, type FromThread, failureOf, type ToThread } from './messages.ts';

if (parentPort === null) throw new Error('it is run as a thread only');
const port = parentPort;
const tell = (message: FromThread): void => port.postMessage(message);

let answers: Answer[] = [];

/** Those of one group are settled one after the other, and go back as one message. */
function give(answer: Answer): void {
  answers.push(answer);
  if (answers.length > 1) return;
  queueMicrotask(() => {
    tell({ kind: 'answers', answers });
    answers = [];
  });
}

async function perform(writes: Writes, { id, member, args }: Call): Promise<void> {
  try {
    // Whoever calls is typed by the same interface.
    const value = await Reflect.apply(writes[member], undefined, args);
    give({ id, kind: 'value', value });
  } catch (error) {
    give({ id, kind: 'failed', failure: failureOf(error) });
  }
}

function open(file: string): void {
  const dialect = sqliteDialect(openDatabase(file));
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  const writes = createWrites(db, dialect);
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'calls':
        for (const call of message.calls) void perform(writes, call);
        return;
      case 'end':
        return void db.destroy().finally(() => port.close());
    }
  });
  tell({ kind: 'ready' });
}

try {
  open(String(workerData));
} catch (error) {
  tell({ kind: 'unopened', failure: failureOf(error) });
}
