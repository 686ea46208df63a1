import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KqlFailure } from '../../failure.ts';
import { runText } from '../../run-text.fixture.ts';
import { scalarFunctions } from './index.ts';

const print = (expression: string): unknown => runText(`print x = ${expression}`).rows[0]?.[0];

const call = (
  name: string,
  types: readonly ('string' | 'long' | 'dynamic')[],
  ...values: readonly (string | number | readonly unknown[])[]
) => {
  const known = scalarFunctions.get(name);
  const shape = { name, types, constants: types.map(() => undefined), names: types.map(() => undefined), now: 0 };
  return known?.make({ ...shape, type: known.type(types) })(...values);
};

describe('whatever comes in', () => {
  it('regular expressions end in a result or in a failure that a person can read', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, text) => {
        for (const name of ['extract_all', 'trim', 'countof']) {
          try {
            call(name, ['string', 'string'], pattern, text);
          } catch (error) {
            expect(error).toBeInstanceOf(KqlFailure);
          }
        }
      }),
    );
  });

  it('“in” finds what is in the list, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 20 }), fc.integer(), (items, sought) => {
        const types = ['long', ...items.map(() => 'long' as const)] as const;
        expect(call('in', types, sought, ...items)).toBe(items.includes(sought));
        expect(call('!in', types, sought, ...items)).toBe(!items.includes(sought));
      }),
    );
  });

  it('text parsers give something for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const name of [
          'parse_url',
          'parse_urlquery',
          'parse_path',
          'parse_csv',
          'parse_version',
          'parse_ipv4',
          'parse_ipv6',
          'url_decode',
        ]) {
          expect(call(name, ['string'], text)).toBeDefined();
        }
        const encoded = call('punycode_from_string', ['string'], text.toWellFormed());
        expect(typeof encoded === 'string' && call('punycode_to_string', ['string'], encoded)).toBe(text.toWellFormed());
      }),
    );
  });

  it('dynamic values nested without end are refused, not run into the ground', () => {
    const deep = `parse_json(strcat(strrep(strrep("[", 1000), 20), strrep(strrep("]", 1000), 20)))`;
    for (const name of ['tostring', 'dynamic_to_json', 'treepath']) expect(() => print(`${name}(${deep})`)).toThrow(KqlFailure);
  });

  it('names the wrong regular expression', () => {
    expect(() => print('extract("(", 1, "x")')).toThrow(/“\(” is not valid/);
  });

  it('refuses formats and parts of dates that the service does not know', () => {
    expect(() => print('format_datetime(now(), "MMM")')).toThrow(KqlFailure);
    expect(() => print('datetime_add("fortnight", 1, now())')).toThrow(KqlFailure);
  });
});
