import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../src/core/ports.ts';
import { type AlertsStore, alertStates, type KeptAlert, keptMs } from './alerts-store.ts';
import { sendError } from './errors.ts';

export interface AlertsManagementWorld {
  readonly clock: Clock;
  readonly alerts: AlertsStore;
  readonly baseUrl: () => string;
  /** Who is signed in, and changes states. */
  readonly principal: string;
}

const hourMs = 3_600_000;
const rangesMs = { '1h': hourMs, '1d': 24 * hourMs, '7d': 168 * hourMs, '30d': keptMs } as const;
// Source: the parameters of Alerts_GetAll.
const mostOfPage = 250;
const mostWithContext = 25;
const sortFields = [
  'name',
  'severity',
  'alertState',
  'monitorCondition',
  'targetResource',
  'startDateTime',
  'lastModifiedDateTime',
] as const;

const flag = z.enum(['true', 'false']).transform((written) => written === 'true');
const listQuery = z.object({
  'api-version': z.string(),
  timeRange: z.enum(['1h', '1d', '7d', '30d']).optional(),
  customTimeRange: z.string().optional(),
  includeContext: flag.default(false),
  pageCount: z.coerce.number().int().min(1).default(25),
  monitorCondition: z.enum(['Fired', 'Resolved']).optional(),
  alertState: z.enum(alertStates).optional(),
  severity: z.string().optional(),
  alertRule: z.string().optional(),
  monitorService: z.string().optional(),
  targetResource: z.string().optional(),
  targetResourceGroup: z.string().optional(),
  targetResourceType: z.string().optional(),
  sortBy: z.enum(sortFields).default('lastModifiedDateTime'),
  sortOrder: z.enum(['asc', 'desc']).optional(),
  ctoken: z.coerce.number().int().min(0).default(0),
});
type ListQuery = z.infer<typeof listQuery>;

const path = '/arm/subscriptions/:subscription/providers/Microsoft.AlertsManagement/alerts';
type Call = { Params: { subscription: string; alert: string } };

/** Alerts Management, of subscriptions: list, one, and the change of a state. */
export function mountAlertsManagement(server: FastifyInstance, world: AlertsManagementWorld): void {
  const { clock, alerts, baseUrl, principal } = world;
  server.get<Call>(path, async (call, reply) => {
    const asked = listQuery.safeParse(call.query);
    if (!asked.success) return refuse(reply, asked.error);
    const query = asked.data;
    if (query.pageCount > (query.includeContext ? mostWithContext : mostOfPage))
      return badRequest(reply, `The pageCount must be between 1 and ${query.includeContext ? mostWithContext : mostOfPage}.`);
    const range = rangeOf(query, clock.now());
    if (range === undefined) return badRequest(reply, 'The time range is not valid: give timeRange or customTimeRange, within 30 days.');
    const mine = alerts.list(clock.now()).filter((one) => one.subscription === call.params.subscription.toLowerCase());
    const found = sorted(
      mine.filter((one) => one.startedAt >= range.from && one.startedAt <= range.to && matches(one, query)),
      query,
    );
    const end = query.ctoken + query.pageCount;
    return {
      value: found.slice(query.ctoken, end).map((one) => toAlert(one, query.includeContext)),
      ...(end < found.length ? { nextLink: nextLink(`${baseUrl()}${call.url}`, end) } : {}),
    };
  });
  server.get<Call>(`${path}/:alert`, async (call, reply) => {
    const found = alerts.find(call.params.alert, clock.now());
    return found === undefined ? sendAbsent(reply, call.params.alert) : toAlert(found, true);
  });
  server.post<Call>(`${path}/:alert/changestate`, async (call, reply) => {
    const asked = z.object({ 'api-version': z.string(), newState: z.enum(alertStates) }).safeParse(call.query);
    if (!asked.success) return refuse(reply, asked.error);
    const changed = alerts.change(call.params.alert, asked.data.newState, principal, clock.now());
    return changed === undefined ? sendAbsent(reply, call.params.alert) : toAlert(changed, true);
  });
}

function rangeOf({ timeRange, customTimeRange }: ListQuery, now: number): { readonly from: number; readonly to: number } | undefined {
  if (customTimeRange === undefined) return { from: now - rangesMs[timeRange ?? '1d'], to: now };
  const [from, to] = customTimeRange.split('/').map(Date.parse);
  const readable = timeRange === undefined && from !== undefined && to !== undefined && from <= to;
  return readable && from >= now - keptMs ? { from, to } : undefined;
}

function matches(one: KeptAlert, query: ListQuery): boolean {
  const same = (wanted: string | undefined, value: string): boolean => wanted === undefined || wanted.toLowerCase() === value.toLowerCase();
  const { name, group, type } = partsOf(one.target);
  return (
    same(query.monitorCondition, one.condition) &&
    same(query.alertState, one.state) &&
    same(query.severity, one.severity) &&
    (same(query.alertRule, one.rule) || same(query.alertRule, ruleId(one, group))) &&
    same(query.monitorService, serviceName(one.monitorService)) &&
    (same(query.targetResource, one.target) || same(query.targetResource, name)) &&
    same(query.targetResourceGroup, group) &&
    same(query.targetResourceType, type)
  );
}

/** What is about times comes newest first unless it is asked for otherwise, all else in the order of the alphabet. */
function sorted(alerts: readonly KeptAlert[], { sortBy, sortOrder }: ListQuery): readonly KeptAlert[] {
  const order = sortOrder ?? (sortBy.endsWith('DateTime') ? 'desc' : 'asc');
  const sign = order === 'asc' ? 1 : -1;
  const by = (one: KeptAlert): string | number =>
    ({
      name: one.rule,
      severity: one.severity,
      alertState: one.state,
      monitorCondition: one.condition,
      targetResource: one.target,
      startDateTime: one.startedAt,
      lastModifiedDateTime: one.changedAt,
    })[sortBy];
  return alerts.toSorted((one, other) => sign * (by(one) < by(other) ? -1 : by(one) > by(other) ? 1 : 0));
}

function partsOf(target: string): { readonly name: string; readonly group: string; readonly type: string } {
  const [, group = '', provider = '', kind = ''] = /\/resourcegroups\/([^/]+)\/providers\/([^/]+)\/([^/]+)/iu.exec(target) ?? [];
  return { name: target.split('/').at(-1) ?? '', group, type: `${provider}/${kind}` };
}

function toAlert(one: KeptAlert, context: boolean): object {
  const { name, group, type } = partsOf(one.target);
  const time = (at: number): string => new Date(at).toISOString();
  return {
    properties: {
      essentials: {
        severity: one.severity,
        signalType: one.signalType,
        alertState: one.state,
        monitorCondition: one.condition,
        monitorService: serviceName(one.monitorService),
        targetResource: one.target,
        targetResourceName: name,
        targetResourceGroup: group,
        targetResourceType: type,
        sourceCreatedId: one.origin,
        smartGroupId: one.id,
        smartGroupingReason: 'Only one alert is in this group.',
        alertRule: ruleId(one, group),
        startDateTime: time(one.startedAt),
        lastModifiedDateTime: time(one.changedAt),
        lastModifiedUserName: one.changedBy,
        ...(one.resolvedAt === undefined ? {} : { monitorConditionResolvedDateTime: time(one.resolvedAt) }),
        actionStatus: { isSuppressed: false },
        description: one.description,
      },
      egressConfig: {},
      // One level deeper than the webhook's.
      ...(context ? { context: { context: one.context } } : {}),
    },
    id: `/subscriptions/${one.subscription}/providers/Microsoft.AlertsManagement/alerts/${one.id}`,
    type: 'Microsoft.AlertsManagement/alerts',
    name: one.rule,
  };
}

/** The list has another name for log searches than the webhook. */
const serviceName = (posted: string): string => (posted === 'Log Alerts V2' ? 'Log Analytics' : posted);

/** Where the webhook gives a rule's name, the list gives its id. */
function ruleId({ subscription, rule, signalType }: KeptAlert, group: string): string {
  if (group === '' || rule.startsWith('/') || signalType === 'Unknown') return rule;
  const kind = signalType === 'Metric' ? 'metricAlerts' : 'scheduledQueryRules';
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/microsoft.insights/${kind}/${rule}`;
}

function nextLink(url: string, start: number): string {
  const next = new URL(url);
  next.searchParams.set('ctoken', String(start));
  return next.href;
}

const refuse = (reply: FastifyReply, error: z.ZodError): FastifyReply => {
  if (error.issues.some((issue) => issue.path[0] === 'api-version'))
    return sendError(
      reply,
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  const names = error.issues.map((issue) => issue.path.join('.')).join(', ');
  return badRequest(reply, `The value of these parameters is missing or not valid: ${names}.`);
};
const badRequest = (reply: FastifyReply, message: string): FastifyReply => sendError(reply, 400, 'BadRequest', message);
const sendAbsent = (reply: FastifyReply, id: string): FastifyReply =>
  sendError(reply, 404, 'ResourceNotFound', `The alert '${id}' was not found.`);
