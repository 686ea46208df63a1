import { expect, it } from 'vitest';
import { createFakeChat } from '../../../test/fakes/chat.ts';
import { openDeliveryDesk, runOn } from '../../../test/fakes/delivery-desk.ts';

it('3 a conversation of Teams never has two messages in hand, which a kill would double; two conversations have one each', async () => {
  const teams = createFakeChat('teams', { find: 'absent' });
  const inHand: string[] = [];
  const seen = new Set<string>();
  const desk = await openDeliveryDesk({
    teams: {
      ...teams,
      post: async (target, document, options) => {
        inHand.push(target.channel);
        seen.add(inHand.toSorted().join(' '));
        await new Promise((resolve) => setImmediate(resolve));
        inHand.splice(inHand.indexOf(target.channel), 1);
        return teams.post(target, document, options);
      },
    },
  });
  for (let number = 1; number <= 6; number += 1) await desk.open(number, { rooms: ['teams:19:ops', 'teams:19:dev'] });
  await runOn(desk, desk.clock);
  expect(seen).toContain('19:dev 19:ops');
  expect([...seen].filter((one) => !['19:dev', '19:ops', '19:dev 19:ops'].includes(one))).toEqual([]);
  expect(teams.posts()).toHaveLength(12);
});
