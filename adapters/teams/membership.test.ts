import { afterEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/document.ts';
import { replyToSender } from '../../src/core/invocation.ts';
import { startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';

let harness: TeamsHarness;
afterEach(() => harness.stop());

const options = { signal: AbortSignal.timeout(60_000), mark: 'm' };
const welcomes = () => harness.emulator.messages.list({}).filter((one) => one.text.startsWith('I am Tocsin'));
const idOf = (channel: string): string => harness.emulator.channels().find((one) => one.name === channel)?.id ?? '';
const post = (channel: string) => harness.adapter.post({ platform: 'teams', channel }, sentence('hello'), options);

describe('where the app is added', () => {
  it('to a team, it says once in the chosen channel what can be asked, and knows all channels', async () => {
    harness = await startTeamsHarness();
    expect(welcomes()).toMatchObject([{ channel: idOf('random'), thread: undefined, buttons: ['What can I ask?'] }]);
    expect(welcomes()[0]?.text).toContain('@Tocsin chart cpu of my-service');
    expect([...harness.needs.conversations.values()].map((one) => one.name)).toEqual(['random', 'ops', 'incidents']);
    // Teams says so again, for example when the bot starts again in the demo.
    await harness.emulator.install();
    expect(welcomes()).toHaveLength(1);
  });

  it('for oneself or to a group chat, it does the same there', async () => {
    harness = await startTeamsHarness({ install: false });
    await harness.emulator.install('ana');
    await harness.emulator.install('on-call');
    const direct = harness.emulator.directs()[0]?.id;
    expect(welcomes().map((one) => one.channel)).toEqual([direct, idOf('on-call')]);
    expect(welcomes()[0]?.text).toContain('Just write to me');
    harness.onInvocation = async (invocation) => void harness.adapter.respond(invocation, replyToSender(sentence('…')), options);
    await harness.emulator.click({ message: welcomes()[0]?.id ?? '', user: 'ana', button: 'What can I ask?' });
    expect((await harness.nextInvocation()).text).toBe('help');
  });

  it('a welcome that cannot be posted keeps nobody from using it', async () => {
    harness = await startTeamsHarness({ install: false });
    harness.faults.add({ target: 'teams/v3/conversations', status: 500 });
    await harness.emulator.install();
    expect(welcomes()).toEqual([]);
    harness.faults.clear();
    expect(await post('ops')).toMatchObject({ ok: true });
  });
});

describe('where the app was removed', () => {
  it('nothing is kept, nothing is posted, and the delivery says why', async () => {
    harness = await startTeamsHarness();
    await harness.emulator.uninstall();
    expect(harness.needs.conversations.size).toBe(0);
    const before = harness.emulator.messages.list({}).length;
    expect(await post('#ops')).toMatchObject({
      ok: false,
      certain: 'not sent',
      reason: expect.stringContaining('add the app to its team'),
    });
    expect(await post(idOf('ops'))).toEqual({
      ok: false,
      certain: 'not sent',
      reason: 'Teams answered 403: the bot is not in this conversation: add the app to the team',
      retry: { when: 'never' },
    });
    expect(harness.emulator.messages.list({})).toHaveLength(before);
    await harness.emulator.install();
    expect(await post('#ops')).toMatchObject({ ok: true });
    expect(welcomes()).toHaveLength(2);
  });

  it('by one person, the others keep their chats', async () => {
    harness = await startTeamsHarness({ install: false });
    for (const user of ['ana', 'ben']) await harness.emulator.install(user);
    await harness.emulator.uninstall('ana');
    expect([...harness.needs.conversations.keys()]).toEqual([harness.emulator.directs()[1]?.id]);
  });

  it('a channel that was deleted is not known any more', async () => {
    harness = await startTeamsHarness();
    const ops = idOf('ops');
    await harness.emulator.deleteChannel('ops');
    expect(harness.needs.conversations.has(ops)).toBe(false);
    expect(await post(ops)).toMatchObject({ ok: false, certain: 'not sent', reason: expect.stringContaining('does not exist any more') });
    expect(await post('#incidents')).toMatchObject({ ok: true });
  });
});

describe('what is no command', () => {
  it('edits, deletions and reactions, has no effect', async () => {
    harness = await startTeamsHarness();
    await harness.emulator.say({ user: 'ana', channel: 'ops', text: '@Tocsin ack INC-1' });
    await harness.nextInvocation();
    const said = harness.emulator.messages.list({ channel: idOf('ops') }).at(-1)?.id ?? '';
    await harness.emulator.edit?.({ message: said, user: 'ana', text: '@Tocsin resolve INC-1' });
    await harness.emulator.remove?.({ message: said, user: 'ana' });
    await harness.emulator.react?.({ message: welcomes()[0]?.id ?? '', user: 'ana', emoji: 'like' });
    expect(harness.invocations).toHaveLength(1);
  });
});
