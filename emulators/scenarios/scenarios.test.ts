import { describe, expect, it } from 'vitest';
import { type AlertMessage, createAlerting } from '../alerting/index.ts';
import { EmulatorClock } from '../clock.ts';
import { EmulatorFault } from '../emulator.ts';
import { createEstate } from '../estate/estate.ts';
import { createScenarios } from './index.ts';
import { scenarios as all } from './list.ts';
import { estateSeed, playOut } from './play-out.ts';
import type { Release } from './scenario.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 20, 12, 3, 20);

function play({ status = 202 }: { readonly status?: number } = {}) {
  const clock = new EmulatorClock({ start, patienceMs: 0 });
  const estate = createEstate({ seed: estateSeed, clock });
  const fired: { minute: number; message: AlertMessage }[] = [];
  const releases: Release[] = [];
  const scenarios = createScenarios({
    clock,
    estate,
    seed: estateSeed,
    baseUrl: 'http://127.0.0.1:4400',
    alerting: createAlerting({ estate, seed: estateSeed, baseUrl: 'http://127.0.0.1:4400' }),
    post: async (message) => {
      fired.push({ minute: Math.round((clock.now() - start) / minute), message });
      return { at: clock.now(), status };
    },
    releaseInSentry: (release) => void releases.push(release),
  });
  const average = (name: string, metricName: string, minutes: number): number => {
    const { resource, metric } = estate.seriesOf(name, metricName);
    const to = Math.floor(clock.now() / minute) * minute;
    const [window] = estate.values(resource, metric, { from: to - minutes * minute, to, grainMs: minutes * minute });
    return window?.summary?.average ?? 0;
  };
  return { clock, scenarios, fired, releases, average };
}

/** "3 azure compliance-slow-responses fired" */
const told = (minutes: number, { source, alerts }: AlertMessage): string =>
  alerts.map(({ rule, state }) => `${minutes} ${source} ${rule} ${state}`).join('; ');

describe('slow-database', () => {
  it('follows a release of the service by ten minutes', async () => {
    const { scenarios, releases } = play();
    await scenarios.start('slow-database');
    expect(releases).toMatchObject([{ project: 'compliance', version: 'compliance@2026.1120.1149' }]);
    expect(Math.round((start - (releases[0]?.releasedAt ?? 0)) / minute)).toBe(10);
  });

  it('fires Azure’s rule after 3 minutes and Sentry’s after 4, and resolves them after 25 and 26', async () => {
    const { clock, scenarios, fired } = play();
    await scenarios.start('slow-database');
    await clock.advance(40 * minute);
    expect(fired.map((one) => told(one.minute, one.message))).toEqual([
      '3 azure compliance-slow-responses fired',
      '4 sentry sentry-4711 fired',
      '25 azure compliance-slow-responses resolved',
      '26 sentry sentry-4711 resolved',
    ]);
    const [azure, sentry, azureEnd, sentryEnd] = fired.flatMap(({ message }) => message.alerts);
    expect(azureEnd?.firing).toBe(azure?.firing);
    expect(sentryEnd?.firing).toBe(sentry?.firing);
  });

  it('does so whenever it is started: at night, at the weekend, late in a minute', () => {
    for (let hour = 0; hour < 24 * 7; hour += 5) {
      const now = Date.UTC(2026, 10, 16, hour, (hour * 7) % 60, (hour * 11) % 60);
      const { causes } = all.find((one) => one.name === 'slow-database')?.start(now) ?? { causes: [] };
      const messages = playOut(causes, { from: now, until: now + 60 * minute });
      expect([hour, ...messages.map(({ message }) => (message.at - now) / minute)]).toEqual([hour, 3, 4, 25, 26]);
    }
  });

  it('lets the metrics tell what the alerts tell', async () => {
    const { clock, scenarios, average } = play();
    expect(average('appi-compliance', 'requests/duration', 5)).toBeLessThan(500);
    await scenarios.start('slow-database');
    await clock.advance(3 * minute);
    expect(average('appi-compliance', 'requests/duration', 5)).toBeGreaterThan(2000);
    await clock.advance(7 * minute);
    expect(average('pg-compliance', 'cpu_percent', 5)).toBeGreaterThan(90);
    expect(average('pg-compliance', 'active_connections', 5)).toBeGreaterThan(180);
    expect(average('ca-compliance-api', 'ResponseTime', 5)).toBeGreaterThan(2000);
    await clock.advance(15 * minute);
    expect(average('appi-compliance', 'requests/duration', 5)).toBeLessThan(2000);
    await clock.advance(6 * minute);
    expect(average('appi-compliance', 'requests/duration', 5)).toBeLessThan(500);
  });

  it('is refused a second time while it runs, and can be started again after that', async () => {
    const { clock, scenarios } = play();
    await scenarios.start('slow-database');
    await expect(scenarios.start('slow-database')).rejects.toMatchObject({
      status: 409,
      message: 'slow-database is running until 12:29 UTC; wait for that, or move the clock.',
    });
    expect(Math.round(((scenarios.list()[0]?.runningUntil ?? 0) - start) / minute)).toBe(26);
    await clock.advance(27 * minute);
    expect(scenarios.list()[0]?.runningUntil).toBeUndefined();
    await scenarios.start('slow-database');
  });
});

/** What fires of each scenario, and nothing else: "service: rule", by incident. Times of day differ in their minutes, and in no more. */
const expected: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'slow-database': { 'slow-database': ['azure compliance-slow-responses', 'sentry sentry-4711'] },
  'bad-release': {
    'bad-release': [
      'azure bps-website-failed-requests',
      'azure bps-website-server-errors',
      'sentry New issue of bps-website',
      'sentry sentry-4708',
    ],
  },
  'crash-looping-pod': { 'crash-looping-pod': ['alertmanager PackamalPodCrashLooping', 'sentry sentry-4710'] },
  'memory-leak': { 'memory-leak': ['alertmanager PackamalHighMemory', 'sentry sentry-4710'] },
  'cache-down': { 'cache-down': ['azure compliance-cache-clients', 'sentry sentry-4711'] },
  'job-failures': {
    'job-failures': ['azure pixcrawler-failed-chunks', 'azure pixcrawler-temporary-storage', 'sentry sentry-4709'],
  },
  'shared-dependency': {
    'shared-dependency': [
      'alertmanager PackamalHighErrorRate',
      'azure packamal-failed-requests',
      'azure packamal-storage-availability',
      'azure pixcrawler-failed-requests',
      'azure pixcrawler-server-errors',
      'sentry sentry-4709',
      'sentry sentry-4710',
    ],
  },
  'two-unrelated': {
    'two-unrelated: bps-website': ['azure bps-website-plan-cpu', 'azure bps-website-slow-responses', 'sentry sentry-4708'],
    'two-unrelated: pixcrawler': ['azure pixcrawler-failed-chunks', 'azure pixcrawler-temporary-storage', 'sentry sentry-4709'],
  },
  flapping: { flapping: ['sentry sentry-4709', 'sentry sentry-4712'] },
};

describe.each(all.filter(({ name }) => name !== 'storm'))('$name', ({ name, start: begin }) => {
  const moments = [start, Date.UTC(2026, 10, 17, 2, 40, 59), Date.UTC(2026, 10, 15, 19, 0, 0)];

  it.each(moments)('fires the rules that it should, started at %d, and all of them resolve before it counts as over', (now) => {
    const { causes, until } = begin(now);
    const messages = playOut(causes, { from: now, until: now + 3 * 60 * minute });
    const found: Record<string, string[]> = {};
    for (const { message, incident } of messages)
      for (const { rule } of message.alerts) (found[incident] ??= []).push(`${message.source} ${rule}`);
    const sorted = Object.fromEntries(Object.entries(found).map(([incident, rules]) => [incident, [...new Set(rules)].toSorted()]));
    expect(sorted).toEqual(expected[name]);
    const open = new Set<string>();
    for (const { message } of messages) for (const { firing, state } of message.alerts) open[state === 'fired' ? 'add' : 'delete'](firing);
    expect([...open]).toEqual([]);
    expect((Math.max(...messages.map(({ message }) => message.at)) - now) / minute).toBeLessThanOrEqual((until - now) / minute);
  });
});

describe('flapping', () => {
  it('fires and resolves every other minute', () => {
    const { causes } = all.find((one) => one.name === 'flapping')?.start(start) ?? { causes: [] };
    const burst = playOut(causes, { from: start, until: start + 60 * minute }).filter(
      ({ message }) => message.alerts[0]?.rule === 'sentry-4712',
    );
    expect(burst.map(({ message }) => (message.at - start) / minute)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(burst.map(({ message }) => message.alerts[0]?.state)).toEqual(Array.from({ length: 10 }, () => ['fired', 'resolved']).flat());
  });
});

describe('storm', () => {
  it('sends 10,000 messages within a minute, which 20 causes explain', async () => {
    const { clock, scenarios, fired } = play();
    await scenarios.start('storm');
    await clock.advance(70_000);
    const { sent, refused, incidents } = scenarios.truth('storm');
    expect({ sent, refused, incidents: incidents.length }).toEqual({ sent: 10_000, refused: 0, incidents: 20 });
    expect(incidents.every(({ messages, alerts }) => messages === 500 && alerts.length === 5)).toBe(true);
    const times = fired.map(({ message }) => message.at);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(60_000);
    expect(scenarios.list().find(({ name }) => name === 'storm')?.runningUntil).toBeDefined();
  });

  it('tells how many messages nobody took', async () => {
    const { clock, scenarios } = play({ status: 429 });
    await scenarios.start('storm');
    await clock.advance(3_000);
    const { sent, refused } = scenarios.truth('storm');
    expect(sent).toBeGreaterThan(300);
    expect(refused).toBe(sent);
  });
});

describe('all of them', () => {
  it('are ten, listed with a title; another name is a fault', async () => {
    const { scenarios } = play();
    expect(scenarios.list()).toHaveLength(10);
    expect(scenarios.list()[0]).toMatchObject({ name: 'slow-database', runningUntil: undefined });
    await expect(scenarios.start('quick-database')).rejects.toThrow(EmulatorFault);
    expect(() => scenarios.truth('quick-database')).toThrow(EmulatorFault);
    expect(scenarios.truth('flapping')).toMatchObject({ sent: 0, incidents: [] });
  });

  it('can run at once, and the truth keeps them apart', async () => {
    const { clock, scenarios } = play();
    await scenarios.start('slow-database');
    await scenarios.start('cache-down');
    await scenarios.start('two-unrelated');
    await clock.advance(20 * minute);
    expect(scenarios.truth('cache-down').incidents.map(({ incident }) => incident)).toEqual(['cache-down']);
    expect(scenarios.truth('two-unrelated').incidents.map(({ incident }) => incident)).toEqual([
      'two-unrelated: bps-website',
      'two-unrelated: pixcrawler',
    ]);
    const rules = scenarios.truth('slow-database').incidents.flatMap(({ alerts }) => alerts.map(({ rule }) => rule));
    expect(rules).toContain('compliance-slow-responses');
  });
});
