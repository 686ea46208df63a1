import { describe, expect, it } from 'vitest';
import { crashingPodOf } from '../alertmanager/rules.ts';
import type { ServiceName } from '../estate/resources.ts';
import { scenarios } from '../scenarios/list.ts';
import { componentOf, errorsPerMinute } from '../sentry/alert-rules.ts';
import { hour, minute, noon, start, sum, textOf } from './test-logs.ts';

const begin = noon + 5 * minute + 20_000;
const services: readonly ServiceName[] = ['bps-website', 'pixcrawler', 'packamal', 'compliance'];

/** The hour after noon, five minutes into which the scenarios began. */
function after(...names: readonly string[]) {
  const world = start({ at: noon + hour + minute });
  for (const name of names) {
    const scenario = scenarios.find((one) => one.name === name);
    if (scenario === undefined) throw new Error(`no ${name}`);
    for (const { effects } of scenario.start(begin).causes) for (const effect of effects) world.estate.apply(effect);
  }
  const series = (resource: string, name: string): readonly number[] => {
    const found = world.estate.seriesOf(resource, name);
    return world.estate
      .values(found.resource, found.metric, { from: noon, to: noon + hour, grainMs: minute })
      .map(({ summary }) => (found.metric.shape.kind === 'gauge' ? summary?.average : summary?.total) ?? 0);
  };
  /** By minute of the hour; the first column is the time, in ticks. */
  const byMinute = (table: string, component: string, columns: readonly string[]) => {
    const time = table === 'KubePodInventory' || table === 'Perf' || table === 'KubeEvents' ? 'TimeGenerated' : 'timestamp';
    const rows = world.rows(table, noon, noon + hour, [time, ...columns], world.of(component));
    return Map.groupBy(rows, ([at]) => Math.floor((Number(at) / 10_000 / minute) % 60));
  };
  return { ...world, series, byMinute };
}

const minutes = Array.from({ length: 60 }, (_, index) => index);

describe.each(scenarios.filter(({ name }) => name !== 'storm'))('$name', ({ name, start: play }) => {
  const world = after(name);
  const usual = after();
  const effects = play(begin).causes.flatMap((cause) => cause.effects);
  const touched = (component: string, metric: string, index: number): boolean =>
    effects.some(
      (one) => one.resource === component && one.metric === metric && one.from <= noon + index * minute && noon + index * minute < one.to,
    );

  it.each(services)('is told the same way, minute by minute, by the metrics, logs and Sentry of %s', (service) => {
    const component = componentOf[service];
    const requests = world.byMinute('requests', component, ['itemCount', 'success']);
    const exceptions = world.byMinute('exceptions', component, ['itemCount']);
    const [all, failed, thrown] = ['requests/count', 'requests/failed', 'exceptions/count'].map((one) => world.series(component, one));
    const sentry = errorsPerMinute(world.estate, service, { from: noon, to: noon + hour }).map(({ count }) => count);
    const found = minutes.map((index) => [
      sum((requests.get(index) ?? []).map(([, count]) => count ?? 0)),
      sum((requests.get(index) ?? []).flatMap(([, count, success]) => (success === 'False' ? [count ?? 0] : []))),
      sum((exceptions.get(index) ?? []).map(([, count]) => count ?? 0)),
      sum((exceptions.get(index) ?? []).map(([, count]) => count ?? 0)),
    ]);
    expect(found).toEqual(minutes.map((index) => [all?.[index], failed?.[index], thrown?.[index], sentry[index]]));
  });

  it.each(services)('changes of %s what it says, when it says', (service) => {
    const component = componentOf[service];
    for (const metric of ['requests/failed', 'exceptions/count', 'inner/failed_jobs', 'inner/failed_chunks']) {
      const [now, before] = [world.series(component, metric), usual.series(component, metric)];
      const changed = minutes.filter((index) => now[index] !== before[index]);
      expect(changed.filter((index) => !touched(component, metric, index))).toEqual([]);
      if (effects.some((one) => one.resource === component && one.metric === metric)) expect(changed.length).toBeGreaterThanOrEqual(9);
    }
  });
});

describe('what only logs and Prometheus see', () => {
  it('of a crash-looping pod: its restarts, by its name in the alert, and why', () => {
    const world = after('crash-looping-pod');
    const pod = crashingPodOf(world.estate, 'tocsin');
    const inventory = world.byMinute('KubePodInventory', 'packamal-aks', ['Name', 'PodRestartCount']);
    const restarts = (index: number, which: (name: string) => boolean): number =>
      sum((inventory.get(index) ?? []).flatMap(([, name, count]) => (which(textOf(name)) ? [count ?? 0] : [])));
    const crashes = world.series('packamal-aks', 'inner/crashes');
    expect(restarts(55, (name) => name === pod) - restarts(0, (name) => name === pod)).toBe(sum(crashes));
    expect(restarts(55, (name) => name !== pod)).toBe(restarts(0, (name) => name !== pod));
    const events = world.byMinute('KubeEvents', 'packamal-aks', ['Name', 'Reason']);
    const backOffs = minutes.filter((index) => (events.get(index) ?? []).some(([, name, reason]) => name === pod && reason === 'BackOff'));
    expect(backOffs).toEqual(minutes.filter((index) => (crashes[index] ?? 0) > 0));
  });

  it('of a memory leak: a backend above 90 % of its limit as long as Prometheus’ series is', () => {
    const world = after('memory-leak');
    const memory = world.series('packamal-aks', 'inner/backend_memory');
    const samples = world.byMinute('Perf', 'packamal-aks', ['InstanceName', 'CounterName', 'CounterValue']);
    for (const [index, rows] of samples) {
      const backend = rows.filter(([, instance, counter]) => textOf(instance).endsWith('/backend') && counter === 'memoryWorkingSetBytes');
      for (const [, , , bytes] of backend) expect(Number(bytes) / 4 / 1024 ** 3).toBeCloseTo((memory[index] ?? 0) / 100, 6);
    }
    expect(Math.max(...memory)).toBeGreaterThan(95);
    expect(memory[2]).toBeLessThan(60);
  });

  it('of failing jobs: events, what the crawler counts, and what its exceptions are about', () => {
    const world = after('job-failures');
    const rows = world.rows('customEvents', begin, begin + 15 * minute, ['name'], world.of('pixcrawler-ai')).flat();
    const before = world.rows('customEvents', noon - 4 * hour, noon, ['name'], world.of('pixcrawler-ai')).flat();
    const failures = (names: typeof rows): number =>
      names.filter((name) => name === 'crawl_failed').length / names.filter((name) => name !== 'crawl_submitted').length;
    expect(failures(before)).toBeLessThan(0.3);
    expect(failures(rows)).toBeGreaterThan(0.6);
    const measured = world.rows('customMetrics', noon, noon + hour, ['name', 'value'], world.of('pixcrawler-ai'));
    const values = (name: string): readonly number[] => measured.flatMap(([own, value]) => (own === name ? [Number(value)] : []));
    expect(values('failed_chunks')).toEqual(world.series('pixcrawler-ai', 'inner/failed_chunks'));
    expect(Math.max(...values('temp_storage_mb'))).toBeGreaterThan(9000);
    const types = world.rows('exceptions', begin, begin + 15 * minute, ['type'], world.of('pixcrawler-ai')).flat();
    expect(types.filter((type) => type === 'OSError').length / types.length).toBeGreaterThan(0.7);
  });

  it('of a shared dependency: both services call it always, and their calls of it fail then', () => {
    const world = after('shared-dependency');
    for (const component of ['packamal-insights', 'pixcrawler-ai']) {
      const calls = (from: number, to: number) =>
        world
          .rows('dependencies', from, to, ['target', 'success'], world.of(component))
          .filter(([target]) => textOf(target).startsWith('packamalfiles.'));
      const failed = (from: number, to: number): number =>
        calls(from, to).filter(([, success]) => success === 'False').length / calls(from, to).length;
      expect(calls(noon - hour, noon).length).toBeGreaterThan(5);
      expect(failed(noon - hour, noon)).toBeLessThan(0.2);
      expect(failed(begin, begin + 16 * minute)).toBeGreaterThan(0.45);
    }
  });
});

it('two scenarios that meet one resource add up', () => {
  const [both, one, other] = [after('slow-database', 'cache-down'), after('slow-database'), after('cache-down')];
  const at = (world: typeof both): number => world.series('appi-compliance', 'exceptions/count')[12] ?? 0;
  const usual = after().series('appi-compliance', 'exceptions/count')[12] ?? 0;
  expect(Math.abs(at(both) - (at(one) + at(other) - usual))).toBeLessThanOrEqual(1);
  const slow = both.series('appi-compliance', 'requests/duration')[12] ?? 0;
  expect(slow).toBeGreaterThanOrEqual(one.series('appi-compliance', 'requests/duration')[12] ?? 0);
});
