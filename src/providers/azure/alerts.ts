import type { AlertDoor, AlertSource, TokenVerifier } from '../../core/alert-ports.ts';
import { UserError } from '../../core/errors.ts';
import type { AlertEvent } from '../../core/model/alert.ts';
import type { RawRequest, Signatures } from '../../core/ports.ts';
import { eventOf } from './alert-event.ts';
import { commonAlert } from './alert-schema.ts';
import { contextOf, essentialsOf, recoveredAlert } from './alerts-management-schema.ts';

/** "AzNS AAD Webhook": the application that Azure Monitor's action groups sign in as, the same in every tenant. */
export const actionGroupsCaller = '461e8683-5575-4561-ac7f-899cc907d62a';

export interface AzureWebhook {
  /** The last part of the plain webhook's address; a list while it is changed. undefined: there is no plain webhook. */
  readonly secret?: string | readonly string[] | undefined;
  /** undefined: there is no secure webhook. */
  readonly entra?:
    | {
        readonly tenantId: string;
        /** The application's id or its identifier URI. */
        readonly audience: string;
        readonly role?: string | undefined;
      }
    | undefined;
}

export interface AzureAlertNeeds {
  readonly webhook: AzureWebhook;
  readonly signatures: Signatures;
  /** Needed for the secure webhook. */
  readonly tokens?: TokenVerifier | undefined;
}

/** Azure Monitor's webhook action with the common alert schema, plain and secure, and what asking for missed alerts finds. */
export function createAzureAlerts(needs: AzureAlertNeeds): AlertSource {
  const secure = secureDoor(needs);
  return {
    name: 'azure',
    doors: [plainDoor(needs), ...(secure === undefined ? [] : [secure])],
    identify: (request) => identify(request, needs.signatures),
    read: (body, received) => [readEvent(body, received.at)],
  };
}

/** The only proof of the sender is the secret in the path. */
function plainDoor({ webhook, signatures }: AzureAlertNeeds): AlertDoor {
  const secrets = [webhook.secret ?? []].flat().filter((secret) => secret !== '');
  return {
    path: '/webhooks/azure/:secret',
    secretParams: ['secret'],
    verify: (request) => {
      if (secrets.length === 0)
        return { genuine: false, status: 401, reason: 'azure.webhook.secret is not configured, so nothing is accepted' };
      // Hashes are compared, so that neither the secret's length nor its beginning can be found out by timing.
      const given = signatures.hash(request.params['secret'] ?? '');
      const fitting = secrets.filter((secret) => signatures.same(given, signatures.hash(secret)));
      return fitting.length > 0 ? { genuine: true } : { genuine: false, status: 401, reason: 'the secret in the path is wrong' };
    },
  };
}

/** Proves itself with a token that Entra ID made for Azure Monitor and this application. */
function secureDoor({ webhook: { entra }, tokens }: AzureAlertNeeds): AlertDoor | undefined {
  if (entra === undefined || tokens === undefined) return undefined;
  const rules = { tenantId: entra.tenantId, audiences: audiencesOf(entra.audience), caller: actionGroupsCaller, role: entra.role };
  return {
    path: '/webhooks/azure',
    secretParams: [],
    verify: (request) => tokens.verify(request.headers['authorization'], rules),
  };
}

const guid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/iu;

/** Tokens of version 1 name the identifier URI, those of version 2 the application's id; the usual URI is made of the id. */
function audiencesOf(audience: string): readonly string[] {
  const id = audience.replace(/^api:\/\//u, '');
  return guid.test(id) ? [id, `api://${id}`] : [audience];
}

/** Azure posts the same event again up to five times; the id of the firing, what became of it and when are the event. */
function identify(request: Pick<RawRequest, 'body'>, signatures: Signatures): string {
  const parsed = commonAlert.safeParse(parseJson(request.body));
  if (!parsed.success) return `azure:${signatures.hash(request.body)}`;
  const { alertId, monitorCondition, firedDateTime, resolvedDateTime, originAlertId } = parsed.data.data.essentials;
  // Of what says neither which firing it is nor when, only the same bytes are surely the same event.
  if (alertId === undefined && firedDateTime === undefined) return `azure:${signatures.hash(request.body)}`;
  const parts = [alertId ?? '', monitorCondition, firedDateTime ?? '', resolvedDateTime ?? '', originAlertId ?? ''];
  return `azure:${signatures.hash(parts.join('|').toLowerCase())}`;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function readEvent(body: unknown, receivedAt: number): AlertEvent {
  const recovered = recoveredAlert.safeParse(body);
  if (recovered.success) {
    const { alert } = recovered.data;
    const { context, ...event } = eventOf(essentialsOf(alert), contextOf(alert), receivedAt);
    // Nobody knows which condition of its rule it is: two of them must not become one alert.
    return context === 'known' ? event : { ...event, key: `${event.key}|firing=${event.firing ?? alert.id}`, knownBy: 'firing' };
  }
  const parsed = commonAlert.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.join('.');
    throw new UserError(`This is not the common alert schema (${where}): turn it on in the action group’s webhook.`);
  }
  const { context: _, ...event } = eventOf(parsed.data.data.essentials, parsed.data.data.alertContext, receivedAt);
  return event;
}
