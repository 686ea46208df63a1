import { effectsFrom, minuteMs, plateau } from './course.ts';
import type { Scenario } from './scenario.ts';

/** A package that packamal's worker cannot unpack comes back to it again and again, and one of its pods dies of it each time. */
export const crashLoopingPod: Scenario = {
  name: 'crash-looping-pod',
  title: 'Crash-looping pod: a worker of packamal dies of a package, starts again and dies',
  start: (now, how) => {
    const { change, trouble } = effectsFrom(now, 20, plateau({ until: 20, recovery: 1 }), how);
    const effects = [
      change('packamal-aks', 'inner/crashes', { plus: 2 }),
      change('packamal-aks', 'kube_pod_status_ready', { atMost: 23 }),
      change('packamal-insights', 'inner/failed_jobs', { plus: 40 }),
      change('packamal-insights', 'exceptions/count', { plus: 14 }),
      trouble('packamal-insights', 'crash'),
    ];
    return { causes: [{ name: 'crash-looping-pod', effects, releases: [] }], until: now + 30 * minuteMs };
  },
};
