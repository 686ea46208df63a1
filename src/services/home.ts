import { isOwner } from '../core/model/schedule.ts';
import type { Catalogue, Context, Digests, HomeContent, Incidents, SavedCharts, ServiceHealth } from './services.ts';

/** Whose page it is, and what it is read from. */
export interface HomeNeeds extends Pick<Context, 'actor' | 'timeZone' | 'now' | 'signal'> {
  readonly services: {
    readonly catalogue: Pick<Catalogue, 'services'>;
    readonly incidents: Pick<Incidents, 'open'>;
    readonly savedCharts: Pick<SavedCharts, 'list'>;
    readonly digests: Pick<Digests, 'content'>;
  };
}

/**
 * Reads a home page. `patience` ends the waiting for measurements, not the reading of them: what it brings is in the caches
 * when the page is opened again.
 */
export async function readHome(context: HomeNeeds, patience: AbortSignal): Promise<HomeContent> {
  const { catalogue, incidents, savedCharts } = context.services;
  const [services, open, charts] = await Promise.all([states(context, patience), incidents.open(), savedCharts.list()]);
  return {
    services,
    catalogue: catalogue.services(),
    incidents: open,
    charts: charts.filter((chart) => isOwner(context.actor, chart)),
  };
}

/** Whatever fails or takes too long is unknown: the page must come all the same. */
async function states(
  { services, timeZone, now, signal }: HomeNeeds,
  patience: AbortSignal,
): Promise<readonly ServiceHealth[] | undefined> {
  const read = async (): Promise<readonly ServiceHealth[]> =>
    (await services.digests.content({ services: undefined, timeZone }, now, signal)).services;
  return Promise.race([read().catch(() => undefined), ended(patience)]);
}

function ended(patience: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (patience.aborted) resolve(undefined);
    patience.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
