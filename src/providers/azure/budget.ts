import type { AzureObserver } from './observe.ts';

/** What Azure limits apart from each other. */
export type LimitKind = 'batch' | 'arm' | 'graph' | 'logs';

/**
 * Azure's own limits: a bucket of `size` requests that refills at `perSecond`. Sources: "Throttling Resource Manager requests"
 * (reads per principal and subscription; the metrics data plane is counted alike) "Throttled requests in Azure Resource
 * Graph" (15 queries in 5 seconds), and "Azure Monitor service limits" (200 queries of logs in 30 seconds per user).
 */
const documented: Readonly<Record<LimitKind, { readonly size: number; readonly perSecond: number }>> = {
  arm: { size: 250, perSecond: 25 },
  batch: { size: 250, perSecond: 25 },
  graph: { size: 15, perSecond: 3 },
  logs: { size: 200, perSecond: 200 / 30 },
};

export type Turn =
  | { readonly state: 'granted'; readonly waitMs: number }
  /** It would take longer than the caller can wait; nothing was used up. */
  | { readonly state: 'too long'; readonly waitMs: number; readonly why: 'budget' | 'throttled' };

export interface Budget {
  /** Takes one request of the share; whoever is granted one sends it after `waitMs`. */
  readonly take: (kind: LimitKind, subscription: string, mostMs: number) => Turn;
  /** Azure asked for a pause: nobody asks this kind and subscription before it is over. */
  readonly rest: (kind: LimitKind, subscription: string, ms: number) => void;
}

interface Bucket {
  /** Below zero: that many have been granted ahead of time and wait. */
  left: number;
  at: number;
  restUntil: number;
}

/** A share (0..1) of Azure's limits, so that other tools of the same identity and subscription keep the rest. */
export function createBudget(needs: {
  readonly share: number;
  readonly now: () => number;
  readonly observe: Pick<AzureObserver, 'budgetLeft'>;
}): Budget {
  const buckets = new Map<string, Bucket>();
  const sizeOf = (kind: LimitKind): number => Math.max(1, documented[kind].size * needs.share);
  const rateOf = (kind: LimitKind): number => (documented[kind].perSecond * needs.share) / 1000;

  const bucketOf = (kind: LimitKind, subscription: string): Bucket => {
    const key = `${kind} ${subscription.toLowerCase()}`;
    const now = needs.now();
    const bucket = buckets.get(key) ?? { left: sizeOf(kind), at: now, restUntil: 0 };
    buckets.set(key, bucket);
    bucket.left = Math.min(sizeOf(kind), bucket.left + Math.max(0, now - bucket.at) * rateOf(kind));
    bucket.at = now;
    return bucket;
  };

  return {
    take: (kind, subscription, mostMs) => {
      const bucket = bucketOf(kind, subscription);
      const forTurn = Math.max(0, (1 - bucket.left) / rateOf(kind));
      const forRest = Math.max(0, bucket.restUntil - bucket.at);
      const waitMs = Math.max(forTurn, forRest);
      if (waitMs > mostMs) return { state: 'too long', waitMs, why: forRest > forTurn ? 'throttled' : 'budget' };
      bucket.left -= 1;
      needs.observe.budgetLeft(kind, subscription, Math.max(0, bucket.left) / sizeOf(kind));
      return { state: 'granted', waitMs };
    },
    rest: (kind, subscription, ms) => {
      const bucket = bucketOf(kind, subscription);
      bucket.restUntil = Math.max(bucket.restUntil, bucket.at + ms);
    },
  };
}
