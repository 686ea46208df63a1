import { describe, expect, it } from 'vitest';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { createPeople, type Home } from './people.ts';
import { createSlackWeb } from './web.ts';

const ours: Home = { team: 'T1', enterprise: 'E1' };

async function emailOf(user: object, home: Home | undefined = ours): Promise<string | undefined> {
  const answer = { ok: true, user: { real_name: 'Ana', profile: { email: 'ana@example.com' }, ...user } };
  const web = createSlackWeb(async () => ({ apiCall: () => Promise.resolve(answer) }));
  const people = createPeople({ web, clock: createHandClock(), log: createLogList(), home: () => home });
  const person = await people.find('U1', undefined);
  expect(person).toMatchObject({ platform: 'slack', id: 'U1', name: 'Ana' });
  return person.email;
}

describe('the e-mail address of who wrote, by which roles are given', () => {
  it.each([
    ['our workspace', { team_id: 'T1' }],
    ['another workspace of our organization', { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } }],
  ])('counts for people of %s', async (_where, user) => {
    expect(await emailOf(user)).toBe('ana@example.com');
  });

  it.each([
    ['belongs to another company in a shared channel', { team_id: 'T9' }],
    ['belongs to another organization', { team_id: 'T9', enterprise_user: { enterprise_id: 'E9' } }],
    ['belongs to nobody knows whom', {}],
    ['has never confirmed the address', { team_id: 'T1', is_email_confirmed: false }],
  ])('does not count for somebody who %s', async (_who, user) => {
    expect(await emailOf(user)).toBeUndefined();
  });

  it('does not count while the bot does not know its own workspace', async () => {
    expect(await emailOf({}, { team: undefined, enterprise: undefined })).toBeUndefined();
  });
});
