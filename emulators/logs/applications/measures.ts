import { diceOf } from '../dice.ts';
import type { Stretch, TableMaker } from '../rows.ts';
import { ticksOfMinute, within } from '../times.ts';
import { type Applications, toldRows } from './activity.ts';
import { jobsOf } from './jobs.ts';
import { levelsOf } from './levels.ts';
import type { RequestRow } from './requests.ts';
import { isComponent } from './tables.ts';

interface MeasureRow {
  readonly at: number;
  readonly key: number;
  readonly name: string;
  readonly value: number;
  readonly count: number;
  readonly request: () => RequestRow | undefined;
}

const everyMinutes = { full: 1, thin: 5 };

/** What applications measure themselves: what their jobs came to, and levels every minute. */
export function measureTables(applications: Applications): readonly TableMaker[] {
  return [{ table: 'customMetrics', writes: isComponent, rows: (stretch) => measuresTable(applications, stretch) }];
}

function measuresTable(applications: Applications, stretch: Stretch) {
  const end = ticksOfMinute(stretch.end);
  const rows = [...ofJobs(applications, stretch), ...ofLevels(applications, stretch)]
    .filter(({ at }) => at < end)
    .toSorted((one, other) => one.at - other.at);
  return toldRows<MeasureRow>({
    seed: applications.seed,
    stretch,
    table: 'customMetrics',
    rows,
    told: ({ request, key, count }) => ({ request, key, count }),
    cells: {
      name: ({ name }) => name,
      value: ({ value }) => value,
      valueCount: ({ count }) => count,
      valueSum: ({ value, count }) => value * count,
      valueMin: ({ value }) => value,
      valueMax: ({ value }) => value,
      itemType: () => 'customMetric',
      customDimensions: () => ({ environment: 'production' }),
    },
  });
}

function ofJobs(applications: Applications, stretch: Stretch): readonly MeasureRow[] {
  return jobsOf(applications, stretch)
    .filter(({ state }) => state === 'completed')
    .flatMap(({ jobs, key, ended, seconds, score, request }) => {
      const measured = { at: ended, count: 1, request };
      const took = { ...measured, key: key * 2, name: jobs.durationMetric, value: Math.round(seconds * 100) / 100 };
      if (score === undefined || jobs.score === undefined) return [took];
      return [took, { ...measured, key: key * 2 + 1, name: jobs.score.name, value: score }];
    });
}

function ofLevels(applications: Applications, stretch: Stretch): readonly MeasureRow[] {
  const dice = diceOf(applications.seed, stretch.resource.id, 'level');
  const step = everyMinutes[stretch.density];
  return levelsOf(applications, stretch).flatMap(({ name, valueAt }, place) => {
    const rows: MeasureRow[] = [];
    for (let minute = stretch.first; minute < stretch.end; minute += step) {
      const key = minute * 8 + place;
      const value = valueAt(minute, dice(key));
      rows.push({ at: within(minute, (place + 0.5) / 10), key: ~key, name, value, count: step, request: () => undefined });
    }
    return rows;
  });
}
