import { expect, it } from 'vitest';
import { serviceCalled } from '../../test/fakes/triage-desk.ts';
import { UserError } from '../core/errors.ts';
import { serviceOrUnassigned } from './unassigned.ts';

const service = (name: string) => {
  if (name !== 'Shop') throw new UserError(`No service called “${name}”.`);
  return serviceCalled('shop');
};

it('what belongs to no service has a word of its own, beside the names of services', () => {
  expect(serviceOrUnassigned(undefined, { service })).toBeUndefined();
  expect(serviceOrUnassigned(' Unassigned ', { service })).toBe('unassigned');
  expect(serviceOrUnassigned('Shop', { service })).toBe('shop');
  expect(() => serviceOrUnassigned('shpo', { service })).toThrow('No service called “shpo”.');
});
