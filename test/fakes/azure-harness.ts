import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { type AzureEmulator, createAzureEmulator } from '../../emulators/azure/index.ts';
import { createLogEngine } from '../../emulators/azure/logs-kql.ts';
import { type Quotas, uncounted } from '../../emulators/azure/quotas.ts';
import { EmulatorClock } from '../../emulators/clock.ts';
import { createEstate, type Estate } from '../../emulators/estate/estate.ts';
import { Faults } from '../../emulators/faults.ts';
import { applyFaults } from '../../emulators/faults-server.ts';
import { createLogs } from '../../emulators/logs/index.ts';
import { secrets } from '../../emulators/world.ts';
import type { Log, Signatures } from '../../src/core/ports.ts';
import type { AzureCredential } from '../../src/providers/azure/clients.ts';
import { type Azure, type AzureOptions, createAzure } from '../../src/providers/azure/index.ts';
import { type ScriptedEngine, scriptedEngine } from './log-engine.ts';

export const plainSignatures: Signatures = {
  hmac: (secret, content) => createHmac('sha256', secret).update(content).digest('hex'),
  hash: (content) => createHash('sha256').update(content).digest('hex'),
  same: (one, other) => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other)),
};

export const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** What the server lets in. */
export const knownCredential: AzureCredential = {
  tenantId: secrets.azureTenant,
  clientId: secrets.azureClientId,
  clientSecret: secrets.azureClient,
};

export interface AzureHarness extends AsyncDisposable {
  readonly azure: Azure;
  /** Another provider against the same server, with other options. */
  readonly connect: (options: Partial<AzureOptions>) => Azure;
  /** The server's side: the requests it got, alerts to fire. */
  readonly server: AzureEmulator;
  readonly estate: Estate;
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  /** What answers queries of logs, unless they are answered from the estate. */
  readonly logs: ScriptedEngine;
  /** "http://127.0.0.1:…" */
  readonly url: string;
}

const seed = 'tocsin';

/** 2026-11-18 is a Wednesday. */
const start = Date.UTC(2026, 10, 18, 12, 3, 20);

/** The product's Azure provider, with Azure's own clients, against the emulator on a free port. */
export async function startAzure(
  options: {
    readonly botUrl?: () => string;
    readonly graphPage?: number;
    readonly quotas?: Quotas;
    readonly logs?: 'from the estate';
  } = {},
): Promise<AzureHarness> {
  // Nobody polls this clock, so an advance must not wait for anybody to settle.
  const clock = new EmulatorClock({ start, patienceMs: 0 });
  const estate = createEstate({ seed, clock });
  const faults = new Faults();
  const logs = scriptedEngine();
  const http = fastify();
  let url = '';
  const botUrl = options.botUrl ?? (() => 'http://127.0.0.1:9');
  const emulator = createAzureEmulator({
    clock,
    faults,
    estate,
    logs: options.logs === undefined ? logs : createLogEngine({ store: createLogs({ estate, clock, seed }), clock, log: silentLog }),
    baseUrl: () => url,
    botUrl,
    graphPage: options.graphPage,
    quotas: options.quotas ?? uncounted,
  });
  applyFaults(http, faults);
  emulator.mount(http);
  await http.listen({ host: '127.0.0.1', port: 0 });
  url = addressOf(http.server.address());
  const connect: AzureHarness['connect'] = (more) =>
    createAzure({
      credential: knownCredential,
      subscriptions: [],
      resourceGroups: [],
      tags: {},
      endpoints: emulator.endpoints(),
      webhook: { secret: secrets.azureWebhook },
      budget: 1,
      random: () => 0,
      signatures: plainSignatures,
      clock,
      log: silentLog,
      limits: { pauseMs: 1 },
      ...more,
    });
  return {
    azure: connect({}),
    connect,
    server: emulator,
    estate,
    clock,
    faults,
    logs,
    url,
    [Symbol.asyncDispose]: async () => {
      http.server.closeAllConnections();
      await http.close();
      await emulator.stop();
    },
  };
}

function addressOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}
