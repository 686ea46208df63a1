/** How many calls a method takes: `burst` at once, and one more each `everyMs`. */
interface Allowance {
  readonly burst: number;
  readonly everyMs: number;
}

const minute = 60_000;
/**
 * Slack's tiers are "20+ per minute" and the like; what is sent in one go counts against the minute, so a bucket that
 * holds the minute's worth is what an app sees. docs.slack.dev/apis/web-api/rate-limits
 */
const tier = (perMinute: number): Allowance => ({ burst: perMinute, everyMs: minute / perMinute });
const tiers = { tier2: tier(20), tier3: tier(50), tier4: tier(100) } as const;

/** "Generally one message per second per channel", with short bursts let through. */
const posting: Allowance = { burst: 20, everyMs: 1_000 };

const special: Readonly<Record<string, Allowance>> = {
  'auth.test': tier(600),
  'apps.connections.open': tiers.tier4,
  'bookmarks.add': tiers.tier2,
  'bookmarks.list': tiers.tier3,
  'chat.postEphemeral': tiers.tier4,
  'chat.postMessage': posting,
  'conversations.archive': tiers.tier2,
  'conversations.create': tiers.tier2,
  'conversations.list': tiers.tier2,
  'conversations.members': tiers.tier4,
  'conversations.setPurpose': tiers.tier2,
  'conversations.setTopic': tiers.tier2,
  'files.completeUploadExternal': tiers.tier4,
  'files.getUploadURLExternal': tiers.tier4,
  'files.info': tiers.tier4,
  'pins.add': tiers.tier2,
  'pins.list': tiers.tier2,
  'pins.remove': tiers.tier2,
  'users.info': tiers.tier4,
  'views.open': tiers.tier4,
  'views.publish': tiers.tier4,
  'views.push': tiers.tier4,
  'views.update': tiers.tier4,
};

interface Bucket {
  left: number;
  at: number;
}

/** Counts calls per method, and posts per channel. */
export class RateLimits {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  /** `now`: milliseconds, of the demo's clock: when it is moved, the minutes that pass are minutes for Slack too. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds to wait, whole; undefined: the call is taken, and counts. */
  take(method: string, channel: string | undefined): number | undefined {
    const allowance = special[method] ?? tiers.tier3;
    const key = allowance === posting ? `${method} ${channel ?? ''}` : method;
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { left: allowance.burst, at: now };
    const left = Math.min(allowance.burst, bucket.left + Math.max(0, now - bucket.at) / allowance.everyMs);
    const taken = left >= 1;
    this.#buckets.set(key, { left: taken ? left - 1 : left, at: now });
    return taken ? undefined : Math.max(1, Math.ceil(((1 - left) * allowance.everyMs) / 1_000));
  }
}
