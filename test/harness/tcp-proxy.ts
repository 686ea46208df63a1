import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** From now on nothing is passed on, and nobody is told: as when a cable is pulled. */
  readonly freeze: () => void;
  /** Connections that were frozen stay so for ever; new ones go through. */
  readonly heal: () => void;
  readonly connections: () => number;
  readonly stop: () => Promise<void>;
}

/** Stands between a client and a server on 127.0.0.1. */
export async function startTcpProxy(to: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let state: 'frozen' | 'open' = 'open';
  let accepted = 0;
  const server = createServer((client) => {
    accepted += 1;
    const upstream = connect(to, '127.0.0.1');
    for (const [from, into] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      let isDead = false;
      from.on('data', (chunk) => {
        isDead ||= state === 'frozen';
        if (!isDead) into.write(chunk);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        if (!isDead && state === 'open') into.destroy();
      });
    }
    if (state === 'frozen') for (const socket of [client, upstream]) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    freeze: () => {
      state = 'frozen';
      for (const socket of sockets) socket.pause();
    },
    heal: () => {
      state = 'open';
    },
    connections: () => accepted,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
