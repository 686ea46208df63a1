import { describe, expect, it } from 'vitest';
import { analysed, rulesOf } from './analyse.fixture.ts';

const hour = 'where timestamp > ago(1h)';

describe('rows that may stand for several events', () => {
  it.each([
    `requests | ${hour} | summarize count() by resultCode`,
    `requests | ${hour} | count`,
    `let slow = requests | where duration > 1000; slow | summarize avg(duration)`,
    `dependencies | make-series p = percentile(duration, 95) on timestamp from ago(1h) to now() step 5m`,
    `AppTraces | summarize countif(SeverityLevel > 2) by bin(TimeGenerated, 5m)`,
    `exceptions | where timestamp > ago(1h) | join kind=inner (requests | summarize number = count() by operation_Id) on operation_Id`,
  ])('are told of where each counts as one: %s', (text) => {
    expect(rulesOf(text, 'warn')).toContain('sampled');
  });

  it.each([
    `requests | ${hour} | summarize sum(itemCount), percentilew(duration, itemCount, 95)`,
    `AppRequests | summarize rows = count(), events = sum(ItemCount)`,
    `requests | ${hour} | summarize max(duration) by name`,
    `performanceCounters | summarize avg(value)`,
    `KubePodInventory | summarize count() by Name`,
    `requests | where name == "count()" | take 5`,
  ])('are not where nothing is counted, or with what it stands for: %s', (text) => {
    expect(rulesOf(text, 'warn')).not.toContain('sampled');
  });

  it('are named with the column that says for how many', () => {
    const of = (text: string) => analysed(text).findings.find(({ rule }) => rule === 'sampled');
    expect(of('requests | count')?.message).toBe(
      'Rows of requests may be sampled: one can stand for several events, and itemCount says for how many. sum(itemCount) counts them.',
    );
    expect(of('AppRequests | summarize count()')).toMatchObject({
      message: expect.stringContaining('sum(ItemCount)'),
      at: { start: 'AppRequests | summarize '.length, length: 'count()'.length },
    });
  });
});
