import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AlertMessage } from '../alerting/rule.ts';
import type { EmulatorClock } from '../clock.ts';
import type { Emulator } from '../emulator.ts';
import type { Estate } from '../estate/estate.ts';
import type { Fault, Faults } from '../faults.ts';
import type { Attempt } from '../webhook.ts';
import { secrets } from '../world.ts';
import { type ActionGroups, createActionGroups } from './action-groups.ts';
import { mountAlertsManagement } from './alerts-management.ts';
import { createAlertsStore } from './alerts-store.ts';
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
import { createWebhookTokens, mountKeys, type WebhookTokens } from './webhook-tokens.ts';

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
  /** An alert's message: Alerts Management keeps it, and the rule's action group posts it to the bot's webhook. */
  readonly post: (message: AlertMessage) => Promise<Attempt>;
  readonly actionGroups: ActionGroups;
  /** What signs the secure webhook's tokens. */
  readonly webhookTokens: WebhookTokens;
  /** Every request to the APIs, sign-in aside: "POST /azure/metrics/westeurope/…". */
  readonly requests: readonly string[];
  /** Every request to sign in, in the same form. */
  readonly signIns: readonly string[];
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
  const webhookTokens = createWebhookTokens();
  const actionGroups = createActionGroups({ ...options, tokens: webhookTokens });
  const alerts = createAlertsStore();

  /** The control interface gives scripts one token for all they may want to do: post as Azure does, and ask Resource Manager and logs. */
  const isScripts = async ({ headers }: FastifyRequest, path: string): Promise<boolean> =>
    !path.startsWith('/azure/metrics/') && (await webhookTokens.recognise(headers.authorization)) === 'ours';

  const guard = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const path = request.url.split('?')[0] ?? '';
    const login = path.startsWith('/azure/login/');
    note(login ? signIns : requests, `${request.method} ${path}`);
    const fault = faults.take(path);
    if (fault !== undefined) return void (await sendOrdered(reply, fault, path));
    if (login) return;
    if (!(await isScripts(request, path)) && !(await requireToken(request, reply, path))) return;
    await countRequest(reply, path, quotas);
  };

  const routes = async (server: FastifyInstance): Promise<void> => {
    server.addHook('onRequest', guard);
    server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, new URLSearchParams(body.toString())),
    );
    mountLogin(server, { tenant: secrets.azureTenant, clientId: secrets.azureClientId, clientSecret: secrets.azureClient });
    mountKeys(server, webhookTokens);
    mountAlertsManagement(server, { ...options, alerts, principal: secrets.azureClientId });
    mountGraph(server, estate, options.graphPage ?? 1000);
    mountArm(server, options);
    mountBatch(server, options);
    mountLogs(server, { ...options, engine: options.logs });
  };

  return {
    name: 'azure',
    mount: (server) => void server.register(routes, { prefix: '/azure' }),
    stop: options.logs.stop,
    post: (message) => {
      alerts.take(message.body, clock.now());
      return actionGroups.post(message);
    },
    actionGroups,
    webhookTokens,
    requests,
    signIns,
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
