import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer, Left, Orders, Told } from './orders.ts';

const program = fileURLToPath(new URL('./process.ts', import.meta.url));

export interface Replica {
  readonly url: string;
  readonly pid: number;
  /** Moves its clock and lets it do what is due; 'died' when it ends before it has done so. */
  readonly work: (ahead: number) => Promise<Left | 'died'>;
  readonly disk: (to: 'fill' | 'free' | 'save') => Promise<void>;
  readonly kill: () => void;
  /** Settles with the signal it ended by. */
  readonly ended: Promise<string>;
  readonly state: () => 'running' | 'ended';
  /** When it leased which delivery, in ms since 1970. */
  readonly leases: ReadonlyMap<string, number>;
  /** The end of what it has logged: warnings and errors. */
  readonly said: () => string;
}

/** Starts a process of the way; settles when it takes webhooks. `within`: a program and its arguments that it is started by. */
export async function startReplica(orders: Orders, [first, ...others]: readonly string[] = []): Promise<Replica> {
  const own = [program, JSON.stringify(orders)];
  const [command, args] = first === undefined ? [process.execPath, own] : [first, [...others, process.execPath, ...own]];
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // The same hundred modules are read again and again.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  });
  const line = listen(child);
  const url = await line.ready;
  let asked = 0;
  const ask = async (make: (id: number) => Told): Promise<Left | 'died'> => {
    asked += 1;
    const answered = line.answer(asked);
    if (line.state() === 'running') child.send(make(asked), () => undefined);
    return Promise.race([answered, line.ended.then(() => 'died' as const)]);
  };
  return {
    url,
    pid: child.pid ?? 0,
    work: (ahead) => ask((id) => ({ kind: 'work', id, ahead })),
    disk: async (to) => void (await ask((id) => ({ kind: 'disk', id, to }))),
    kill: () => void child.kill('SIGKILL'),
    ended: line.ended,
    state: line.state,
    leases: line.leases,
    said: line.said,
  };
}

function listen(child: ChildProcess) {
  const waiting = new Map<number, (left: Left) => void>();
  const leases = new Map<string, number>();
  const ready = Promise.withResolvers<string>();
  let state: 'running' | 'ended' = 'running';
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = `${complaints}${text}`.slice(-4_000);
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    state = 'ended';
    ready.reject(new Error(`It ended (${signal ?? code}) before it was ready: ${complaints}`));
    return String(signal ?? code);
  });
  child.on('message', (told: Answer) => {
    if (told.kind === 'ready') ready.resolve(told.url);
    else if (told.kind === 'done') waiting.get(told.id)?.(told.left);
    else for (const key of told.keys) leases.set(key, told.at);
  });
  return {
    ready: ready.promise,
    ended,
    leases,
    said: () => complaints,
    state: () => state,
    answer: (id: number) => new Promise<Left>((resolve) => waiting.set(id, resolve)),
  };
}
