import { effectsFrom, minuteMs, waves } from './course.ts';
import type { Scenario } from './scenario.ts';

/** A site that the crawler reads answers one minute and does not the next, so an alert fires and resolves all the time. */
export const flapping: Scenario = {
  name: 'flapping',
  title: 'Flapping: bursts of errors of pixcrawler, an alert that fires and resolves every other minute',
  start: (now, how) => {
    const { change, trouble } = effectsFrom(now, 20, waves(1, 2), how);
    const effects = [change('pixcrawler-ai', 'exceptions/count', { plus: 45 }), trouble('pixcrawler-ai', 'load')];
    return { causes: [{ name: 'flapping', effects, releases: [] }], until: now + 22 * minuteMs };
  },
};
