import { effectsFrom, growth, minuteMs } from './course.ts';
import type { Scenario } from './scenario.ts';

/** Packamal's backend keeps what it should let go; when nothing is left it fails, and is started again. */
export const memoryLeak: Scenario = {
  name: 'memory-leak',
  title: 'Memory leak: the backend of packamal grows up to its limit and fails before it is started again',
  start: (now, how) => {
    const leak = effectsFrom(now, 24, growth({ full: 14, until: 24 }), how);
    const atTheLimit = effectsFrom(now, 24, (minute) => (minute >= 14 && minute < 24 ? 1 : 0), how);
    const effects = [
      leak.change('packamal-aks', 'inner/backend_memory', { plus: 68 }),
      leak.change('packamal-aks', 'node_memory_working_set_percentage', { times: 1.25 }),
      leak.change('packamal-insights', 'requests/duration', { times: 2.4 }),
      atTheLimit.change('packamal-insights', 'exceptions/count', { plus: 14 }),
      atTheLimit.trouble('packamal-insights', 'memory'),
    ];
    return { causes: [{ name: 'memory-leak', effects, releases: [] }], until: now + 32 * minuteMs };
  },
};
