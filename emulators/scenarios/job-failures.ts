import { effectsFrom, growth, minuteMs, plateau } from './course.ts';
import type { Cause, Scenario, Variant } from './scenario.ts';

/** Nobody removes the crawler's temporary files, and its jobs find no room. */
export const jobFailures: Scenario = {
  name: 'job-failures',
  title: 'Job failures: the temporary storage of pixcrawler is full, and its jobs fail',
  start: (now, how) => ({ causes: [failingJobs('job-failures', now, how)], until: now + 41 * minuteMs }),
};

export function failingJobs(name: string, now: number, how?: Partial<Variant>): Cause {
  const { change, trouble } = effectsFrom(now, 18, plateau({ until: 16, recovery: 3 }), how);
  const files = effectsFrom(now, 18, growth({ full: 4, until: 18 }), how);
  const effects = [
    files.change('pixcrawler-ai', 'inner/temporary_files', { plus: 9500 }),
    change('pixcrawler-ai', 'inner/failed_chunks', { plus: 3 }),
    change('pixcrawler-ai', 'inner/failed_jobs', { plus: 80 }),
    change('pixcrawler-ai', 'exceptions/count', { plus: 13 }),
    trouble('pixcrawler-ai', 'disk'),
  ];
  return { name, effects, releases: [] };
}
