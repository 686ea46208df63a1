import type { AlertPoll, PolledEvent, PollRange } from '../../core/alert-ports.ts';
import { ProviderError } from '../../core/errors.ts';
import type { Resource } from '../../core/model/resource.ts';
import type { Cancellable, Clock, Signatures } from '../../core/ports.ts';
import { eventOf } from './alert-event.ts';
import { alertsPage, contextOf, essentialsOf, type ListedAlert, listedAlert, recoveredBody } from './alerts-management-schema.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import type { ResourceScope } from './resources.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

// Source of the three: the operation Alerts_GetAll of this version.
const apiVersion = '2023-07-12-preview';
const pageSize = 25;
/** It refuses what lies further back; a little less, because its clock is not ours. */
const listedMs = 30 * dayMs - 60 * minuteMs;
/** A safety net against a link that never ends: a hundred thousand alerts. */
const mostPages = 4000;
/** Its webhook may still be on its way: Azure repeats it for a little more than a minute. The next poll looks again. */
const graceMs = 90_000;
/** For how long the subscriptions and resources that were listed are believed. */
const knownMs = 10 * minuteMs;

export interface AlertsManagementNeeds {
  readonly scope: ResourceScope;
  readonly clients: Pick<Clients, 'arm'>;
  readonly calls: Calls;
  readonly list: (options: Cancellable) => Promise<readonly Resource[]>;
  readonly signatures: Signatures;
  readonly clock: Clock;
}

/** Asks Alerts Management for the alerts of each subscription: those whose webhook did not reach us are found so. */
export function createAlertsManagement(needs: AlertsManagementNeeds): AlertPoll {
  const estate = keeping(needs);
  // What cannot be asked for want of a role is asked from where it was left when somebody has granted it.
  const from = (subscription: string, { since, now, left }: PollRange): number =>
    Math.max(Math.min(since, left?.[subscription] ?? since), now - listedMs);
  return {
    name: 'azure alerts',
    source: 'azure',
    everyMs: 2 * minuteMs,
    longestBackMs: listedMs,
    poll: async (range, options) => {
      const { subscriptions, resources } = await estate(options);
      const answers = await Promise.allSettled(
        subscriptions.map((one) => changedSince(one, { since: from(one, range), now: range.now }, needs, options)),
      );
      const failures = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      const fault = failures.find((one) => !(one instanceof ProviderError));
      if (fault !== undefined) throw fault;
      const alerts = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      const settled = alerts.filter(({ alert }) => !(changedAt(alert) > range.now - graceMs && changedAt(alert) <= range.now));
      const ours = settled.filter(({ alert }) => resources === undefined || resources.has(targetOf(alert)));
      return {
        events: ours.flatMap((one) => eventFor(one, range.now, needs.signatures)),
        failure: failures.find((one) => one instanceof ProviderError),
        left: Object.fromEntries(subscriptions.filter((_, at) => answers[at]?.status === 'rejected').map((one) => [one, from(one, range)])),
      };
    },
  };
}

interface Listed {
  readonly alert: ListedAlert;
  /** As it came: the event keeps all of it. */
  readonly raw: unknown;
}

interface Estate {
  readonly subscriptions: readonly string[];
  /** In lower case; undefined: every resource of the subscriptions is ours. */
  readonly resources: ReadonlySet<string> | undefined;
}

/** Which subscriptions to ask, and whose alerts are meant where the configuration narrows them down. */
function keeping({ scope, list, clock }: AlertsManagementNeeds): (options: Cancellable) => Promise<Estate> {
  const narrowed = scope.resourceGroups.length > 0 || Object.keys(scope.tags).length > 0;
  let known: { readonly estate: Estate; readonly at: number } | undefined;
  return async (options) => {
    if (scope.subscriptions.length > 0 && !narrowed) return { subscriptions: scope.subscriptions, resources: undefined };
    if (known !== undefined && Math.abs(clock.now() - known.at) < knownMs) return known.estate;
    const found = await list(options);
    const subscriptions = [...new Set(found.map((one) => one.subscription.toLowerCase()))];
    const resources = narrowed ? new Set(found.map((one) => one.id.toLowerCase())) : undefined;
    known = { estate: { subscriptions, resources }, at: clock.now() };
    return known.estate;
  };
}

/**
 * Newest change first, until what lies before `since`: the range of the listing is about when an alert began, so that asking
 * for the last minutes alone would miss the end of one that began before them.
 */
async function changedSince(
  subscription: string,
  { since, now }: PollRange,
  { clients, calls }: AlertsManagementNeeds,
  { signal }: Cancellable,
): Promise<readonly Listed[]> {
  const arm = await clients.arm();
  const path = `/subscriptions/${encodeURIComponent(subscription)}/providers/Microsoft.AlertsManagement/alerts`;
  const attempt = {
    kind: 'arm',
    subscription,
    doing: `list the alerts of the subscription ${subscription}`,
    role: { name: 'Monitoring Reader', scope: `the subscription ${subscription}` },
  } as const;
  const found: Listed[] = [];
  let query = firstQuery(now);
  for (let page = 0; page < mostPages; page += 1) {
    const asked = query;
    const { value, nextLink } = await calls.run(attempt, calls.patience(signal), async (options) =>
      alertsPage.parse(await arm.get(`${path}?${asked}`, options)),
    );
    const alerts = value.flatMap((raw) => {
      const alert = listedAlert.safeParse(raw);
      return alert.success ? [{ alert: alert.data, raw }] : [];
    });
    found.push(...alerts.filter(({ alert }) => changedAt(alert) >= since));
    // The link's host is not looked at: the token is for ours alone.
    const next = nextLink === undefined ? undefined : URL.parse(nextLink)?.search.slice(1);
    if (next === undefined || next === '' || alerts.some(({ alert }) => changedAt(alert) < since)) return found;
    query = next;
  }
  return found;
}

function firstQuery(now: number): string {
  const range = `${new Date(now - listedMs).toISOString()}/${new Date(now).toISOString()}`;
  const parameters = {
    'api-version': apiVersion,
    customTimeRange: range,
    includeContext: 'true',
    pageCount: String(pageSize),
    sortBy: 'lastModifiedDateTime',
    sortOrder: 'desc',
  };
  return new URLSearchParams(parameters).toString();
}

function changedAt({ properties: { essentials: one } }: ListedAlert): number {
  const times = [one.lastModifiedDateTime, one.monitorConditionResolvedDateTime, one.startDateTime].filter((at) => at !== undefined);
  // What tells no time is never passed over.
  return times.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...times);
}

const targetOf = ({ properties }: ListedAlert): string => (properties.essentials.targetResource ?? '').toLowerCase();

function eventFor({ alert, raw }: Listed, now: number, signatures: Signatures): readonly PolledEvent[] {
  const event = eventOf(essentialsOf(alert), contextOf(alert), now);
  // Of what never tells its end, long ago means over.
  const isOld = event.endsAfterMs !== undefined && event.at + event.endsAfterMs < now;
  if (event.state === 'fired' && isOld) return [];
  const identity = `azure:recovered:${signatures.hash([alert.id, event.state, event.at].join('|').toLowerCase())}`;
  return [{ identity, body: recoveredBody(raw), firing: event.firing, state: event.state }];
}
