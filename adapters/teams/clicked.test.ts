import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { type Document, sentence } from '../../src/core/document.ts';
import { type Reply, replyAboutSender, replyBriefly, replyInPlace, replyRefused } from '../../src/core/invocation.ts';
import { type HarnessOptions, posting, startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { createTeamsAdapter } from './index.ts';

let harness: TeamsHarness;
const start = async (options?: HarnessOptions): Promise<TeamsHarness> => {
  harness = await startTeamsHarness(options);
  return harness;
};
afterEach(() => harness.stop());

const seqOf = (id: string): number => harness.emulator.messages.get(id)?.seq ?? 0;

const answer = (reply: Reply): void => {
  harness.onInvocation = async (invocation) => void harness.adapter.respond(invocation, reply, posting);
};

describe('clicks', () => {
  it('carry the button’s command, and the card changes for everybody', async () => {
    await start();
    const root = await harness.posted('incidents');
    harness.onInvocation = async (invocation) => {
      void harness.adapter.respond(invocation, replyInPlace(sentence('Acknowledged by Ben Okafor')), posting);
    };
    const before = seqOf(root.id);
    await harness.emulator.click({ message: root.id, user: 'ben', button: 'Acknowledge' });
    expect(await harness.nextInvocation()).toMatchObject({
      text: 'ack INC-1',
      origin: { kind: 'clicked', message: root },
      place: { thread: undefined },
      actor: { email: 'ben@example.com' },
    });
    const changed = await harness.emulator.messages.wait({ channel: root.channel, after: before }, 5_000);
    expect(changed).toMatchObject([{ id: root.id, text: 'Acknowledged by Ben Okafor', edited: true }]);
  });

  it('that are refused are answered to the one who clicked alone', async () => {
    await start();
    const root = await harness.posted('incidents');
    answer({ ...replyRefused(sentence('No.')), alone: sentence('Only a responder may use resolve.') });
    await harness.emulator.click({ message: root.id, user: 'eva', button: 'Acknowledge' });
    const [answered, ...others] = harness.emulator.messages.list({ channel: root.channel, after: seqOf(root.id) });
    expect(answered).toMatchObject({ ephemeralTo: 'eva', thread: root.id, text: 'Only a responder may use resolve.' });
    expect(others).toEqual([]);
  });

  it('that are refused say whom to ask by addresses that can be copied, and still read no markup', async () => {
    await start();
    const root = await harness.posted('incidents');
    answer(replyRefused(sentence('Ask ben@example.com or <at>ana@example.com</at>, [not](https://evil.example).')));
    await harness.emulator.click({ message: root.id, user: 'eva', button: 'Acknowledge' });
    const [answered] = harness.emulator.messages.list({ channel: root.channel, after: seqOf(root.id) });
    expect(answered?.text).toBe('Ask ben@example.com or ‹at›ana@example.com‹/at›, ［not］(https:∕∕evil.example).');
  });

  it('that only want a sentence are answered by it, and by no message', async () => {
    await start();
    const root = await harness.posted('incidents');
    answer(replyBriefly(sentence('It is being cancelled.')));
    await harness.emulator.click({ message: root.id, user: 'eva', button: 'Acknowledge' });
    const said = harness.emulator.messages.list({ channel: root.channel, after: seqOf(root.id) });
    expect(said).toMatchObject([{ ephemeralTo: 'eva', text: 'It is being cancelled.' }]);
  });

  it('that are refused with lines that have to stand below each other are answered with a card', async () => {
    await start();
    const root = await harness.posted('incidents');
    answer(replyRefused({ summary: 'Not sent', blocks: [{ kind: 'preformatted', text: 'requests | tske\n           ^^^^' }] }));
    await harness.emulator.click({ message: root.id, user: 'eva', button: 'Acknowledge' });
    const [said] = harness.emulator.messages.list({ channel: root.channel, after: seqOf(root.id) });
    expect(said).toMatchObject({ ephemeralTo: 'eva', text: 'Answered below.' });
    const [card] = await harness.emulator.messages.wait({ channel: root.channel, after: said?.seq ?? 0 }, 5_000);
    expect(JSON.stringify(card?.payload).replaceAll('\u00a0', ' ')).toMatch(/"requests \| tske".*" {11}\^{4}"/u);
  });

  it('that ask for what is somebody’s own are answered in their own chat', async () => {
    await start();
    const root = await harness.posted('incidents');
    answer({ ...replyAboutSender(sentence('Your charts')), replace: true });
    await harness.emulator.click({ message: root.id, user: 'eva', button: 'Acknowledge' });
    const after = harness.emulator.messages.list({ after: seqOf(root.id) });
    expect(after).toMatchObject([
      { channel: 'a:1eva-tocsin-demo', text: 'Your charts' },
      { channel: root.channel, ephemeralTo: 'eva', text: expect.stringContaining('in our own chat') },
    ]);
    expect(harness.emulator.messages.get(root.id)?.edited).toBe(false);
  });

  it('that a restart falls upon are answered, and the card changes afterwards', async () => {
    await start();
    const root = await harness.posted('incidents');
    const clicked = harness.emulator.click({ message: root.id, user: 'ben', button: 'Acknowledge' });
    const stored = JSON.parse(JSON.stringify(await harness.nextInvocation()));
    await harness.adapter.stop();
    await clicked;
    expect(await createTeamsAdapter(harness.options).respond(stored, replyInPlace(sentence('Later')), posting)).toMatchObject({ ok: true });
    expect(harness.emulator.messages.get(root.id)?.text).toBe('Later');
  });

  const select = (count: number): Document => {
    const options = Array.from({ length: count }, (_, index) => ({ label: `${index} d`, command: `chart cpu of x over ${index}d` }));
    return { summary: 's', blocks: [{ kind: 'actions', items: [button('Refresh', 'x'), { kind: 'select', label: 'Range', options }] }] };
  };

  it.each([3, 18, 19, 100])('on one of %i choices run its command', async (count) => {
    await start();
    const root = await harness.posted('ops', select(count));
    expect(harness.emulator.messages.get(root.id)?.buttons).toEqual(['Refresh', 'Range']);
    answer(replyInPlace(sentence('ok')));
    const option = `${count - 1} d`;
    await harness.emulator.click({ message: root.id, user: 'ana', button: 'Range', option });
    expect((await harness.nextInvocation()).text).toBe(`chart cpu of x over ${count - 1}d`);
    await expect(harness.emulator.click({ message: root.id, user: 'ana', button: 'Range', option: 'a year' })).rejects.toThrow('a year');
  });

  it('on a list in which nothing is chosen say so, and ask nothing of the bot', async () => {
    await start();
    const root = await harness.posted('ops', select(40));
    await harness.emulator.click({ message: root.id, user: 'ana', button: 'Range' });
    expect(harness.emulator.messages.list({ after: seqOf(root.id) })).toMatchObject([{ ephemeralTo: 'ana', text: 'Choose one first.' }]);
    expect(harness.invocations).toEqual([]);
  });
});
