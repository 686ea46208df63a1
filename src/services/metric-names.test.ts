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

  it('leave Azure’s own names to Azure, which mean exactly its metric', () => {
    const azures = new Set(metricNames.flatMap((one) => one.on.map((on) => on.metric.toLowerCase())));
    const taken = metricNames.flatMap((one) => one.aliases).filter((alias) => azures.has(alias));
    expect(taken).toEqual([]);
    expect(metricNamed('Http5xx')).toBeUndefined();
  });

  it('name a KPI that exists', () => {
    const known = builtInKpis.map((kpi) => kpi.name);
    expect(known).toEqual(expect.arrayContaining(metricNames.flatMap(({ kpi }) => kpi ?? [])));
  });

  it('are about kinds of resources that people can name', () => {
    const types = kinds.map((kind) => kind.type);
    expect(types).toEqual(expect.arrayContaining(metricNames.flatMap((name) => name.on.map((on) => on.type))));
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
      const missing = checked.filter(([, , isKnown]) => isKnown === false).map(([type]) => type);
      expect(unlisted[name] ?? []).toEqual(expect.arrayContaining(missing));
    },
  );
});

/** Metrics that Azure has and the estate leaves out. */
const unlisted: Readonly<Record<string, readonly string[]>> = {
  connections: ['microsoft.sql/servers/databases', 'microsoft.web/sites'],
  storage: ['microsoft.documentdb/databaseaccounts'],
};
