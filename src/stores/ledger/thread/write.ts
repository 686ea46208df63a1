import { parentPort, workerData } from 'node:worker_threads';
import { Kysely } from 'kysely';
import { openDatabase, sqliteDialect } from '../sqlite-dialect.ts';
import type { Tables } from '../tables.ts';
import { createWrites, type Writes } from '../writes.ts';
import { type Answer, type Call, type FromThread, failureOf, type ToThread } from './messages.ts';

interface Opened {
  readonly writes: Writes;
  readonly close: () => Promise<void>;
}

/** Answers calls until it is told to end. The file is opened by the first: by then its tables are of this version. */
export function write(): void {
  if (parentPort === null) throw new Error('it is run as a thread only');
  const port = parentPort;
  let opened: Opened | undefined;
  let answers: Answer[] = [];
  const performing = new Set<Promise<void>>();

  /** Those of one group are settled one after the other, and go back as one message. */
  const give = (answer: Answer): void => {
    answers.push(answer);
    if (answers.length > 1) return;
    queueMicrotask(() => {
      port.postMessage({ answers } satisfies FromThread);
      answers = [];
    });
  };
  const perform = async ({ id, member, args }: Call): Promise<void> => {
    try {
      opened ??= open(String(workerData));
      // Whoever calls is typed by the same interface.
      give({ id, kind: 'value', value: await Reflect.apply(opened.writes[member], undefined, args) });
    } catch (error) {
      give({ id, kind: 'failed', failure: failureOf(error) });
    }
  };
  const end = async (): Promise<void> => {
    await Promise.all(performing);
    await opened?.close();
    port.close();
  };

  // Nothing is answered yet, but it could be.
  port.postMessage({ answers: [] } satisfies FromThread);
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'calls':
        for (const call of message.calls) {
          const performed = perform(call).then(() => void performing.delete(performed));
          performing.add(performed);
        }
        return;
      case 'end':
        return void end();
    }
  });
}

function open(file: string): Opened {
  const dialect = sqliteDialect(openDatabase(file));
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  return { writes: createWrites(db, dialect), close: () => db.destroy() };
}
