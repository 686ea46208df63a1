import type { AlertEvent } from '../../core/model/alert.ts';
import type { Severity } from '../../core/model/severity.ts';
import { type ContextReading, lastPartOf, readContext } from './alert-context.ts';
import type { Essentials } from './alert-schema.ts';

/** One message of Azure Monitor, posted or found by asking, as an event. `receivedAt` stands for times that are not told. */
export function eventOf(
  essentials: Essentials,
  alertContext: unknown,
  receivedAt: number,
): AlertEvent & { readonly context: ContextReading['kind'] } {
  const context = readContext(alertContext, essentials);
  const resolved = essentials.monitorCondition === 'Resolved';
  return {
    context: context.kind,
    source: 'azure',
    key: keyOf(essentials, context),
    firing: firingOf(essentials.alertId),
    firingSince: resolved ? essentials.firedDateTime : undefined,
    state: resolved || context.over ? 'resolved' : 'fired',
    at: momentOf(essentials, receivedAt),
    endsAfterMs: context.endsAfterMs,
    rule: ruleName(essentials.alertRule) ?? context.rule ?? essentials.monitoringService ?? 'Azure alert',
    title: titleOf(essentials, context),
    description: essentials.description ?? '',
    severity: severityOf(essentials.severity),
    resources: essentials.alertTargetIDs.filter((id) => id.startsWith('/subscriptions/')),
    labels: labelsOf(context),
    operation: valueOf(context, operationNames),
    release: valueOf(context, releaseNames),
    link: secure(essentials.investigationLink) ?? portalLink(essentials.alertId),
  };
}

/**
 * Only metric alerts tell when they were resolved, and our clock may lag behind Azure's: an end is never before its firing. (A
 * message that says "over" while it says "Fired" is itself the end.)
 */
function momentOf({ monitorCondition, firedDateTime, resolvedDateTime }: Essentials, receivedAt: number): number {
  if (monitorCondition === 'Fired') return firedDateTime ?? receivedAt;
  return resolvedDateTime ?? Math.max(receivedAt, firedDateTime ?? receivedAt);
}

/** Some kinds of rule are named by their whole ARM id, and the list of alerts does so where the webhook gives the name. */
function ruleName(rule: string | undefined): string | undefined {
  return rule?.startsWith('/') === true ? lastPartOf(rule) : rule;
}

/** Rule, targets and dimensions: by the rule alone, two machines under one rule would be one alert. */
function keyOf(essentials: Essentials, context: ContextReading): string {
  const rule = ruleName(essentials.alertRule) ?? '';
  const targets = essentials.alertTargetIDs;
  const dimensions = new Set(context.dimensions.map((one) => `${escaped(one.name)}=${escaped(one.value)}`));
  if (rule === '' && targets.length === 0 && dimensions.size === 0) return lower(['azure', ...firingParts(essentials)].join('|'));
  const lists = [targets.map(escaped), [...dimensions]].map((list) => list.map(lower).toSorted().join(','));
  return lower(['azure', escaped(rule === '' ? (essentials.monitoringService ?? '') : rule), ...lists].join('|'));
}

/** Without rule, target and dimension only the firing itself is left to tell it by. */
function firingParts({ alertId, originAlertId, monitoringService, firedDateTime }: Essentials): readonly string[] {
  const id = alertId ?? originAlertId;
  return id === undefined ? [escaped(monitoringService ?? ''), String(firedDateTime ?? '')] : [escaped(id)];
}

/** What stands between the parts of a key is marked where it stands within one: otherwise {a: "x,b=y"} would be {a: x, b: y}. */
const escaped = (text: string): string => text.replaceAll(/[\\|,=]/gu, String.raw`\$&`);

const lower = (text: string): string => text.toLowerCase();

const firingId = /\/providers\/microsoft\.alertsmanagement\/alerts\//iu;

/** Budgets and some alerts of the activity log give their rule's id here, which all their firings share. */
function firingOf(alertId: string | undefined): string | undefined {
  if (alertId === undefined || (alertId.startsWith('/') && !firingId.test(alertId))) return undefined;
  return lower(alertId);
}

function titleOf(essentials: Essentials, context: ContextReading): string {
  const parts = [ruleName(essentials.alertRule), context.words].filter((part) => part !== undefined && part !== '');
  return parts.length > 0 ? parts.join(': ') : (essentials.monitoringService ?? 'Azure alert');
}

const severities: ReadonlyMap<string, Severity> = new Map([
  ['sev0', 'P0'],
  ['sev1', 'P1'],
  ['sev2', 'P2'],
]);

/** Sev3, Sev4 and alerts without a severity (budgets) are minor. */
function severityOf(severity: string | undefined): Severity {
  return severities.get(severity?.toLowerCase() ?? '') ?? 'P3';
}

/** A rule with several conditions can have one dimension with several values. */
function labelsOf({ dimensions }: ContextReading): Readonly<Record<string, string>> {
  const values = new Map<string, Set<string>>();
  for (const { name, value } of dimensions) values.set(name, (values.get(name) ?? new Set()).add(value));
  return Object.fromEntries([...values].map(([name, all]) => [name, [...all].join(', ')]));
}

// As metrics, classic tables and workspace tables of Application Insights write them.
const operationNames = new Set(['operation_name', 'operationname', 'operation/name', 'request/name']);
const releaseNames = new Set(['application_version', 'appversion', 'application/version']);

function valueOf({ dimensions }: ContextReading, names: ReadonlySet<string>): string | undefined {
  return dimensions.find(({ name, value }) => value !== '' && names.has(lower(name)))?.value;
}

const secure = (link: string | undefined): string | undefined => (link?.startsWith('https://') === true ? link : undefined);

/** The alert's page in the portal; undefined for alerts the portal's alert list does not hold (budgets). */
function portalLink(alertId: string | undefined): string | undefined {
  if (alertId === undefined || !firingId.test(alertId)) return undefined;
  return `https://portal.azure.com/#view/Microsoft_Azure_Monitoring_Alerts/AlertDetails.ReactView/alertId/${encodeURIComponent(alertId)}`;
}
