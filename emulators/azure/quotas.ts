import type { FastifyReply } from 'fastify';
import { sendBatchError, sendError } from './errors.ts';
import { sendThrottled } from './logs-errors.ts';

/** What Azure counts apart: reads of Resource Manager, batches of metrics (both per subscription), Resource Graph's queries, and queries of logs. */
export type QuotaKind = 'arm' | 'batch' | 'graph' | 'logs';

export interface Quotas {
  /** Counts one request. `retryAfter`: it is one too many; seconds until there is room again. */
  readonly take: (kind: QuotaKind, subscription: string) => { readonly remaining: number; readonly retryAfter: number | undefined };
}

const sizes: Readonly<Record<QuotaKind, { readonly size: number; readonly perSecond: number }>> = {
  arm: { size: 250, perSecond: 25 },
  batch: { size: 250, perSecond: 25 },
  graph: { size: 15, perSecond: 3 },
  logs: { size: 200, perSecond: 200 / 30 },
};

/** Token buckets that refill by the given clock: what falls due in a night that is skipped comes all at once. */
export function createQuotas(nowMs: () => number): Quotas {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take: (kind, subscription) => {
      const key = `${kind} ${subscription.toLowerCase()}`;
      const { size, perSecond } = sizes[kind];
      const now = nowMs();
      const bucket = buckets.get(key) ?? { left: size, at: now };
      const left = Math.min(size, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      const granted = left >= 1;
      buckets.set(key, { left: granted ? left - 1 : left, at: now });
      const retryAfter = granted ? undefined : Math.max(1, Math.ceil((1 - left) / perSecond));
      return { remaining: Math.floor(granted ? left - 1 : left), retryAfter };
    },
  };
}

/** Takes whatever comes. */
export const uncounted: Quotas = { take: (kind) => ({ remaining: sizes[kind].size - 1, retryAfter: undefined }) };

/** Counts a request to an API, tells what is left as that API does, and refuses what is too many as that API does. */
export async function countRequest(reply: FastifyReply, path: string, quotas: Quotas): Promise<void> {
  const subscription = /\/subscriptions\/([^/]+)/iu.exec(path)?.[1] ?? '';
  if (path.startsWith('/azure/metrics/')) {
    const { retryAfter } = quotas.take('batch', subscription);
    if (retryAfter === undefined) return;
    reply.header('retry-after', String(retryAfter));
    await sendBatchError(reply, 529, 'TooManyRequests', 'Too many requests of this subscription. Retry later.');
    return;
  }
  if (path.startsWith('/azure/logs/')) {
    const { retryAfter } = quotas.take('logs', '');
    if (retryAfter !== undefined) await sendThrottled(reply, retryAfter, 'more than 200 queries in 30 seconds.');
    return;
  }
  if (/\/microsoft\.resourcegraph\//iu.test(path)) return countQuery(reply, quotas);
  const { remaining, retryAfter } = quotas.take('arm', subscription);
  reply.header('x-ms-ratelimit-remaining-subscription-reads', String(remaining));
  if (retryAfter === undefined) return;
  reply.header('retry-after', String(retryAfter));
  const whose = `subscription '${subscription}'`;
  await sendError(
    reply,
    429,
    'SubscriptionRequestsThrottled',
    `Reads of ${whose} exceed the limit. Try again after ${retryAfter} seconds.`,
  );
}

async function countQuery(reply: FastifyReply, quotas: Quotas): Promise<void> {
  const { remaining, retryAfter } = quotas.take('graph', '');
  reply.header('x-ms-user-quota-remaining', String(remaining)).header('x-ms-user-quota-resets-after', '00:00:05');
  if (retryAfter === undefined) return;
  reply.header('retry-after', String(retryAfter));
  await sendError(reply, 429, 'RateLimiting', 'Please provide below info when asking for support.', {
    details: [{ code: 'RateLimiting', message: 'The quota of queries is used up; see the header x-ms-user-quota-resets-after.' }],
  });
}
