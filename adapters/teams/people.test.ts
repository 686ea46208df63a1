import { describe, expect, it } from 'vitest';
import { createLogList } from '../../test/fakes/log.ts';
import { createPeople } from './people.ts';
import { type IncomingActivity, incomingActivity } from './schema.ts';

const ours = 'aaaaaaaa-0000-4000-8000-000000000001';
const thread = '19:ops@thread.tacv2;messageid=17';

function said(more: object): IncomingActivity {
  return incomingActivity.parse({
    type: 'message',
    serviceUrl: 'https://smba.example/',
    from: { id: '29:eva', name: 'Eva' },
    conversation: { id: thread },
    ...more,
  });
}

describe('who wrote', () => {
  it.each([
    ['ours', { tenantId: ours.toUpperCase() }, 'eva@example.com'],
    ['another', { tenantId: 'bbbbbbbb-0000-4000-8000-000000000002' }, undefined],
    ['none that is told', {}, undefined],
  ])('has an address to go by when the tenant is %s: %j', async (_whose, tenant, email) => {
    const lookUp = async (): Promise<object> => ({ email: 'eva@example.com', ...tenant });
    const people = createPeople({ log: createLogList(), isZone: () => true, tenant: ours, lookUp });
    expect((await people.personOf(said({}))).email).toBe(email);
  });

  it.each([
    ['a channel’s team', { channelData: { team: { id: '19:team@thread.tacv2' } } }, '19:team@thread.tacv2'],
    ['a chat itself', { conversation: { id: 'a:1eva' } }, 'a:1eva'],
  ])('is asked of %s', async (_where, more, asked) => {
    const requests: string[] = [];
    const people = createPeople({
      log: createLogList(),
      isZone: () => true,
      tenant: ours,
      lookUp: async (_serviceUrl, conversation) => {
        requests.push(conversation);
        return { email: 'eva@example.com', tenantId: ours };
      },
    });
    expect(await people.personOf(said(more))).toMatchObject({ id: '29:eva', name: 'Eva', email: 'eva@example.com' });
    expect(requests).toEqual([asked]);
  });

  it('is asked for again at once when Teams fails, and never taken for a stranger afterwards', async () => {
    const answers = [503, 200, 503, 503, 404, 200].values();
    const people = createPeople({
      log: createLogList(),
      isZone: () => true,
      tenant: ours,
      lookUp: async () => {
        const statusCode = answers.next().value ?? 503;
        if (statusCode !== 200) throw Object.assign(new Error('no'), { statusCode });
        return { email: 'eva@example.com', tenantId: ours };
      },
    });
    expect(await people.personOf(said({}))).toMatchObject({ email: 'eva@example.com' });
    const other = said({ from: { id: '29:ben', name: 'Ben' } });
    expect(await people.personOf(other)).toMatchObject({ name: 'Ben', email: undefined, profile: 'unknown' });
    // What no repetition mends is not repeated; and no failure is kept.
    expect(await people.personOf(other)).toMatchObject({ profile: 'unknown' });
    expect(await people.personOf(other)).toMatchObject({ email: 'eva@example.com' });
  });

  it('has no address that roles could be given by when another company says what it is', async () => {
    const people = createPeople({
      log: createLogList(),
      isZone: () => true,
      tenant: ours,
      lookUp: async () => ({ email: 'ana@example.com', tenantId: 'bbbbbbbb-0000-4000-8000-000000000002' }),
    });
    expect(await people.personOf(said({}))).toMatchObject({ id: '29:eva', email: undefined });
  });
});
