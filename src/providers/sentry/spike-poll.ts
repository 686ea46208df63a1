import type { AlertPoll, PolledEvent } from '../../core/alert-ports.ts';
import { ProviderError } from '../../core/errors.ts';
import type { Signatures } from '../../core/ports.ts';
import type { SentryApi } from './api.ts';
import { createErrorCounts } from './spike-counts.ts';
import { eventsOf } from './spike-event.ts';
import { minuteMs, type SpikeRule, spikesIn } from './spikes.ts';

export interface SpikePollNeeds {
  readonly api: SentryApi;
  /** Slugs; asked at every look, so that a changed configuration counts at once. */
  readonly projects: () => readonly string[];
  readonly rule: SpikeRule;
  readonly signatures: Signatures;
  readonly timeoutMs: number;
}

interface Range {
  readonly since: number;
  readonly now: number;
}

/** How many projects are asked about at once: Sentry allows 25 requests under way, and others ask too. */
const atOnce = 5;

/** Looks for error spikes in every project of the catalogue, each minute. Works with no alert configured in Sentry. */
export function createSpikePoll(needs: SpikePollNeeds): AlertPoll {
  const countsOf = createErrorCounts(needs.api);
  const look = async (project: string, { since, now }: Range, signal: AbortSignal): Promise<readonly PolledEvent[]> => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(needs.timeoutMs)]);
    const { from, to, ...counts } = await countsOf(project, now, limited);
    const spikes = spikesIn(counts, { from, to }, needs.rule);
    return spikes.flatMap((spike) => eventsOf(spike, project, { since, ...needs }));
  };
  return {
    name: 'sentry spikes',
    source: 'sentry',
    everyMs: minuteMs,
    longestBackMs: 24 * 60 * minuteMs,
    poll: async (range, { signal }) => {
      const left = [...new Set(needs.projects())];
      const events: PolledEvent[] = [];
      let failure: ProviderError | undefined;
      const work = async (): Promise<void> => {
        for (let project = left.shift(); project !== undefined; project = left.shift()) {
          try {
            events.push(...(await look(project, range, signal)));
          } catch (error) {
            // The others may well be asked; this one is asked again.
            if (!(error instanceof ProviderError)) throw error;
            failure ??= error;
          }
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      return { events, failure };
    },
  };
}
