import { UserError } from '../../core/errors.ts';
import type { AlertEvent } from '../../core/model/alert.ts';
import type { Severity } from '../../core/model/severity.ts';
import type { AlertSource, RawRequest, Signatures, Verdict } from '../../core/ports.ts';
import { type ContextReading, readContext } from './alert-context.ts';
import { commonAlert, type Essentials } from './alert-schema.ts';

/** Azure Monitor's webhook action, with the common alert schema. The only proof of its sender is the secret in the path. */
export function createAzureAlerts(options: { readonly secret: string | undefined; readonly signatures: Signatures }): AlertSource {
  const { secret, signatures } = options;
  return {
    name: 'azure',
    path: '/webhooks/azure/:secret',
    secretParams: ['secret'],
    verify: (request): Verdict => {
      if (secret === undefined || secret === '')
        return { genuine: false, status: 401, reason: 'azure.webhook.secret is not configured, so nothing is accepted' };
      // Hashes are compared, so that neither the secret's length nor its beginning can be found out by timing.
      const same = signatures.same(signatures.hash(request.params['secret'] ?? ''), signatures.hash(secret));
      return same ? { genuine: true } : { genuine: false, status: 401, reason: 'the secret in the path is wrong' };
    },
    identify: (request) => identify(request, signatures),
    read: (body, received) => [readEvent(body, received.at)],
  };
}

/** Azure posts the same event again up to five times; the id of the firing, what became of it and when are the event. */
function identify(request: RawRequest, signatures: Signatures): string {
  const parsed = commonAlert.safeParse(parseJson(request.body));
  if (!parsed.success) return `azure:${signatures.hash(request.body)}`;
  const { alertId, monitorCondition, firedDateTime, resolvedDateTime, originAlertId } = parsed.data.data.essentials;
  const parts = [alertId, monitorCondition, firedDateTime ?? '', resolvedDateTime ?? '', originAlertId ?? ''];
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
  const parsed = commonAlert.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.join('.');
    throw new UserError(`This is not the common alert schema (${where}): turn it on in the action group’s webhook.`);
  }
  const { essentials, alertContext } = parsed.data.data;
  const context = readContext(alertContext, essentials);
  const resolved = essentials.monitorCondition === 'Resolved';
  return {
    source: 'azure',
    key: keyOf(essentials, context),
    firing: essentials.alertId,
    state: resolved || context.over ? 'resolved' : 'fired',
    // Only metric alerts tell when they were resolved; a message that says "over" while "Fired" is itself the end.
    at: (resolved ? essentials.resolvedDateTime : essentials.firedDateTime) ?? receivedAt,
    title: titleOf(essentials, context),
    description: essentials.description ?? '',
    severity: severityOf(essentials.severity),
    resources: essentials.alertTargetIDs.filter((id) => id.startsWith('/subscriptions/')),
    link: secure(essentials.investigationLink) ?? portalLink(essentials.alertId),
  };
}

/** Rule, targets and dimensions: by the rule alone, two machines under one rule would be one alert. */
function keyOf(essentials: Essentials, context: ContextReading): string {
  const rule = essentials.alertRule ?? essentials.monitoringService ?? '';
  const targets = essentials.alertTargetIDs;
  const dimensions = new Set(context.dimensions.map((one) => `${one.name}=${one.value}`));
  const parts = [rule, targets.map(lower).toSorted().join(','), [...dimensions].map(lower).toSorted().join(',')];
  // Without rule, target and dimension only the firing itself is left to tell it by.
  const known = essentials.alertRule !== undefined || targets.length > 0 || dimensions.size > 0;
  return `azure|${lower(known ? parts.join('|') : essentials.alertId)}`;
}

const lower = (text: string): string => text.toLowerCase();

function titleOf(essentials: Essentials, context: ContextReading): string {
  // Some kinds of rule are named by their whole ARM id.
  const rule = essentials.alertRule?.startsWith('/') === true ? essentials.alertRule.split('/').at(-1) : essentials.alertRule;
  const parts = [rule, context.words].filter((part) => part !== undefined && part !== '');
  return parts.length > 0 ? parts.join(': ') : (essentials.monitoringService ?? 'Azure alert');
}

const severities: Readonly<Record<string, Severity>> = { sev0: 'P0', sev1: 'P1', sev2: 'P2' };

/** Sev3, Sev4 and alerts without a severity (budgets) are minor. */
function severityOf(severity: string | undefined): Severity {
  return severities[severity?.toLowerCase() ?? ''] ?? 'P3';
}

const secure = (link: string | undefined): string | undefined => (link?.startsWith('https://') === true ? link : undefined);

/** The alert's page in the portal; undefined for alerts the portal's alert list does not hold (budgets). */
function portalLink(alertId: string): string | undefined {
  if (!/\/providers\/microsoft\.alertsmanagement\/alerts\//iu.test(alertId)) return undefined;
  return `https://portal.azure.com/#view/Microsoft_Azure_Monitoring_Alerts/AlertDetails.ReactView/alertId/${encodeURIComponent(alertId)}`;
}
