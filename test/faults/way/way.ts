import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Ledger } from '../../../src/core/ledger.ts';
import { openSqliteLedger } from '../../../src/stores/ledger/sqlite.ts';
import { openPostgresLedger } from '../../../src/stores/postgres/open.ts';
import { createLogList } from '../../fakes/log.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { type Account, accountOf } from './account.ts';
import { type Chats, startChats } from './chats.ts';
import type { Left, Orders } from './orders.ts';
import { type Replica, startReplica } from './replica.ts';
import { alertNumber, lonelyAlert, type Outcome, type Posting, post } from './stream.ts';

/** What takes webhooks. */
export type Door = Pick<Replica, 'url'>;

export interface Way {
  readonly chats: Chats;
  /** Where the ledger is, on SQLite. */
  readonly folder: string;
  /** Starts a process; several share a database, each with a folder of its own. `within`: as startReplica. */
  readonly start: (orders?: Partial<Orders>, within?: readonly string[]) => Promise<Replica>;
  /** So many new alerts about the service with this number, or each about something else; they begin now. */
  readonly alerts: (count: number, service: number | 'of none') => readonly Posting[];
  /** All at once to these processes in turn; what is not answered 2xx is kept, and sent again by `repeat`. */
  readonly post: (to: readonly Door[], postings: readonly Posting[]) => Promise<readonly Outcome[]>;
  /** Posts what was not answered 2xx, as Azure does. */
  readonly repeat: (to: readonly Door[]) => Promise<void>;
  /** Lets the clock go on until nothing is left to do; 'died' as soon as one of the processes has ended. Gives back how many ms of the moved clock it took. */
  readonly quiet: (all: readonly Replica[]) => Promise<number | 'died'>;
  /** Lets so much time pass, in steps, with all that falls due. */
  readonly pass: (all: readonly Replica[], ms: number) => Promise<void>;
  /** Lets every stored event be decided on, and the clock alone. */
  readonly decided: (all: readonly Replica[]) => Promise<void>;
  readonly unanswered: () => number;
  /** Of what is in the store now; on SQLite no process may be running. */
  readonly account: () => Promise<Account>;
  readonly openLedger: () => Promise<Ledger>;
}

/** Longest step of the clock: what another process has in hand is settled long before its lease ends. */
const stepMs = 5_000;
const mostSteps = 3_000;

/** The way from webhooks to messages with everything around it, gone with the test. `database`: undefined: SQLite in a folder. */
export async function openWay({
  database,
  botUrl,
}: {
  readonly database?: string | undefined;
  /** Where Teams speaks to, where that is no process that the way starts. */
  readonly botUrl?: string | undefined;
} = {}): Promise<Way> {
  const folder = await temporaryFolder();
  const running: Replica[] = [];
  const chats = await startChats(() => botUrl ?? running.findLast((one) => one.state() === 'running')?.url ?? '');
  onTestFinished(async () => {
    for (const one of running) one.kill();
    await Promise.all(running.map((one) => one.ended));
    await chats.stop();
  });
  const ahead = (): number => chats.clock.now() - Date.now();
  const acknowledged = new Set<string>();
  const owed = new Map<string, Posting>();
  let made = 0;
  let installed: 'yes' | 'no' = 'no';
  const openLedger = (): Promise<Ledger> =>
    database === undefined
      ? openSqliteLedger({ file: join(folder, 'ledger.db'), clock: chats.clock })
      : openPostgresLedger({ url: database, clock: chats.clock, log: createLogList() });

  const send = async (to: readonly Door[], postings: readonly Posting[]): Promise<readonly Outcome[]> =>
    Promise.all(
      postings.map(async (one, index) => {
        const outcome = await post(to[index % to.length]?.url ?? '', one);
        if (outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300) {
          acknowledged.add(one.id);
          owed.delete(one.body);
        } else owed.set(one.body, one);
        return outcome;
      }),
    );

  return {
    chats,
    folder,
    start: async (orders = {}, within = []) => {
      const replica = await startReplica({ folder, database, chats: chats.url, ahead: ahead(), ...orders }, within);
      running.push(replica);
      if (installed === 'no') await chats.teams.install();
      installed = 'yes';
      return replica;
    },
    alerts: (count, service) =>
      Array.from({ length: count }, () => {
        made += 1;
        const at = chats.clock.now();
        return service === 'of none' ? lonelyAlert(made, at) : alertNumber(made, { service, at });
      }),
    post: send,
    repeat: async (to) => void (await send(to, [...owed.values()])),
    unanswered: () => owed.size,
    quiet: async (all) => {
      const began = chats.clock.now();
      for (let step = 0; step < mostSteps; step += 1) {
        const left = await Promise.all(all.map((one) => one.work(ahead())));
        if (left.includes('died')) return 'died';
        const known = left.filter((one): one is Left => one !== 'died');
        const due = known.flatMap((one) => (one.failed === undefined ? (one.due ?? []) : [chats.clock.now()]));
        const isQuiet = due.length === 0 && known.every((one) => one.untriaged === 0);
        if (isQuiet) return chats.clock.now() - began;
        await chats.clock.advance(Math.max(1, Math.min(stepMs, Math.min(...due) - chats.clock.now())));
      }
      throw new Error(`it is not quiet after ${mostSteps} steps`);
    },
    pass: async (all, ms) => {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await chats.clock.advance(stepMs);
        await Promise.all(all.map((one) => one.work(ahead())));
      }
    },
    decided: async (all) => {
      for (let step = 0; step < mostSteps; step += 1) {
        const left = await Promise.all(all.map((one) => one.work(ahead())));
        if (left.every((one) => one === 'died' || (one.untriaged === 0 && one.failed === undefined))) return;
      }
      throw new Error(`there are undecided events after ${mostSteps} steps`);
    },
    account: async () => {
      const ledger = await openLedger();
      try {
        return await accountOf(ledger, acknowledged, chats.posted);
      } finally {
        await ledger.close();
      }
    },
    openLedger,
  };
}
