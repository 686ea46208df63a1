import { describe, expect, it } from 'vitest';
import { catalogue } from '../../emulators/estate/catalogue.ts';
import { kinds } from './kinds.ts';
import { builtInKpis } from './kpis.ts';
import { metricNamed, metricNames } from './metric-names.ts';

describe('names of metrics', () => {
  it.each([
    ['CPU', 'cpu'],
    ['response-time', 'response time'],
    ['Response_Time', 'response time'],
    ['latency', 'response time'],
    ['errors', 'failures'],
    ['error rate', 'failure rate'],
    ['ram', 'memory'],
    ['uptime', 'availability'],
  ])('“%s” means %s', (typed, name) => {
    expect(metricNamed(typed)?.name).toBe(name);
  });

  it('are each given once', () => {
    const all = metricNames.flatMap((one) => [one.name, ...one.aliases]);
    expect(all).toEqual([...new Set(all)]);
    expect(all).toEqual(all.map((name) => name.toLowerCase()));
  });

  it('name a KPI that exists', () => {
    const known = builtInKpis.map((kpi) => kpi.name);
    for (const { kpi } of metricNames) if (kpi !== undefined) expect(known).toContain(kpi);
  });

  it('are about kinds of resources that people can name', () => {
    const types = new Set(kinds.map((kind) => kind.type));
    for (const name of metricNames) for (const on of name.on) expect(types).toContain(on.type);
  });

  // The estate's catalogue is written from Microsoft's reference, by somebody else: two readings of it that have to agree.
  it.each(['cpu', 'memory', 'requests', 'response time', 'availability', 'storage', 'connections'])(
    '“%s” is what Azure calls it',
    (name) => {
      const checked = (metricNamed(name)?.on ?? []).flatMap((on) => {
        const known = catalogue[on.type];
        return known === undefined ? [] : [[on.type, on.metric, known.some((metric) => metric.name === on.metric)]];
      });
      expect(checked.filter(([, , isKnown]) => isKnown === true).length).toBeGreaterThan(1);
      expect(checked.filter(([, , isKnown]) => isKnown === false).map(([type]) => type)).toEqual(unlisted[name] ?? []);
    },
  );
});

/** Metrics that Azure has and the estate leaves out. */
const unlisted: Readonly<Record<string, readonly string[]>> = {
  connections: ['microsoft.sql/servers/databases', 'microsoft.web/sites'],
  storage: ['microsoft.documentdb/databaseaccounts'],
};
