import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import type { Emulator } from './emulator.ts';
import { Faults } from './faults.ts';
import { applyFaults } from './faults-server.ts';

/** Teams puts whole conversation ids into its paths. */
const longestParameter = 2_000;
/** Pictures travel in messages as data URIs. */
const mostBytes = 25 * 1024 * 1024;

/** The one server of the demo; each emulator gets a scope of its own, so that their body parsers do not meet. */
export function createDemoServer(emulators: readonly Emulator[], faults: Faults = new Faults()): FastifyInstance {
  const server = fastify({ bodyLimit: mostBytes, forceCloseConnections: true, routerOptions: { maxParamLength: longestParameter } });
  applyFaults(server, faults);
  for (const emulator of emulators) {
    server.register((scope, _options, done) => {
      emulator.mount(scope);
      done();
    });
  }
  return server;
}

/** Listens on loopback. Throws PortTaken, naming the variable the port can be changed with. */
export async function listen(server: FastifyInstance, port: number): Promise<void> {
  try {
    await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    throw taken(error, port, 'DEMO_PORT');
  }
}

/** Systems give out ports above these by themselves: one that was free a moment ago would soon be somebody's. */
const quietPorts = { from: 15_000, to: 30_000 };
const mostTries = 50;

/** A port that can be listened on: the one asked for if nobody has it, any free one for 0. Throws PortTaken. */
export async function freePort(port: number, variable: string): Promise<number> {
  for (let tried = 1; ; tried += 1) {
    const wanted = port === 0 ? randomInt(quietPorts.from, quietPorts.to) : port;
    try {
      await probe(wanted);
      return wanted;
    } catch (error) {
      if (port !== 0 || tried === mostTries) throw taken(error, wanted, variable);
    }
  }
}

async function probe(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

/** Somebody else has the port. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

function taken(error: unknown, port: number, variable: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || (error.code !== 'EADDRINUSE' && error.code !== 'EACCES')) return error;
  return new PortTaken(
    `Port ${port} cannot be had (${error.code}). Choose another one with the variable ${variable}, for example ${variable}=${port + 1}.`,
  );
}
