import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dimensionWords } from './metrics-filter.ts';

const split = { dimension: 'Instance', top: 5 };
const filter = { dimension: 'StatusCode', values: ['500', '503'] };

describe('words about dimensions', () => {
  it('ask for the largest of all values', () => {
    expect(dimensionWords({ split, filter: undefined }, 'average')).toEqual({
      filter: "Instance eq '*'",
      top: 5,
      orderBy: 'average desc',
      rollUpBy: undefined,
    });
    expect(dimensionWords({ split, filter: undefined }, 'total')?.orderBy).toBe('sum desc');
  });

  it('narrow to some values as one series', () => {
    expect(dimensionWords({ split: undefined, filter }, 'total')).toMatchObject({
      filter: "StatusCode eq '500' or StatusCode eq '503'",
      orderBy: undefined,
      rollUpBy: 'StatusCode',
    });
  });

  it('do both: "or" between values, "and" between dimensions', () => {
    expect(dimensionWords({ split, filter }, 'total')).toMatchObject({
      filter: "StatusCode eq '500' or StatusCode eq '503' and Instance eq '*'",
      rollUpBy: 'StatusCode',
    });
  });

  it('tell the values apart that are narrowed to when it is the same dimension', () => {
    expect(dimensionWords({ split: { dimension: 'statuscode', top: 2 }, filter }, 'total')).toMatchObject({
      filter: "StatusCode eq '500' or StatusCode eq '503'",
      rollUpBy: undefined,
    });
  });

  it('are none where nothing is said about dimensions', () => {
    expect(dimensionWords({ split: undefined, filter: undefined }, 'average')).toBeUndefined();
  });

  it('hold every value as it is, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (values) => {
        const words = dimensionWords({ split: undefined, filter: { dimension: 'D', values } }, undefined)?.filter ?? '';
        const read: string[] = [];
        let rest = words;
        while (rest !== '') {
          const found = /^(?: or )?D eq '((?:[^']|'')*)'(?!')/u.exec(rest);
          if (found === null) return false;
          read.push((found[1] ?? '').replaceAll("''", "'"));
          rest = rest.slice(found[0].length);
        }
        return JSON.stringify(read) === JSON.stringify(values);
      }),
    );
  });
});
