import { describe, expect, it } from 'vitest';
import { createEstate } from '../emulators/estate/estate.ts';
import { createLogs, type LogScope } from '../emulators/logs/index.ts';
import { readQueryFiles } from '../src/kql/query-files.ts';
import { runText } from '../src/kql/run-text.fixture.ts';
import { durationPercentile } from '../src/services/log-metrics.ts';
import { bindParameters } from '../src/services/queries-parameters.ts';
import { shippedQueries } from '../src/services/queries-shipped.ts';
import { createSuggest } from '../src/text/suggest.ts';
import { createHandClock } from './fakes/hand-clock.ts';

const clock = createHandClock();
const suggest = createSuggest();
const estate = createEstate({ seed: 'shipped', clock });
const logs = createLogs({ estate, clock, seed: 'shipped' });
const to = clock.now();
const range = { from: to - 86_400_000, to };
const workspace = (name: string): LogScope => {
  const found = logs.workspace(name);
  if (found === undefined) throw new Error(`there is no workspace ${name}`);
  return { kind: 'workspace', workspace: found };
};

const run = (text: string, scope: LogScope) => runText(text, logs.tableSource(scope, range), { nowMs: to });

/** The service that has what the query asks about, where any will not do. */
const clusterQueries = /^(?:pod|cluster|heart)/u;
/** Asked for all there is: the day of the demo may be a good one. */
const wider: Readonly<Record<string, readonly { readonly name: string; readonly value: string }[]>> = {
  heartbeats: [{ name: 'silence', value: '0s' }],
};

const texts = shippedQueries(readQueryFiles()).flatMap((query) => {
  const { name } = query;
  if (name === 'one-operation') return [];
  const bound = bindParameters(query, wider[name] ?? [], suggest);
  const scope = clusterQueries.test(name) ? workspace('packamal-logs') : workspace('log-compliance');
  return Object.entries(bound).map(([tables, text]) => ({ name: `${name} (${tables})`, text, scope }));
});

describe('the queries that ship, asked of the demo’s logs', () => {
  it.each(texts.map((one) => [one.name, one] as const))('%s has rows', (_name, { text, scope }) => {
    const { rows } = run(text, scope);
    expect(rows.length).toBeGreaterThan(0);
    // A row of nothing would be none.
    expect(rows[0]?.some((cell) => cell !== null && cell !== '')).toBe(true);
  });

  it('pod-logs shows lines as they were written, without the quotes of JSON', () => {
    const one = texts.find(({ name }) => name === 'pod-logs (workspace)') ?? expect.fail('no pod-logs');
    const { columns, rows } = run(one.text, one.scope);
    const lines = rows.map((row) => String(row[columns.indexOf('LogMessage')]));
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => line.startsWith('"'))).toEqual([]);
  });

  it('one-operation finds all of an operation that another query names', () => {
    const compliance = workspace('log-compliance');
    const of = (name: string) => shippedQueries(readQueryFiles()).find((one) => one.name === name) ?? expect.fail(name);
    const failed = run(bindParameters(of('failed-operations'), [], suggest).workspace ?? '', compliance);
    const operation = String(failed.rows[0]?.[failed.columns.indexOf('OperationId')]);
    const given = [{ name: 'operation', value: operation }];
    const found = run(bindParameters(of('one-operation'), given, suggest).workspace ?? '', compliance);
    const kinds = new Set(found.rows.map((row) => row[found.columns.indexOf('item')]));
    expect(kinds).toContain('request');
    expect(kinds).toContain('exception');
  });
});

describe('what is sampled', () => {
  const compliance = workspace('log-compliance');
  const hour = 3_600_000;
  /** Of which all has been sent. */
  const end = to - (to % hour) - hour;
  const asked = { from: end - 3 * hour, to: end };
  const within = (text: string) => runText(text, logs.tableSource(compliance, asked), { nowMs: to });
  const bound = (name: string, given: Parameters<typeof bindParameters>[1]) => {
    const query = shippedQueries(readQueryFiles()).find((one) => one.name === name) ?? expect.fail(name);
    return bindParameters(query, given, suggest);
  };
  const every15m = [{ name: 'every', value: '15m' }];

  it.each(['classic', 'workspace'] as const)('counts for what it stands for: percentiles are those that `chart` draws (%s)', (tables) => {
    const { columns, rows } = within(bound('duration-percentiles', every15m)[tables] ?? '');
    for (const percent of [50, 95, 99]) {
      const shape = { ...asked, tables, grainMs: 15 * 60_000, by: undefined, where: undefined };
      const drawn = within(durationPercentile(percent, 'requests').text(shape));
      const place = { at: drawn.columns.indexOf('at'), value: drawn.columns.indexOf('value') };
      expect(drawn.rows).toHaveLength(12);
      expect(rows.map((row) => [row[0], row[columns.indexOf(`p${percent}`)]])).toEqual(
        drawn.rows.map((row) => [row[place.at], row[place.value]]),
      );
    }
  });

  it.each([
    ['classic', 'requests'],
    ['workspace', 'AppRequests'],
  ] as const)('counts for what it stands for: numbers and averages are those of the metrics (%s)', (tables, table) => {
    const text = (bound('endpoints', [])[tables] ?? '').replace(/by (?:name|Name)$/mu, `by all = "all"`).replace(/\| top .*/u, '');
    expect(text).toContain(table);
    const { columns, rows } = within(text);
    const component = estate.resources.find((one) => one.name === 'appi-compliance') ?? expect.fail('no component');
    const of = (name: string) => {
      const metric = estate.metricsOf(component.type).find((one) => one.name === name) ?? expect.fail(name);
      return estate.values(component, metric, { ...asked, grainMs: 3 * hour })[0]?.summary ?? expect.fail(name);
    };
    expect(rows[0]?.[columns.indexOf('count')]).toBe(of('requests/count').total);
    expect(rows[0]?.[columns.indexOf('average')]).toBeCloseTo(of('requests/duration').average, 3);
  });
});
