import { expect, it } from 'vitest';
import { service } from '../../test/fakes/catalogue-estate.ts';
import { exampleHere } from './example-words.ts';

const services = [service('till', {}), service('compliance', {})];

it.each([
  ['alerts of bps-website', 'alerts of till'],
  ['silence rule slow-* of checkout every "sun 02:00" for 2h', 'silence rule slow-* of till every "sun 02:00" for 2h'],
  ['query slow-operations in compliance over 6h', 'query slow-operations in compliance over 6h'],
  ['chart cpu of bps-website-sp', 'chart cpu of bps-website-sp'],
  ['incidents', 'incidents'],
])('of “%s” makes “%s”', (words, shown) => {
  expect(exampleHere(words, services)).toBe(shown);
});

it('leaves an example as it is where there are no services, and quotes a name of several words', () => {
  expect(exampleHere('alerts of bps-website', [])).toBe('alerts of bps-website');
  expect(exampleHere('alerts of bps-website', [service('the till', {})])).toBe('alerts of "the till"');
});
