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
  const { person } = await people.find({ id: 'U1', name: undefined });
  expect(person).toMatchObject({ platform: 'slack', id: 'U1', name: 'Ana' });
  return person.email;
}

describe('when Slack does not say who wrote', () => {
  const user = { real_name: 'Ana', team_id: 'T1', profile: { email: 'ana@example.com' } };
  const down = Object.assign(new Error('503'), { code: 'slack_webapi_http_error', statusCode: 503 });
  const limited = Object.assign(new Error('429'), { code: 'slack_webapi_rate_limited_error', retryAfter: 30 });

  function peopleOf(...answers: readonly ('user' | Error)[]) {
    const left = [...answers];
    const clock = createHandClock();
    const web = createSlackWeb(async () => ({
      apiCall: async () => {
        const answer = left.shift() ?? down;
        if (answer === 'user') return { ok: true, user };
        throw answer;
      },
    }));
    return { clock, left, people: createPeople({ web, clock, log: createLogList(), home: () => ours }) };
  }

  it('asks once more at once', async () => {
    expect(await peopleOf(down, 'user').people.find({ id: 'U1', name: undefined })).toMatchObject({ person: { email: 'ana@example.com' } });
  });

  it('leaves it in peace when that is what it wants', async () => {
    const { people, left } = peopleOf(limited, 'user');
    const { person } = await people.find({ id: 'U1', name: 'ana' });
    expect(person).toEqual({ platform: 'slack', id: 'U1', name: 'ana', profile: 'unknown' });
    expect(left).toEqual(['user']);
  });

  it('goes by what it said before', async () => {
    const { people, clock } = peopleOf('user', down, down);
    const known = await people.find({ id: 'U1', name: undefined });
    clock.move(24 * 3_600_000);
    expect(await people.find({ id: 'U1', name: undefined })).toEqual(known);
  });
});

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

describe('where somebody belongs', () => {
  const down = Object.assign(new Error('429'), { code: 'slack_webapi_rate_limited_error', retryAfter: 30 });
  async function belongs(user: object | Error, team: string | undefined, home: Home | undefined) {
    const web = createSlackWeb(async () => ({
      apiCall: () => (user instanceof Error ? Promise.reject(user) : Promise.resolve({ ok: true, user })),
    }));
    const people = createPeople({ web, clock: createHandClock(), log: createLogList(), home: () => home });
    return (await people.find({ id: 'U1', name: undefined, team })).belongs;
  }
  const alone: Home = { team: 'T1', enterprise: undefined };

  it.each([
    ['our workspace', { team_id: 'T1' }, undefined, alone],
    ['our organization', { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } }, 'T2', ours],
    ['nobody knows where', {}, undefined, alone],
    ['our workspace, says the event alone', down, 'T1', alone],
    ['a workspace that may be of our organization', down, 'T2', ours],
    ['nobody knows where, and Slack does not answer', down, undefined, alone],
    ['a workspace while ours is not known', { team_id: 'T9' }, 'T9', undefined],
  ])('is here: %s', async (_where, user, team, home) => {
    expect(await belongs(user, team, home)).toBe('here');
  });

  it.each([
    ['another workspace', { team_id: 'T9' }, undefined, alone],
    ['another organization', { team_id: 'T9', enterprise_user: { enterprise_id: 'E9' } }, 'T1', ours],
    ['whom Slack calls a stranger', { is_stranger: true }, undefined, alone],
    ['another workspace, says the event alone', down, 'T9', alone],
  ])('is elsewhere: %s', async (_where, user, team, home) => {
    expect(await belongs(user, team, home)).toBe('elsewhere');
  });
});
