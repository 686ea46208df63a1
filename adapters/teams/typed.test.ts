import { afterEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/document.ts';
import { replyInPlace, replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import { type HarnessOptions, posting, startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { createTeamsAdapter } from './index.ts';

let harness: TeamsHarness;
const start = async (options?: HarnessOptions): Promise<TeamsHarness> => {
  harness = await startTeamsHarness(options);
  return harness;
};
afterEach(() => harness.stop());

describe('what people type', () => {
  it('comes without the mention, decoded, with who and where', async () => {
    await start();
    await harness.emulator.say({ user: 'ana', channel: 'ops', text: '@Tocsin chart cpu of "a & b <c>"\u00a0over 6h' });
    expect(await harness.nextInvocation()).toMatchObject({
      text: 'chart cpu of "a & b <c>"\u00a0over 6h',
      actor: {
        platform: 'teams',
        id: '0a0a0a0a-1111-4111-8111-000000000001',
        name: 'Ana Duarte',
        email: 'ana@example.com',
        timeZone: 'Europe/Berlin',
      },
      place: { platform: 'teams', channel: harness.channelId('ops'), channelName: 'ops', kind: 'channel', thread: undefined },
      origin: { kind: 'typed' },
    });
  });

  it('is not listened to in channels without a mention, but in the personal chat', async () => {
    await start();
    await harness.emulator.say({ user: 'ben', channel: 'ops', text: 'lunch?' });
    await harness.emulator.say({ user: 'ben', channel: 'direct', text: 'help' });
    expect(await harness.nextInvocation()).toMatchObject({ text: 'help', place: { kind: 'direct' } });
    expect(harness.invocations).toHaveLength(1);
  });

  it('in a thread tells which', async () => {
    await start();
    const root = await harness.posted('incidents');
    await harness.emulator.say({ user: 'ben', channel: 'incidents', thread: root.id, text: '@Tocsin ack' });
    expect((await harness.nextInvocation()).place).toMatchObject({ channel: root.channel, thread: root.id });
  });

  it('is answered in its thread, to the author too, and after a restart from the stored invocation alone', async () => {
    await start();
    await harness.emulator.say({ user: 'eva', channel: 'ops', text: '@Tocsin resolve INC-1' });
    const stored = JSON.parse(JSON.stringify(await harness.nextInvocation()));
    const restarted = createTeamsAdapter(harness.options);
    for (const reply of [
      replyToSender(sentence('Only a responder may.')),
      replyToChannel(sentence('Done.')),
      replyInPlace(sentence('New.')),
    ]) {
      expect(await restarted.respond(stored, reply, posting)).toMatchObject({ ok: true });
    }
    const [said, ...answers] = harness.emulator.messages.list({ channel: harness.channelId('ops') });
    expect(answers.map((one) => [one.thread, one.text])).toEqual(
      ['Only a responder may.', 'Done.', 'New.'].map((words) => [said?.id, words]),
    );
  });

  it('is acknowledged only when it was accepted', async () => {
    await start();
    harness.onInvocation = () => Promise.reject(new Error('the store cannot be written'));
    await expect(harness.emulator.say({ user: 'ana', channel: 'ops', text: '@Tocsin ack INC-1' })).rejects.toThrow(/503/u);
  });

  it('is understood although the people directory does not answer', async () => {
    await start();
    harness.faults.add({ target: 'teams/v3', status: 502 });
    await harness.emulator.say({ user: 'ana', channel: 'ops', text: '@Tocsin whoami' });
    expect((await harness.nextInvocation()).actor).toMatchObject({ id: '0a0a0a0a-1111-4111-8111-000000000001', email: undefined });
    expect(harness.needs.lines).toMatchObject([{ level: 'warn', data: { reason: expect.stringContaining('502') } }]);
  });
});
