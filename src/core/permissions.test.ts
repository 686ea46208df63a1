import { expect, it } from 'vitest';
import { UserError } from './errors.ts';
import type { Person, Role } from './model/person.ts';
import { denial, withWhomToAsk } from './permissions.ts';

const eva: Person = { platform: 'slack', id: 'U1', name: 'Eva', email: 'eva@example.com' };
const asked = (needed: Role, responder: readonly string[], admin: readonly string[], person = eva): string =>
  withWhomToAsk(denial(person, 'resolve', needed, 'No.'), person, { default: 'viewer', roles: { responder, admin } }).message;

it('who is denied something hears whom to ask: those with the role, then those with a higher one', () => {
  expect(asked('responder', ['ben@x', 'slack:U2'], ['ana@x'])).toBe('No. Ask ben@x or ana@x.');
  expect(asked('admin', ['ben@x'], ['ana@x'])).toBe('No. Ask ana@x.');
  expect(asked('responder', ['a@x', 'b@x', 'c@x', 'd@x'], [])).toBe('No. Ask a@x, b@x, c@x or another responder.');
});

it('nobody is named where only ids are configured, or to somebody who may be of another company', () => {
  expect(asked('responder', ['slack:U2'], [])).toBe('No.');
  expect(asked('responder', ['ben@x'], [], { ...eva, email: undefined })).toBe('No.');
});

it('another mistake is as it was', () => {
  const error = new UserError('No command.', ['help']);
  expect(withWhomToAsk(error, eva, { default: 'viewer', roles: { responder: ['ben@x'], admin: [] } })).toBe(error);
});
