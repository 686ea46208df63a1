import { describe, expect, it } from 'vitest';
import { runText } from '../run-text.fixture.ts';
import { createMeter } from './meter.ts';

const limit = (message: RegExp) => expect.objectContaining({ kind: 'limit', message: expect.stringMatching(message) });

/** A query whose values would fill any memory, or that would run for hours. */
const doublings = (of: string): string => `${`| extend x = ${of}`.repeat(41)} | project tostring(x)`;

describe('a query that makes values which are too large', () => {
  it.each([
    ['array_concat', `print x = pack_array(1) ${doublings('array_concat(x, x)')}`],
    ['pack', `print x = dynamic({}) ${doublings('pack("a", x, "b", x)')}`],
    ['pack_array', `print x = dynamic([]) ${doublings('pack_array(x, x)')}`],
    ['bag_merge', `print x = dynamic({}) ${doublings('bag_merge(pack("a", x), pack("b", x))')}`],
    ['bag_set_key', `print x = dynamic({}) ${doublings('bag_set_key(bag_set_key(x, "a", x), "b", x)')}`],
    ['zip', `print x = dynamic([1]) ${doublings('zip(x, x)')}`],
    ['set_union', `print x = dynamic([1]) ${doublings('pack_array(set_union(x, pack_array(x)), x)')}`],
    ['strcat', `print x = "ab" ${doublings('strcat(x, x)')}`],
    ['strrep', `print x = "ab" ${doublings('strrep(x, 2)')}`],
    ['strcat_array', `print x = "ab" ${doublings('strcat_array(pack_array(x, x), "")')}`],
    ['repeat', 'print x = repeat(repeat(repeat("ab", 1000), 1000), 1000)'],
    ['make_list', 'range y from 1 to 10000 step 1 | extend x = range(1, 1000) | summarize x = make_list(x) | project tostring(x)'],
    ['make_bag', 'range y from 1 to 10000 step 1 | summarize x = make_bag(pack(tostring(y), range(1, 1000))) | project tostring(x)'],
  ])('%s is stopped, with why', (_name, text) => {
    expect(() => runText(text)).toThrow(limit(/of more than|at most|too long/));
  });

  it('is stopped as well when there are many that are allowed each', () => {
    const meter = createMeter(
      () => undefined,
      () => 0,
    );
    const text = 'x'.repeat(30_000_000);
    for (let count = 0; count < 35; count += 1) meter.made(text);
    expect(() => meter.made(text)).toThrow(limit(/of more than 1 GB/));
  });

  it('may make as large ones as the functions of the service give', () => {
    expect(runText('print array_length(range(1, 1048576))').rows).toEqual([[1_048_576]]);
    expect(runText('range x from 1 to 400000 step 1 | summarize array_length(make_list(tostring(x)))').rows).toEqual([[400_000]]);
  });
});

describe('a query that takes too long', () => {
  it('is stopped between two rows of an expression', () => {
    let now = 0;
    const text = 'range x from 1 to 100000 step 1 | extend y = hash_sha256(tostring(x)) | project y';
    // Each look at the clock says that a tenth of a second has gone.
    expect(() => runText(text, undefined, { limits: { ms: 1_000, rows: 1_000_000 }, elapsed: () => (now += 100) })).toThrow(
      limit(/took longer than 1 s/),
    );
  });

  it('is looked at more often the slower its calls are', () => {
    let now = 0;
    let looks = 0;
    const meter = createMeter(
      () => {
        looks += 1;
      },
      () => now,
    );
    for (let call = 0; call < 1_000; call += 1) meter.made(1);
    const fast = looks;
    for (let call = 0; call < 1_000; call += 1) {
      now += 100;
      meter.made(1);
    }
    expect(fast).toBeLessThan(20);
    expect(looks - fast).toBeGreaterThan(700);
  });
});

describe('names that every object knows', () => {
  it.each([
    'print datetime_diff("constructor", now(), now())',
    'print datetime_add("toString", 1, now())',
    'print datetime_part("valueOf", now())',
    'print convert_length(1, "constructor", "Meter")',
    'datatable(a:int)[1] | join kind=constructor (datatable(a:int)[1]) on a',
  ])('mean nothing in %s', (text) => {
    expect(() => runText(text)).toThrow(/constructor|toString|valueOf/);
  });

  it('are no numbers and no times', () => {
    expect(
      runText('print toreal("constructor"), totimespan("1 constructor"), todatetime("Mon, 01 Jan 2024 00:00:00 constructor")').rows,
    ).toEqual([[null, null, null]]);
  });
});

describe('a long chain', () => {
  it.each([
    ['1,500 additions', `print x = 1${' + 1'.repeat(1_500)}`],
    ['500 extends', `print x = 1${' | extend x = x + 1'.repeat(500)}`],
    ['5,000 extends', `print x = 1${' | extend x = x + 1'.repeat(5_000)}`],
  ])('of %s has its answer, or says that it is too long', (_name, text) => {
    try {
      expect(runText(text).rows[0]?.[0]).toBeGreaterThan(500);
    } catch (error) {
      expect(error).toEqual(limit(/too (long|deeply|many)/));
    }
  });
});
