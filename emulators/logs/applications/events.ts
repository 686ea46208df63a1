import type { Stretch, TableMaker } from '../rows.ts';
import { ticksOfMinute } from '../times.ts';
import { type Applications, toldRows } from './activity.ts';
import { type Job, jobsOf } from './jobs.ts';
import { isComponent } from './tables.ts';

interface EventRow {
  readonly at: number;
  readonly key: number;
  readonly name: string;
  readonly job: Job;
}

/** What applications tell of their jobs. */
export function eventTables(applications: Applications): readonly TableMaker[] {
  return [{ table: 'customEvents', writes: isComponent, rows: (stretch) => eventsTable(applications, stretch) }];
}

function eventsTable(applications: Applications, stretch: Stretch) {
  const end = ticksOfMinute(stretch.end);
  const rows = jobsOf(applications, stretch)
    .flatMap(eventsOf)
    .filter(({ at }) => at < end)
    .toSorted((one, other) => one.at - other.at);
  return toldRows<EventRow>({
    seed: applications.seed,
    stretch,
    table: 'customEvents',
    rows,
    told: ({ job, key }) => ({ request: job.request, key, count: 1 }),
    cells: {
      name: ({ name }) => name,
      itemType: () => 'customEvent',
      customDimensions: ({ job, name }) => dimensionsOf(job, name),
      customMeasurements: ({ job, name }) => (name === job.jobs.events.submitted ? null : { duration: rounded(job.seconds) }),
    },
  });
}

function eventsOf(job: Job): readonly EventRow[] {
  const { events } = job.jobs;
  const event = (name: string, at: number, place: number): EventRow => ({ at, key: job.key * 4 + place, name, job });
  const submitted = event(events.submitted, job.submitted, 0);
  if (job.state === 'failed') return [submitted, event(events.failed, job.ended, 1)];
  const done = events.done === undefined ? [] : [event(events.done, job.ended, 3)];
  return [submitted, event(events.completed, job.ended, 2), ...done];
}

/** Custom dimensions are texts, numbers too. */
function dimensionsOf(job: Job, name: string) {
  const known = { job_id: job.id, kind: job.kind };
  if (name === job.jobs.events.submitted) return known;
  const duration = { ...known, duration: String(rounded(job.seconds)) };
  if (job.state === 'failed') return { ...duration, reason: job.seconds > 3 * job.jobs.seconds ? 'timeout' : 'rejected input' };
  return job.score === undefined ? duration : { ...duration, [job.jobs.score?.name ?? 'score']: String(job.score) };
}

const rounded = (seconds: number): number => Math.round(seconds * 10) / 10;
