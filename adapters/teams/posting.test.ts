import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { type Document, heading, sentence } from '../../src/core/document.ts';
import { type HarnessOptions, startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';

let harness: TeamsHarness;
const start = async (options?: HarnessOptions): Promise<TeamsHarness> => {
  harness = await startTeamsHarness(options);
  return harness;
};
afterEach(() => harness.stop());

const options = { signal: AbortSignal.timeout(60_000), mark: 'mark-1' };
const card: Document = {
  summary: 'Checkout is slow',
  blocks: [heading('INC-1'), { kind: 'actions', items: [button('Acknowledge', 'ack INC-1')] }],
};
const channelId = (name: string): string => harness.emulator.channels().find((one) => one.name === name)?.id ?? '';
const texts = (channel: string): readonly string[] =>
  harness.emulator.messages.list({ channel: channelId(channel) }).map((one) => one.text);

async function posted(channel: string, document: Document = card): Promise<{ platform: string; channel: string; id: string }> {
  const delivery = await harness.adapter.post({ platform: 'teams', channel }, document, options);
  if (!delivery.ok || delivery.ref === undefined) throw new Error('not posted');
  return delivery.ref;
}

describe('posts and edits', () => {
  it('starts a thread in a channel by id, and by name once the app is in the team', async () => {
    await start();
    const byId = await posted(channelId('incidents'));
    const byName = await posted('#incidents');
    expect(harness.emulator.messages.get(byId.id)).toMatchObject({ thread: undefined, text: 'INC-1', buttons: ['Acknowledge'] });
    expect(byName.channel).toBe(channelId('incidents'));
  });

  it('answers in the thread of a root message', async () => {
    await start();
    const root = await posted('ops');
    const delivery = await harness.adapter.post({ platform: 'teams', channel: root.channel, thread: root.id }, sentence('joined'), options);
    expect(delivery.ok && harness.emulator.messages.get(delivery.ref?.id ?? '')).toMatchObject({ thread: root.id, text: 'joined' });
  });

  it('edits the message itself', async () => {
    await start();
    const root = await posted('ops');
    expect(await harness.adapter.edit?.(root, sentence('resolved'), options)).toEqual({ ok: true, ref: root });
    expect(harness.emulator.messages.get(root.id)).toMatchObject({ text: 'resolved', edited: true, buttons: [] });
  });

  it('posts into a channel given by id that it never heard of', async () => {
    await start({ install: false });
    expect(harness.needs.conversations.size).toBe(0);
    await posted(channelId('random'));
    expect(texts('random')).toEqual(['INC-1']);
  });

  it('says how to mend an unknown name, and may be asked again later', async () => {
    await start();
    expect(await harness.adapter.post({ platform: 'teams', channel: '#opps' }, card, options)).toEqual({
      ok: false,
      reason: 'No Teams channel called “opps” is known: add the app to its team, or name the channel by its id.',
      certain: 'not sent',
      retry: { when: 'later', afterMs: 30_000 },
    });
  });

  it('notices that two teams have a channel of the same name', async () => {
    await start();
    const ops = [...harness.needs.conversations.values()].find((one) => one.name === 'ops');
    if (ops !== undefined)
      harness.needs.conversations.set('19:other@thread.tacv2', { ...ops, id: '19:other@thread.tacv2', team: '19:team2@thread.tacv2' });
    expect(await harness.adapter.post({ platform: 'teams', channel: 'ops' }, card, options)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('2 teams'),
    });
  });
});
