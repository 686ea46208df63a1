import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EmulatorClock } from '../clock.ts';
import { type Emulator, EmulatorFault } from '../emulator.ts';
import type { Estate } from '../estate/estate.ts';
import type { Fault, Faults } from '../faults.ts';
import { secrets } from '../world.ts';
import { alertPayload, type MetricAlert } from './alert-payload.ts';
import { type Attempt, createAlertSender } from './alert-sender.ts';
import { mountArm } from './arm.ts';
import { mountBatch } from './batch.ts';
import { sendError, sendFault } from './errors.ts';
import { mountGraph } from './graph.ts';
import { mountLogin, sendSignInFault } from './login.ts';
import { mountLogs } from './logs.ts';
import type { LogEngine } from './logs-engine.ts';
import { sendBadToken, sendLogsFault } from './logs-errors.ts';
import { countRequest, createQuotas, type Quotas } from './quotas.ts';
import { checkToken } from './tokens.ts';

export interface AzureEmulatorOptions {
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  readonly estate: Estate;
  readonly logs: LogEngine;
  /** Where this server can be reached. */
  readonly baseUrl: () => string;
  /** Where the bot's webhooks can be reached. */
  readonly botUrl: () => string;
  /** Rows of a Resource Graph page; 1,000 with Azure. */
  readonly graphPage?: number | undefined;
  /** How many requests it takes; undefined: as many as Azure does. */
  readonly quotas?: Quotas | undefined;
}

export interface AzureEmulator extends Emulator {
  /** Posts the alert to the bot's webhook. An unknown resource or metric throws EmulatorFault. */
  readonly fireAlert: (alert: MetricAlert) => Promise<Attempt>;
  /** Every request to the APIs, sign-in aside: "POST /azure/metrics/westeurope/…". */
  readonly requests: readonly string[];
  /** Every request to sign in, in the same form. */
  readonly signIns: readonly string[];
  readonly alertAttempts: readonly Attempt[];
  /** What a configuration names as azure.endpoints. */
  readonly endpoints: () => { readonly login: string; readonly arm: string; readonly metrics: string; readonly logs: string };
}

const armAudiences = ['https://management.azure.com', 'https://management.core.windows.net'];
const metricsAudiences = ['https://metrics.monitor.azure.com'];
// Tokens of Resource Manager do as well.
const logsAudiences = ['https://api.loganalytics.io', 'https://api.loganalytics.azure.com', ...armAudiences];

/** Azure, as far as the bot sees it: sign-in, Resource Manager with Resource Graph and metrics, regional metrics, logs, alerts. */
export function createAzureEmulator(options: AzureEmulatorOptions): AzureEmulator {
  const { clock, estate, faults } = options;
  const quotas = options.quotas ?? createQuotas(options.clock.now);
  const requests: string[] = [];
  const signIns: string[] = [];
  const sender = createAlertSender({ clock, url: () => `${options.botUrl()}/webhooks/azure/${secrets.azureWebhook}` });

  const guard = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const path = request.url.split('?')[0] ?? '';
    const login = path.startsWith('/azure/login/');
    note(login ? signIns : requests, `${request.method} ${path}`);
    const fault = faults.take(path);
    if (fault !== undefined) return void (await sendOrdered(reply, fault, path));
    if (login) return;
    if (!(await requireToken(request, reply, path))) return;
    await countRequest(reply, path, quotas);
  };

  const routes = async (server: FastifyInstance): Promise<void> => {
    server.addHook('onRequest', guard);
    server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, new URLSearchParams(body.toString())),
    );
    mountLogin(server, { tenant: secrets.azureTenant, clientId: secrets.azureClientId, clientSecret: secrets.azureClient });
    mountGraph(server, estate, options.graphPage ?? 1000);
    mountArm(server, options);
    mountBatch(server, options);
    mountLogs(server, { ...options, engine: options.logs });
  };

  return {
    name: 'azure',
    mount: (server) => void server.register(routes, { prefix: '/azure' }),
    stop: options.logs.stop,
    fireAlert: async (alert) => {
      const { resource, value } = measure(alert, estate, clock.now());
      return sender.send(alertPayload(alert, resource, value));
    },
    requests,
    signIns,
    alertAttempts: sender.attempts,
    endpoints: () => {
      const base = `${options.baseUrl()}/azure`;
      return { login: `${base}/login`, arm: `${base}/arm`, metrics: `${base}/metrics`, logs: `${base}/logs` };
    },
  };
}

/** Keeps the last ten thousand: the demo may run for weeks. */
function note(lines: string[], line: string): void {
  lines.push(line);
  if (lines.length > 10_000) lines.shift();
}

function audiencesOf(path: string): readonly string[] {
  if (path.startsWith('/azure/metrics/')) return metricsAudiences;
  return path.startsWith('/azure/logs/') ? logsAudiences : armAudiences;
}

function sendOrdered(reply: FastifyReply, fault: Fault, path: string): FastifyReply {
  if (path.startsWith('/azure/login/')) return sendSignInFault(reply, fault);
  return path.startsWith('/azure/logs/') ? sendLogsFault(reply, fault) : sendFault(reply, fault, path);
}

/** Answers for itself, and gives false, where the token does not do. */
async function requireToken(request: FastifyRequest, reply: FastifyReply, path: string): Promise<boolean> {
  const state = checkToken(request.headers.authorization, audiencesOf(path));
  if (state === 'valid') return true;
  const issuer = `authorization_uri="https://login.windows.net/${secrets.azureTenant}"`;
  if (path.startsWith('/azure/logs/')) {
    reply.header('www-authenticate', `Bearer ${issuer}`);
    await sendBadToken(reply, state);
    return false;
  }
  if (state === 'missing') {
    reply.header('www-authenticate', `Bearer ${issuer}`);
    await sendError(reply, 401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
    return false;
  }
  const words = {
    invalid: ['InvalidAuthenticationToken', 'The access token is invalid.'],
    expired: ['ExpiredAuthenticationToken', 'The access token has expired.'],
    'wrong audience': ['InvalidAuthenticationTokenAudience', 'The access token has been obtained for wrong audience or resource.'],
  } as const;
  const [code, message] = words[state];
  reply.header('www-authenticate', `Bearer ${issuer}, error="invalid_token", error_description="${message}"`);
  await sendError(reply, 401, code, message);
  return false;
}

/** The metric's value over the rule's window, as the rule saw it. */
function measure(alert: MetricAlert, estate: Estate, now: number) {
  const resource = estate.resources.find((one) => one.name === alert.resource);
  const metric = estate.metricsOf(resource?.type ?? '').find((one) => one.name === alert.metric);
  if (resource === undefined || metric === undefined) throw new EmulatorFault(404, `No ${alert.metric} of ${alert.resource} here.`);
  const grainMs = alert.windowMinutes * 60_000;
  const to = Math.floor(now / 60_000) * 60_000;
  const [window] = estate.values(resource, metric, { from: to - grainMs, to, grainMs });
  return { resource, value: Math.round((window?.summary?.[alert.aggregation] ?? 0) * 100) / 100 };
}
