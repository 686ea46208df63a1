import { effectsFrom, minuteMs, plateau } from './course.ts';
import type { Scenario } from './scenario.ts';

/** A storage account refuses most of what it is asked; packamal, whose it is, and pixcrawler, which publishes there, both fail. */
export const sharedDependency: Scenario = {
  name: 'shared-dependency',
  title: 'Shared dependency: packamalfiles is too busy, packamal and pixcrawler both need it',
  start: (now, how) => {
    const { change, trouble } = effectsFrom(now, 18, plateau({ until: 18, recovery: 1 }), how);
    const effects = [
      change('packamalfiles', 'Availability', { atMost: 64 }),
      change('packamalfiles', 'SuccessE2ELatency', { times: 9 }),
      change('packamalfiles', 'inner/refused', { plus: 60 }),
      change('packamal-insights', 'requests/failed', { plus: 18 }),
      change('packamal-insights', 'exceptions/count', { plus: 18 }),
      change('packamal-insights', 'dependencies/duration', { times: 3 }),
      trouble('packamal-insights', 'storage'),
      change('pixcrawler-ai', 'requests/failed', { plus: 10 }),
      change('pixcrawler-ai', 'exceptions/count', { plus: 13 }),
      change('pixcrawler-ai', 'dependencies/duration', { times: 2.5 }),
      change('pixcrawler-ai', 'inner/failed_jobs', { plus: 25 }),
      trouble('pixcrawler-ai', 'storage'),
      change('pixcrawler-api', 'Http5xx', { plus: 10 }),
    ];
    return { causes: [{ name: 'shared-dependency', effects, releases: [] }], until: now + 28 * minuteMs };
  },
};
