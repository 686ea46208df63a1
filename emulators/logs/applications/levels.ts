import type { Summary } from '../../estate/values.ts';
import { ownResource } from '../own-resource.ts';
import type { Stretch } from '../rows.ts';
import type { Applications } from './activity.ts';

/** Something that an application measures every minute. */
export interface Level {
  readonly name: string;
  /** `chance` from 0 until before 1. */
  readonly valueAt: (minute: number, chance: number) => number;
}

const poolSize = 200;
const minutesPerDay = 1440;
/** Every night at ten past one (UTC) all jobs of the day are assessed again, which takes all the pool has. */
const nightly = { from: 70, to: 77 };

export function levelsOf(applications: Applications, stretch: Stretch): readonly Level[] {
  switch (stretch.resource.service) {
    case 'compliance':
    case 'packamal':
      return [connections(applications, stretch)];
    case 'pixcrawler':
      return crawling(applications, stretch);
    case 'bps-website':
      return [];
  }
}

/** Connections of the application's pool: more than the database sees at once, since a pool keeps some open. */
function connections({ minutes }: Applications, stretch: Stretch): Level {
  const database = ownResource(stretch, 'microsoft.dbforpostgresql/flexibleservers');
  const active = minutes.of({ ...stretch, resource: database }, 'active_connections');
  return {
    name: 'database_connections',
    valueAt: (minute, chance) => {
      const usual = 12 + 1.7 * averageAt(active, minute, stretch) + 6 * chance;
      const batch = minute % minutesPerDay >= nightly.from && minute % minutesPerDay < nightly.to;
      const wanted = batch && stretch.resource.service === 'compliance' ? Math.max(usual, 183 + 11 * chance) : usual;
      return Math.min(poolSize - Math.floor(3 * chance), Math.round(wanted));
    },
  };
}

function crawling({ minutes }: Applications, stretch: Stretch): readonly Level[] {
  const requests = minutes.of(stretch, 'requests/count');
  const files = minutes.of(stretch, 'inner/temporary_files');
  const failed = minutes.of(stretch, 'inner/failed_chunks');
  const chunksAt = (minute: number, chance: number): number => Math.round(2 + totalAt(requests, minute, stretch) / 11 + 3 * chance);
  return [
    { name: 'active_chunks', valueAt: chunksAt },
    { name: 'temp_storage_mb', valueAt: (minute) => Math.round(averageAt(files, minute, stretch)) },
    { name: 'failed_chunks', valueAt: (minute) => totalAt(failed, minute, stretch) },
  ];
}

const averageAt = (summaries: readonly (Summary | undefined)[], minute: number, { first }: Stretch): number =>
  summaries[minute - first]?.average ?? 0;

const totalAt = (summaries: readonly (Summary | undefined)[], minute: number, { first }: Stretch): number =>
  summaries[minute - first]?.total ?? 0;
