import { describe, expect, it } from 'vitest';
import { createChartBed as build, chartLabels as labels, chartNow as now } from '../../test/fakes/catalogue-charts.ts';
import { service } from '../../test/fakes/catalogue-estate.ts';
import { ProviderError } from '../core/errors.ts';
import type { Incident } from '../core/model/incident.ts';
import { marksFor } from './charts-marks.ts';

const hour = 3_600_000;

describe('the marks', () => {
  const incident = (id: string, severity: Incident['severity'], openedAt: number, service = 'shop'): Incident => ({
    id,
    service,
    services: [service],
    title: 'Checkout is slow',
    severity,
    state: 'resolved',
    openedAt,
    alerts: [],
    rooms: [],
    version: 1,
  });

  it('are the incidents of the shown services in the range', async () => {
    const { draw, beside } = build();
    beside.incidents = [
      incident('INC-3', 'P1', now - hour),
      incident('INC-2', 'P2', now - 2 * hour),
      incident('INC-1', 'P1', now - 7 * hour),
      incident('INC-4', 'P0', now - hour, 'crawler'),
    ];
    const marks = async (target: string) => (await draw('cpu', [target])).chart.marks.map(({ label, tone }) => [label, tone]);
    const ofShop = [
      ['INC-3 P1', 'bad'],
      ['INC-2 P2', 'warning'],
    ];
    expect(await marks('shop')).toEqual(ofShop);
    expect(await marks('shop-plan')).toEqual(ofShop);
    expect(await marks('plan')).toEqual([['INC-3 P1', 'bad'], ['INC-4 P0', 'bad'], ofShop[1]]);
  });

  it('are the releases of the services’ Sentry projects', async () => {
    const { draw, beside } = build();
    beside.releases = async () => [{ version: 'shop-api@1.42.0', at: now - hour }];
    const { chart } = await draw('cpu', ['shop', 'crawler']);
    expect(beside.asked).toEqual(['shop-api']);
    expect(chart.marks).toEqual([{ at: now - hour, label: 'release 1.42.0', tone: 'neutral' }]);
  });

  it('that cannot be read are left out, and the chart says so', async () => {
    const { draw, beside } = build();
    beside.releases = () => Promise.reject(new ProviderError('Sentry', 'too many requests', { retry: { when: 'never' } }));
    const answer = await draw('cpu', ['shop-plan']);
    expect([labels(answer), answer.notes]).toEqual([['shop-plan'], ['Releases are not marked. Sentry: too many requests.']]);
  });

  it('are not waited for longer than a second', async () => {
    const { draw, beside } = build();
    beside.incidents = [incident('INC-3', 'P1', now - hour)];
    beside.releases = () => new Promise(() => undefined);
    const drawing = draw('cpu', ['shop-plan']);
    setImmediate(() => beside.late.abort());
    const answer = await drawing;
    expect(answer.chart.marks.map((mark) => mark.label)).toEqual(['INC-3 P1']);
    expect(answer.notes).toEqual(['Releases are not marked: it took too long to read them.']);
  });

  it('names the project of each release where several are shown', async () => {
    const { beside } = build();
    beside.releases = async (project) => [{ version: `${project}@2026.1117.1`, at: now - hour }];
    const shown = [service('shop', { sentry: 'shop-api' }), service('crawler', { sentry: 'crawler-jobs' })];
    const labelsOf = async (services: typeof shown): Promise<readonly string[]> =>
      (await marksFor(services, { from: now - 2 * hour, to: now }, beside, new AbortController().signal)).marks.map((one) => one.label);
    expect(await labelsOf(shown.slice(0, 1))).toEqual(['release 2026.1117.1']);
    expect(await labelsOf(shown)).toEqual(['2026.1117.1 of shop-api', '2026.1117.1 of crawler-jobs']);
  });
});
