import { diceOf } from '../dice.ts';
import type { Stretch, TableMaker } from '../rows.ts';
import { within } from '../times.ts';
import { type Applications, toldRows } from './activity.ts';
import { isComponent } from './tables.ts';

const mib = 1024 ** 2;

interface Counter {
  readonly name: string;
  readonly category: string;
  readonly counter: string;
  readonly instance: string;
  /** In minutes, for the last week and for what is older. */
  readonly every: { readonly full: number; readonly thin: number };
  readonly valueAt: (index: number, chance: number) => number | undefined;
}

interface CounterRow {
  readonly at: number;
  readonly key: number;
  readonly counter: Counter;
  readonly value: number;
}

const often = { full: 1, thin: 10 };
const seldom = { full: 5, thin: 30 };

/** The counters of the processes. The first two are the component's metrics of the same names. */
export function counterTables(applications: Applications): readonly TableMaker[] {
  return [{ table: 'performanceCounters', writes: isComponent, rows: (stretch) => countersTable(applications, stretch) }];
}

function countersTable({ seed, minutes }: Applications, stretch: Stretch) {
  const dice = diceOf(seed, stretch.resource.id, 'counter');
  const rows = countersOf(minutes, stretch).flatMap((counter, place) => {
    const made: CounterRow[] = [];
    for (let minute = stretch.first; minute < stretch.end; minute += counter.every[stretch.density]) {
      const key = minute * 8 + place;
      const value = counter.valueAt(minute - stretch.first, dice(key));
      if (value !== undefined) made.push({ at: within(minute, 0.1 + place / 20), key, counter, value });
    }
    return made;
  });
  return toldRows<CounterRow>({
    seed,
    stretch,
    table: 'performanceCounters',
    rows: rows.toSorted((one, other) => one.at - other.at),
    told: ({ key }) => ({ request: () => undefined, key, count: 1 }),
    cells: {
      name: ({ counter }) => counter.name,
      value: ({ value }) => value,
      category: ({ counter }) => counter.category,
      counter: ({ counter }) => counter.counter,
      instance: ({ counter }) => counter.instance,
      itemType: () => 'performanceCounter',
    },
  });
}

function countersOf(minutes: Applications['minutes'], stretch: Stretch): readonly Counter[] {
  const cpu = minutes.of(stretch, 'performanceCounters/processCpuPercentage');
  const memory = minutes.of(stretch, 'performanceCounters/memoryAvailableBytes');
  const requests = minutes.of(stretch, 'requests/count');
  const durations = minutes.of(stretch, 'requests/duration');
  const process = (name: string): Pick<Counter, 'name' | 'category' | 'counter' | 'instance'> => ({
    name,
    category: 'Process',
    counter: name,
    instance: '??APP_WIN32_PROC??',
  });
  const privateBytes = (index: number, chance: number): number =>
    Math.round((420 + 1.1 * (requests[index]?.total ?? 0) + 30 * chance) * mib);
  return [
    { ...process('% Processor Time'), every: often, valueAt: (index) => cpu[index]?.average },
    {
      name: 'Available Bytes',
      category: 'Memory',
      counter: 'Available Bytes',
      instance: '',
      every: often,
      valueAt: (index) => memory[index]?.average,
    },
    { ...process('Private Bytes'), every: seldom, valueAt: privateBytes },
    // As agents of older versions call it.
    { ...process('% Process\\Private Bytes'), every: seldom, valueAt: privateBytes },
    {
      ...process('IO Data Bytes/sec'),
      every: seldom,
      valueAt: (index, chance) => Math.round((requests[index]?.total ?? 0) * (900 + 400 * chance)),
    },
    {
      name: 'Requests/Sec',
      category: 'ASP.NET Applications',
      counter: 'Requests/Sec',
      instance: '??APP_W3SVC_PROC??',
      every: seldom,
      valueAt: (index) => (requests[index]?.total ?? 0) / 60,
    },
    {
      name: 'Request Execution Time',
      category: 'ASP.NET Applications',
      counter: 'Request Execution Time',
      instance: '??APP_W3SVC_PROC??',
      every: seldom,
      valueAt: (index) => durations[index]?.average,
    },
  ];
}
