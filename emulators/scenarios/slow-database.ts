import { effectsFrom, minuteMs, plateau, releaseAt } from './course.ts';
import type { Scenario } from './scenario.ts';

/** Recovers from the 17th to the 22nd minute: from the 23rd on its windows are healthy, and at the 25th Azure has seen three of them. */
const course = plateau({ until: 17, recovery: 6 });
/** A window of Sentry's rule has enough of them from the 4th minute on, and until the 25th. */
const timeouts = plateau({ until: 23, recovery: 10 / 3 });

/** PostgreSQL runs out of breath, and the API that waits for it answers slowly and sometimes not at all. */
export const slowDatabase: Scenario = {
  name: 'slow-database',
  title: 'Slow database: pg-compliance slows down, compliance answers slowly',
  start: (now, how) => {
    const { change } = effectsFrom(now, 25, course, how);
    const failing = effectsFrom(now, 24, timeouts, how);
    const effects = [
      change('pg-compliance', 'cpu_percent', { atLeast: 96 }),
      change('pg-compliance', 'active_connections', { atLeast: 188 }),
      change('pg-compliance', 'iops', { times: 5 }),
      change('pg-compliance', 'connections_failed', { plus: 4 }),
      change('ca-compliance-api', 'ResponseTime', { atLeast: 4600 }),
      change('ca-compliance-api', 'Requests', { times: 0.7 }),
      change('ca-compliance-api', 'MemoryPercentage', { times: 1.25 }),
      change('appi-compliance', 'requests/duration', { atLeast: 4800 }),
      change('appi-compliance', 'requests/count', { times: 0.7 }),
      change('appi-compliance', 'requests/failed', { plus: 9 }),
      failing.change('appi-compliance', 'exceptions/count', { plus: 15.5 }),
      change('appi-compliance', 'dependencies/duration', { atLeast: 3700 }),
    ];
    // Ten minutes before anything is slow: somebody looking at the chart sees what to suspect.
    const releases = [releaseAt('compliance', now - 10 * minuteMs)];
    return { causes: [{ name: 'slow-database', effects, releases }], until: now + 26 * minuteMs };
  },
};
