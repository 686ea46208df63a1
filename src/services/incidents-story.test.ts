import { describe, expect, it } from 'vitest';
import { teamsRoom } from '../../test/fakes/catalogue-settings.ts';
import { openIncidentDesk } from '../../test/fakes/incident-desk.ts';
import { UserError } from '../core/errors.ts';
import type { Person } from '../core/model/person.ts';
import { longestNote } from './incidents-story.ts';

const eva: Person = { platform: 'slack', id: 'U0EVA', name: 'Eva' };
const ben: Person = { platform: 'teams', id: 'ben', name: 'Ben' };

async function deskWithIncident() {
  const desk = await openIncidentDesk();
  await desk.alert({});
  await desk.deliveries.run(desk.clock.now());
  return desk;
}

describe('the story of an incident', () => {
  it('is in the order in which things happened, also where one was heard of late', async () => {
    const desk = await deskWithIncident();
    const begun = desk.clock.now();
    desk.clock.move(60_000);
    await desk.incidents.acknowledge('INC-1', eva);
    await desk.incidents.note('inc-1', { text: 'it had begun to slow down', at: begun + 30_000 }, ben);
    expect((await desk.incidents.story('INC-1')).map((one) => [one.at - begun, one.kind])).toEqual([
      [0, 'opened'],
      [30_000, 'note'],
      [60_000, 'acknowledged'],
    ]);
  });

  it('takes notes while it is changed by others, and leaves its card as it is', async () => {
    const desk = await deskWithIncident();
    const at = desk.clock.now();
    await Promise.all([
      desk.incidents.note('INC-1', { text: 'one', at }, eva),
      desk.incidents.acknowledge('INC-1', ben),
      desk.incidents.note('INC-1', { text: 'two', at }, ben),
    ]);
    await desk.deliveries.idle();
    const kinds = (await desk.incidents.story('INC-1')).map((one) => one.kind);
    expect(kinds.toSorted()).toEqual(['acknowledged', 'note', 'note', 'opened']);
    for (const chat of [desk.slack, desk.teams]) {
      // The root, drawn anew for the acknowledgement alone, and a line for each of the three.
      expect(chat.posts().map((post) => post.edits)).toEqual([1, 0, 0, 0]);
    }
  });

  it('keeps the beginning of what is too long, and says that it was cut', async () => {
    const desk = await deskWithIncident();
    await desk.incidents.note('INC-1', { text: '😀'.repeat(longestNote + 1), at: desk.clock.now() }, eva);
    const note = (await desk.incidents.story('INC-1')).find((one) => one.kind === 'note');
    expect([...(note?.text ?? '')]).toEqual([...Array.from({ length: longestNote / 2 - 1 }, () => '😀'), '…']);
  });

  it('calls rooms by their names, in the thread too', async () => {
    const desk = await deskWithIncident();
    await desk.settings.put('conversations', teamsRoom);
    await desk.incidents.note('INC-1', { text: `also told in teams:${teamsRoom.id}`, at: desk.clock.now() }, eva);
    await desk.deliveries.idle();
    expect((await desk.incidents.story('INC-1')).at(-1)?.text).toBe('also told in teams:incidents');
    expect(desk.slack.posts().at(-1)?.document.summary).toContain('also told in teams:incidents');
  });

  it('is of an incident that exists', async () => {
    const desk = await deskWithIncident();
    await expect(desk.incidents.story('INC-9')).rejects.toThrow(UserError);
    await expect(desk.incidents.note('INC-9', { text: 'x', at: 0 }, eva)).rejects.toThrow('There is no incident INC-9. Open: INC-1.');
  });
});
