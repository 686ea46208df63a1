import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { UserError } from '../../core/errors.ts';
import type { Log } from '../../core/ports.ts';
import { OutOfReach } from '../errors.ts';

/** How long a server that does not answer is waited for; milliseconds. */
export interface Patience {
  readonly connect: number;
  /** For one statement. */
  readonly answer: number;
}

export const patience: Patience = { connect: 3_000, answer: 5_000 };

export interface Server {
  /** postgres://user:password@host:port/database; its password is never logged. */
  readonly url: string;
  readonly log: Log;
  readonly patience?: Patience | undefined;
}

/** The connection's own probes find a peer that is gone also while nothing is asked. */
const keepAliveAfterMs = 5_000;

/** A transaction that its process left open holds what others wait for: the server ends it. */
const longestIdleInTransactionMs = 10_000;

/** INT8: every number of the ledger is a safe integer. */
const int8 = 20;

/** SQLSTATE read_only_sql_transaction. */
const readOnly = '25006';

/** Throws UserError for what is no URL. */
export function clientOptions({ url, patience: { connect, answer } = patience }: Server): pg.ClientConfig {
  // Read before it is used, so that a wrong one is a sentence and not a stack.
  if (!URL.canParse(url)) throw new UserError('store.url is not a PostgreSQL URL. Write postgres://user:password@host:5432/database.');
  const types = new pg.TypeOverrides();
  types.setTypeParser(int8, Number);
  return {
    connectionString: url,
    application_name: 'tocsin',
    connectionTimeoutMillis: connect,
    statement_timeout: answer,
    idle_in_transaction_session_timeout: longestIdleInTransactionMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    types,
  };
}

/**
 * Connections for Kysely. One that does not answer in time is thrown away, since its late answer would be taken for that of the
 * next question. Throws OutOfReach when the server cannot be asked, the server's own error when it refuses.
 */
export function createPool(server: Server, most: number): PostgresPool {
  const pool = new pg.Pool({ ...clientOptions(server), max: most, allowExitOnIdle: true });
  // Without a listener an idle connection that dies would end the process.
  pool.on('error', (error) =>
    server.log.warn({ reason: error.message }, 'a connection to PostgreSQL was lost; another is made when it is needed'),
  );
  const answerMs = (server.patience ?? patience).answer;
  const guarded = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: {},
    connect: async () => {
      const client = await pool.connect().catch((error: unknown) => {
        throw reached(error);
      });
      const known = guarded.get(client);
      if (known !== undefined) return known;
      // While it is in use the pool does not listen to it.
      client.on('error', () => undefined);
      const made = guard(client, answerMs);
      guarded.set(client, made);
      return made;
    },
    end: () => pool.end(),
  };
}

function guard(client: pg.PoolClient, answerMs: number): PostgresPoolClient {
  let state: 'broken' | 'sound' = 'sound';
  const giveUp = (): void => {
    state = 'broken';
    breakOff(client);
  };
  const ask = async (sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<never>> => {
    // The server itself gives up first, and then the connection is still good.
    const timer = setTimeout(giveUp, answerMs + 1_000);
    try {
      return toResult(await client.query<never>(sql, parameters.map(storable)));
    } catch (error) {
      // Another server may be the one to write to by now, and only a new connection reaches it.
      if (error instanceof pg.DatabaseError && error.code === readOnly) giveUp();
      throw reached(error);
    } finally {
      clearTimeout(timer);
    }
  };
  function query(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<never>>;
  function query(cursor: PostgresCursor<never>): PostgresCursor<never>;
  function query(
    words: PostgresCursor<never> | string,
    parameters: readonly unknown[] = [],
  ): PostgresCursor<never> | Promise<PostgresQueryResult<never>> {
    if (typeof words !== 'string') throw new TypeError('rows are not streamed from PostgreSQL');
    return ask(words, parameters);
  }
  return { query, release: (destroy) => client.release(destroy === true || state === 'broken') };
}

function toResult(result: pg.QueryResult<never>): PostgresQueryResult<never> {
  return { command: commandOf(result.command), rowCount: result.rowCount ?? 0, rows: result.rows };
}

type Command = PostgresQueryResult<unknown>['command'];
const commands: readonly Command[] = ['UPDATE', 'DELETE', 'INSERT', 'MERGE', 'COMMIT', 'ROLLBACK'];

/** Kysely tells writing statements from the rest by it. */
function commandOf(command: string): Command {
  return commands.find((one) => one === command) ?? 'SELECT';
}

/** PostgreSQL has no U+0000 in a text; the sign for it is kept instead, in what is written and in what is asked for. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\u0000') ? value.replaceAll('\u0000', '\u2400') : value;
}

/** Ends the connection at once, without the farewell that a server which does not answer would never take. */
export function breakOff(client: pg.Client): void {
  client.connection.stream.destroy();
}

/** What is no answer of the server means that there was none. */
export function reached(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) return error;
  return new OutOfReach('the database server is out of reach', { cause: error });
}
