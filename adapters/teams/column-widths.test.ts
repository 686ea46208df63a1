import { describe, expect, it } from 'vitest';
import { columnWidths } from './column-widths.ts';

const columns = (titles: readonly string[], ...rows: readonly (readonly string[])[]): ReturnType<typeof columnWidths> =>
  columnWidths(
    titles.map((title) => ({ title, align: 'left' })),
    rows.map((row) => row.map((text) => ({ text }))),
  );
const widths = (...table: Parameters<typeof columns>): readonly number[] => columns(...table).widths;
/** How many characters of a card of 72 a column gets. */
const characters = (all: readonly number[], index: number): number => ((all[index] ?? 0) / all.reduce((sum, one) => sum + one, 0)) * 72;

describe('the columns of a table', () => {
  it('hold their longest words side by side, six of them too', () => {
    const row = ['app-checkout-prod', 'App Service', 'West Europe', 'production', 'checkout', '97 %'];
    const all = widths(['Name', 'Kind', 'Region', 'Environment', 'Service', 'CPU'], row);
    const longest = ['checkout-', 'Service', 'Europe', 'Environment', 'checkout', '97'];
    expect(longest.filter((word, index) => characters(all, index) < word.length)).toEqual([]);
  });

  it('leave the rest to those with much to say, and never at the cost of a short word', () => {
    const all = widths(['Service', 'State'], ['checkout', 'error rate above five percent since a quarter past nine']);
    expect(all).toEqual([11, 43]);
    const crowded = widths(['Environment', 'What', 'Why'], ['production', 'so many words '.repeat(20), 'even more words '.repeat(20)]);
    expect(characters(crowded, 0)).toBeGreaterThanOrEqual('Environment'.length);
  });

  it('leave what is said almost a third of a card of six columns, however short the others are', () => {
    const row = [
      'INC-12',
      'P1',
      'Triggered',
      'Unassigned',
      '1 h 5 min',
      'gateway-latency: Average Latency of branch-01-gateway > 250 (measured 1900)',
    ];
    const all = widths(['Incident', 'Severity', 'State', 'Service', 'Open for', 'What'], row);
    expect(characters(all, 5) / 72).toBeGreaterThan(0.3);
    expect(characters(all, 0)).toBeGreaterThan('Incident'.length);
  });

  it('are written in small letters where their words would not fit beside one another', () => {
    const row = ['app-checkout-prod', 'App Service', 'West Europe', 'production', 'checkout', '97 %'];
    expect(columns(['Name', 'Kind', 'Region', 'Environment', 'Service', 'CPU'], row).letters).toBe('small');
    expect(columns(['Name', 'CPU'], ['app-checkout-prod', '97 %'], ['so many words '.repeat(20), '3 %']).letters).toBe('normal');
  });

  it('are not pushed aside by a word without end', () => {
    expect(widths(['Id', 'State'], ['x'.repeat(500), 'healthy'])).toEqual([43, 10]);
  });
});
