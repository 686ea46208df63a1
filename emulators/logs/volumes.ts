import type { Estate } from '../estate/estate.ts';
import type { ServiceName } from '../estate/resources.ts';
import { sharesOf } from './dice.ts';
import type { Minutes } from './minutes.ts';
import type { RowSet, Stretch } from './rows.ts';
import { minutesPerHour } from './times.ts';

/** Bytes in an hour, and for every request that the hour had; sampled rows are few, and only they are billed. */
interface Rate {
  readonly hourly: number;
  readonly request: number;
  /** Whose applications write it; all where not given. */
  readonly of?: readonly ServiceName[];
}

const jobs: readonly ServiceName[] = ['pixcrawler', 'packamal', 'compliance'];
const rates: Readonly<Record<string, Rate>> = {
  AppRequests: { hourly: 60_000, request: 13 },
  AppDependencies: { hourly: 72_000, request: 19 },
  AppExceptions: { hourly: 2000, request: 5 },
  AppTraces: { hourly: 40_000, request: 20 },
  AppEvents: { hourly: 8000, request: 11, of: jobs },
  AppMetrics: { hourly: 90_000, request: 8, of: jobs },
  AppPerformanceCounters: { hourly: 126_000, request: 0 },
  AppAvailabilityResults: { hourly: 64_000, request: 0 },
  AppPageViews: { hourly: 4000, request: 12, of: ['bps-website'] },
  ContainerLogV2: { hourly: 255_000, request: 0 },
  ContainerLog: { hourly: 240_000, request: 0 },
  KubePodInventory: { hourly: 112_000, request: 0 },
  Perf: { hourly: 290_000, request: 0 },
  AppServiceConsoleLogs: { hourly: 100_000, request: 0 },
  ContainerAppConsoleLogs_CL: { hourly: 100_000, request: 0 },
  AppBrowserTimings: { hourly: 1500, request: 4, of: ['bps-website'] },
};
const bytesOfMetric = 640;

/** How many bytes of a table are billed. */
export interface Volumes {
  /** Those of each row; they make `total`. */
  readonly sizes: (table: string, stretch: Stretch, rows: RowSet) => readonly number[];
  /** All of a stretch. Tables of which there are many rows are told without making them: `rows` are asked for the others. */
  readonly total: (table: string, stretch: Stretch, rows: () => RowSet) => number;
}

export const isBillable = (table: string): boolean => !['Heartbeat', 'Usage', 'AzureActivity'].includes(table);

export function createVolumes({ estate, minutes }: { readonly estate: Estate; readonly minutes: Minutes }): Volumes {
  /** Undefined: it is what its rows are. */
  const told = (table: string, stretch: Stretch): number | undefined => {
    const hours = (stretch.end - stretch.first) / minutesPerHour;
    const { type, service } = stretch.resource;
    if (table === 'AzureMetrics') return Math.round(bytesOfMetric * estate.metricsOf(type).length * 12 * hours);
    const rate = rates[table];
    if (rate === undefined) return undefined;
    if (rate.of?.includes(service) === false) return 0;
    if (rate.request === 0) return Math.round(rate.hourly * hours);
    const requests = minutes.of(stretch, 'requests/count').reduce((sum, one) => sum + (one?.total ?? 0), 0);
    return Math.round(rate.hourly * hours + rate.request * requests);
  };
  const ofRows = ({ times }: RowSet): readonly number[] => times.map((at) => 620 + (Math.floor(at / 10_000) % 450));
  return {
    sizes: (table, stretch, rows) => {
      const bytes = told(table, stretch);
      return bytes === undefined ? ofRows(rows) : sharesOf(bytes, rows.times.length);
    },
    total: (table, stretch, rows) => told(table, stretch) ?? ofRows(rows()).reduce((sum, one) => sum + one, 0),
  };
}
