import { describe, expect, it } from 'vitest';
import { createChartBed as build, chartLabels as labels, chartValues as values } from '../../test/fakes/catalogue-charts.ts';

/** How many requests had each code, and how many of them failed. */
const requests: Readonly<Record<string, number>> = { '200': 900, '404': 300, '302': 200, '500': 20, '429': 10 };
const failed: Readonly<Record<string, number>> = { '500': 4, '404': 3, '429': 1, '503': 9 };

function rates() {
  const bed = build();
  bed.metrics.parts = [...new Set([...Object.keys(requests), ...Object.keys(failed)])];
  bed.metrics.value = (metric, _at, part = '') => (metric === 'requests/failed' ? failed : requests)[part];
  const draw = (top: number | undefined) => bed.draw('failure rate', ['shop-ai'], { by: { dimension: 'resultCode', top } });
  return { ...bed, draw };
}
const without503 = 'No rate for 503: of shop-ai, Azure counts it in requests/failed but not in requests/count.';

describe('a rate that is split', () => {
  it.each([1, 2, 3])('has its %d largest values, though the largest of both metrics are others', async (top) => {
    const answer = await rates().draw(top);
    expect([labels(answer), values(answer)[0]]).toEqual([['500', '429', '404'].slice(0, top), 20]);
  });

  it('says that there are more, and of what there is no rate', async () => {
    const { failures } = await rates().draw(2);
    expect(failures).toEqual([without503, expect.stringContaining('Only the 2 largest are drawn; there are more.')]);
    expect((await rates().draw(undefined)).failures).toEqual([without503]);
  });
});

describe('a rate', () => {
  it.each(['count', 'maximum', 'average'] as const)('is what it is, whatever %s was asked for, and says so', async (aggregation) => {
    const { draw, metrics } = build();
    metrics.value = (metric) => (metric === 'Http5xx' ? 3 : 60);
    const plain = await draw('failure rate', ['web app shop']);
    const answer = await draw('failure rate', ['web app shop'], { aggregation });
    expect([answer.alt, answer.chart.subtitle]).toEqual([plain.alt, plain.chart.subtitle]);
    expect(values(answer)[0]).toBe(5);
    expect(answer.failures).toEqual([`Failure rate is one number in percent of another; “${aggregation}” does not apply to it.`]);
  });
});
