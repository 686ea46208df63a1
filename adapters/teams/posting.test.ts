import { afterEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/document.ts';
import { type HarnessOptions, posting, startTeamsHarness, type TeamsHarness, teamsCard } from '../../test/fakes/teams-harness.ts';

let harness: TeamsHarness;
const start = async (options?: HarnessOptions): Promise<TeamsHarness> => {
  harness = await startTeamsHarness(options);
  return harness;
};
afterEach(() => harness.stop());

describe('posts and edits', () => {
  it('starts a thread in a channel by id, and by name once the app is in the team', async () => {
    await start();
    const byId = await harness.posted(harness.channelId('incidents'));
    const byName = await harness.posted('#incidents');
    expect(harness.emulator.messages.get(byId.id)).toMatchObject({ thread: undefined, text: 'INC-1', buttons: ['Acknowledge'] });
    expect(byName.channel).toBe(harness.channelId('incidents'));
  });

  it('answers in the thread of a root message', async () => {
    await start();
    const root = await harness.posted('ops');
    const delivery = await harness.adapter.post({ platform: 'teams', channel: root.channel, thread: root.id }, sentence('joined'), posting);
    expect(delivery.ok && harness.emulator.messages.get(delivery.ref?.id ?? '')).toMatchObject({ thread: root.id, text: 'joined' });
  });

  it('edits the message itself', async () => {
    await start();
    const root = await harness.posted('ops');
    expect(await harness.adapter.edit?.(root, sentence('resolved'), posting)).toEqual({ ok: true, ref: root });
    expect(harness.emulator.messages.get(root.id)).toMatchObject({ text: 'resolved', edited: true, buttons: [] });
  });

  it('posts into a channel given by id that it never heard of', async () => {
    await start({ install: false });
    expect(harness.needs.conversations.size).toBe(0);
    await harness.posted(harness.channelId('random'));
    expect(harness.texts('random')).toEqual(['INC-1']);
  });

  it('says how to mend an unknown name, and may be asked again later', async () => {
    await start();
    expect(await harness.adapter.post({ platform: 'teams', channel: '#opps' }, teamsCard, posting)).toEqual({
      ok: false,
      reason: 'No Teams channel called “opps” is known: add the app to its team, or name the channel by its id.',
      certain: 'not sent',
      retry: { when: 'later', afterMs: 30_000, attempts: 15 },
    });
  });

  it('notices that two teams have a channel of the same name', async () => {
    await start();
    const ops = [...harness.needs.conversations.values()].find((one) => one.name === 'ops');
    if (ops !== undefined)
      harness.needs.conversations.set('19:other@thread.tacv2', { ...ops, id: '19:other@thread.tacv2', team: '19:team2@thread.tacv2' });
    expect(await harness.adapter.post({ platform: 'teams', channel: 'ops' }, teamsCard, posting)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('2 teams'),
    });
  });
});
