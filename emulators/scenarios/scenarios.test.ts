import { describe, expect, it } from 'vitest';
import type { MetricAlert } from '../azure/alert-payload.ts';
import { EmulatorClock } from '../clock.ts';
import { EmulatorFault } from '../emulator.ts';
import { createEstate } from '../estate/estate.ts';
import { createScenarios } from './index.ts';
import type { Release, SentryAlert } from './scenario.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 20, 12, 3, 20);

function play() {
  const clock = new EmulatorClock({ start, patienceMs: 0 });
  const estate = createEstate({ seed: 'tocsin', clock });
  const fired: { minute: number; source: string; alert: MetricAlert | SentryAlert }[] = [];
  const note = (source: string) => async (alert: MetricAlert | SentryAlert) =>
    void fired.push({ minute: Math.round((clock.now() - start) / minute), source, alert });
  const releases: Release[] = [];
  const releaseInSentry = (release: Release): void => void releases.push(release);
  const scenarios = createScenarios({ clock, estate, fireAzureAlert: note('azure'), fireSentryAlert: note('sentry'), releaseInSentry });
  const average = (name: string, metric: string, minutes: number): number => {
    const resource = estate.resources.find((one) => one.name === name);
    const found = estate.metricsOf(resource?.type ?? '').find((one) => one.name === metric);
    if (resource === undefined || found === undefined) throw new Error(`no ${metric} of ${name}`);
    const to = Math.floor(clock.now() / minute) * minute;
    const [window] = estate.values(resource, found, { from: to - minutes * minute, to, grainMs: minutes * minute });
    return window?.summary?.average ?? 0;
  };
  return { clock, scenarios, fired, releases, average };
}

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
    await clock.advance(30 * minute);
    expect(fired.map((one) => [one.minute, one.source])).toEqual([
      [3, 'azure'],
      [4, 'sentry'],
      [25, 'azure'],
      [26, 'sentry'],
    ]);
    const [azure, sentry, azureEnd, sentryEnd] = fired.map((one) => one.alert);
    expect(azure).toMatchObject({ severity: 2, resource: 'appi-compliance', metric: 'requests/duration', threshold: 2000 });
    expect(azureEnd).toMatchObject({ firing: azure !== undefined && 'firing' in azure ? azure.firing : '' });
    // Between the advances the clock runs on by itself.
    const resolvedAt = azureEnd !== undefined && 'resolvedAt' in azureEnd ? azureEnd.resolvedAt : undefined;
    expect(Math.round(((resolvedAt ?? 0) - start) / minute)).toBe(25);
    expect(sentry).toMatchObject({ project: 'compliance', state: 'critical' });
    expect(sentryEnd).toMatchObject({ state: 'resolved', firing: sentry?.firing });
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

  it('is listed with its title; another name is a fault', async () => {
    const { scenarios } = play();
    expect(scenarios.list()).toEqual([expect.objectContaining({ name: 'slow-database', runningUntil: undefined })]);
    await expect(scenarios.start('quick-database')).rejects.toThrow(EmulatorFault);
  });
});
