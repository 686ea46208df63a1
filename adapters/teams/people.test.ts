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
