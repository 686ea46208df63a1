import { effectsFrom, minuteMs, plateau } from './course.ts';
import { failingJobs } from './job-failures.ts';
import type { Cause, Scenario, Variant } from './scenario.ts';

/** At the same time, and for reasons that have nothing to do with each other, two services of different owners go wrong. */
export const twoUnrelated: Scenario = {
  name: 'two-unrelated',
  title: 'Two unrelated: bps-website is overloaded while the jobs of pixcrawler fail',
  start: (now, how) => ({
    causes: [overload('two-unrelated: bps-website', now, how), failingJobs('two-unrelated: pixcrawler', now, how)],
    until: now + 41 * minuteMs,
  }),
};

function overload(name: string, now: number, how?: Partial<Variant>): Cause {
  const { change, trouble } = effectsFrom(now, 20, plateau({ until: 18, recovery: 2 }), how);
  const effects = [
    change('bps-website-sp', 'CpuPercentage', { atLeast: 97 }),
    change('bps-website-sp', 'HttpQueueLength', { atLeast: 60 }),
    change('bps-website', 'HttpResponseTime', { atLeast: 3.6 }),
    change('bps-website', 'Requests', { times: 2.4 }),
    change('bps-website-ai', 'requests/count', { times: 2.4 }),
    change('bps-website-ai', 'requests/duration', { atLeast: 3600 }),
    change('bps-website-ai', 'dependencies/duration', { times: 3 }),
    change('bps-website-ai', 'performanceCounters/processCpuPercentage', { atLeast: 95 }),
    change('bps-website-ai', 'exceptions/count', { plus: 13 }),
    trouble('bps-website-ai', 'load'),
  ];
  return { name, effects, releases: [] };
}
