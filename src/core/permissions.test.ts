import { expect, it } from 'vitest';
import { UserError } from './errors.ts';
import type { Person, Role } from './model/person.ts';
import { denial, withWhomToAsk } from './permissions.ts';

const eva: Person = { platform: 'slack', id: 'U1', name: 'Eva', email: 'Eva@X' };
const asked = (needed: Role, responder: readonly string[], admin: readonly string[], person = eva) => {
  const error = denial(person, 'resolve', needed, 'No.');
  const { anywhere, alone } = withWhomToAsk(error, person, { default: 'viewer', roles: { responder, admin } });
  return [anywhere.message, alone?.message];
};

it('who is denied something hears whom to ask: those with the role, then those with a higher one', () => {
  expect(asked('responder', ['ben@x', 'slack:U2'], ['ana@x'])[1]).toBe('No. Ask ben@x or ana@x.');
  expect(asked('admin', ['ben@x'], ['ana@x'])[1]).toBe('No. Ask ana@x.');
  expect(asked('responder', ['a@x', 'b@x', 'c@x', 'd@x'], [])[1]).toBe('No. Ask a@x, b@x, c@x or another responder.');
});

it('where others read it the role alone is named, and nobody where nobody has it', () => {
  expect(asked('responder', ['ben@x'], ['ana@x'])[0]).toBe('No. Ask somebody with the role responder.');
  expect(asked('responder', [], ['ana@x'])[0]).toBe('No. Ask somebody with the role admin.');
  expect(asked('admin', ['ben@x'], ['slack:U1'])[0]).toBe('No. Ask somebody with the role admin.');
  expect(asked('admin', ['ben@x'], [])).toEqual(['No.', undefined]);
});

it('addresses are told to those of the same domain alone', () => {
  expect(asked('responder', ['ben@x', 'zoe@y', 'slack:U2'], [])[1]).toBe('No. Ask ben@x.');
  expect(asked('responder', ['slack:U2', 'ben@y.x'], [])[1]).toBeUndefined();
  expect(asked('responder', ['ben@x'], [], { ...eva, email: undefined })[1]).toBeUndefined();
});

it('another mistake is as it was', () => {
  const error = new UserError('No command.', ['help']);
  const access = { default: 'viewer', roles: { responder: ['ben@x'], admin: [] } } as const;
  expect(withWhomToAsk(error, eva, access)).toEqual({ anywhere: error, alone: undefined });
});
