import { effectsFrom, minuteMs, plateau } from './course.ts';
import type { Scenario } from './scenario.ts';

/** Redis is gone: compliance reads everything from its database, which takes longer, and complains each time. */
export const cacheDown: Scenario = {
  name: 'cache-down',
  title: 'Cache down: compliance-cache answers nobody, compliance does without it',
  start: (now, how) => {
    const { change, trouble } = effectsFrom(now, 15, plateau({ until: 15, recovery: 1 }));
    const { change: strain } = effectsFrom(now, 15, plateau({ until: 15, recovery: 1 }), how);
    const effects = [
      ...['connectedclients', 'cachehits', 'cachemisses', 'operationsPerSecond', 'serverLoad'].map((metric) =>
        // Down from its first minute on.
        ({ ...change('compliance-cache', metric, { plus: 0 }), change: () => 0 }),
      ),
      change('compliance-cache', 'inner/refused', { plus: 100 }),
      strain('appi-compliance', 'requests/duration', { times: 2.6 }),
      strain('appi-compliance', 'dependencies/duration', { times: 2 }),
      strain('appi-compliance', 'exceptions/count', { plus: 14 }),
      trouble('appi-compliance', 'cache'),
      strain('ca-compliance-api', 'ResponseTime', { times: 2.6 }),
      strain('pg-compliance', 'cpu_percent', { times: 1.3 }),
    ];
    return { causes: [{ name: 'cache-down', effects, releases: [] }], until: now + 24 * minuteMs };
  },
};
