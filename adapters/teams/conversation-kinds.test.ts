import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { type Block, type Document, sentence } from '../../src/core/document.ts';
import { type Reply, replyInPlace, replyRefused, replyToChannel, replyUnderClick } from '../../src/core/invocation.ts';
import { startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';

let harness: TeamsHarness;
beforeEach(async () => {
  harness = await startTeamsHarness({
    change: (plain) => ({ ...plain, files: { publish: async (name) => `https://tocsin.example/charts/${name}?signature=1` } }),
  });
  await harness.emulator.install('ana');
  await harness.emulator.install('on-call');
});
afterEach(() => harness.stop());

const options = { signal: AbortSignal.timeout(60_000), mark: 'kinds' };
const form: Block = {
  kind: 'form',
  title: 'Draw a chart',
  submit: 'Draw',
  command: 'chart',
  fields: [{ kind: 'text', name: '=metric', label: 'Metric', multiline: false, required: true }],
};
const card: Document = { summary: 'Chart', blocks: [{ kind: 'actions', items: [button('CSV', 'chart cpu of x as csv')] }, form] };
const csv: Document = { summary: 'Rows', blocks: [{ kind: 'file', name: 'cpu.csv', mediaType: 'text/csv', content: 'at,cpu\n' }] };

describe.each([
  { kind: 'direct', channel: 'direct', mention: '', threads: 'no threads' },
  { kind: 'group', channel: 'on-call', mention: '@Tocsin ', threads: 'no threads' },
  { kind: 'channel', channel: 'ops', mention: '@Tocsin ', threads: 'threads' },
] as const)('in a conversation of kind $kind', ({ kind, channel, mention, threads }) => {
  const id = (): string => {
    const { channels, directs } = harness.emulator;
    return channel === 'direct' ? (directs()[0]?.id ?? '') : (channels().find((one) => one.name === channel)?.id ?? '');
  };
  const fromBot = () => harness.emulator.messages.list({ channel: id() }).filter((one) => one.user === 'tocsin');
  const answer = (reply: Reply): void => {
    harness.onInvocation = async (invocation) => void harness.adapter.respond(invocation, reply, options);
  };
  const say = (text: string): Promise<void> => harness.emulator.say({ user: 'ana', channel, text: `${mention}${text}` });
  const posted = async (): Promise<string> => {
    const delivery = await harness.adapter.post({ platform: 'teams', channel: id() }, card, options);
    return delivery.ok ? (delivery.ref?.id ?? '') : '';
  };
  /** Where an answer to a message with this id has to stand. */
  const under = (root: string | undefined): string | undefined => (threads === 'threads' ? root : undefined);
  const saidLast = (): string | undefined => harness.emulator.messages.list({ channel: id() }).findLast((one) => one.user === 'ana')?.id;

  it('a command that is typed is answered where it was typed', async () => {
    answer(replyToChannel(sentence('healthy')));
    await say('health');
    expect(await harness.nextInvocation()).toMatchObject({ text: 'health', place: { kind, channel: id() }, origin: { kind: 'typed' } });
    await expect.poll(() => fromBot().at(-1)).toMatchObject({ text: 'healthy', thread: under(saidLast()) });
  });

  it('a mistake is answered to its author, in a channel in the thread', async () => {
    answer(replyRefused(sentence('No service called “chekout”.')));
    await say('chart cpu of chekout');
    await expect.poll(() => fromBot().at(-1)).toMatchObject({ text: 'No service called “chekout”.', thread: under(saidLast()) });
  });

  it('what its author alone may read is told where nobody else reads it', async () => {
    answer({ ...replyRefused(sentence('No. Ask a responder.')), alone: sentence('No. Ask ben@example.com.') });
    await say('resolve INC-1');
    const text = kind === 'direct' ? 'No. Ask ben@example.com.' : 'No. Ask a responder.';
    await expect.poll(() => fromBot().at(-1)).toMatchObject({ text, thread: under(saidLast()) });
  });

  it('a click changes its message', async () => {
    const root = await posted();
    answer(replyInPlace(sentence('redrawn')));
    await harness.emulator.click({ message: root, user: 'ana', button: 'CSV' });
    expect(await harness.nextInvocation()).toMatchObject({
      text: 'chart cpu of x as csv',
      origin: { kind: 'clicked', message: { id: root } },
    });
    await expect.poll(() => harness.emulator.messages.get(root)).toMatchObject({ text: 'redrawn', edited: true });
  });

  it('a click that is refused is answered below its message, which stays', async () => {
    const root = await posted();
    answer(replyRefused(sentence('Only a responder may.')));
    await harness.emulator.click({ message: root, user: 'ana', button: 'CSV' });
    await expect.poll(() => fromBot().at(-1)).toMatchObject({ text: 'Only a responder may.', thread: under(root) });
    expect(harness.emulator.messages.get(root)?.edited).toBe(false);
  });

  it('a form is sent as its command', async () => {
    const root = await posted();
    answer(replyInPlace(sentence('drawn')));
    await harness.emulator.submit({ form: root, user: 'ana', values: { Metric: 'response time' } });
    expect(await harness.nextInvocation()).toMatchObject({ text: 'chart "response time"', place: { kind } });
    await expect.poll(() => harness.emulator.messages.get(root)?.text).toBe('drawn');
  });

  it('a file is a signed link under the message that was clicked', async () => {
    const root = await posted();
    answer(replyUnderClick(csv));
    await harness.emulator.click({ message: root, user: 'ana', button: 'CSV' });
    await expect
      .poll(() => fromBot().at(-1))
      .toMatchObject({ thread: under(root), files: [{ name: 'cpu.csv', url: 'https://tocsin.example/charts/cpu.csv?signature=1' }] });
  });

  it('shows that it is writing until the answer is there', async () => {
    await say('chart cpu of x');
    const invocation = await harness.nextInvocation();
    expect(await harness.adapter.progress?.show(invocation, { ...options, report: undefined })).toBeUndefined();
    expect(harness.emulator.typing()).toEqual([{ channel: id(), thread: under(saidLast()) }]);
    await harness.adapter.respond(invocation, replyToChannel(sentence('done')), options);
    expect(harness.emulator.typing()).toEqual([]);
  });
});

describe('under a message of a thread', () => {
  it('a file goes into that thread', async () => {
    const channel = harness.emulator.channels().find((one) => one.name === 'ops')?.id ?? '';
    const root = await harness.adapter.post({ platform: 'teams', channel }, sentence('root'), options);
    const thread = root.ok ? root.ref?.id : undefined;
    const inside = await harness.adapter.post({ platform: 'teams', channel, thread }, card, options);
    harness.onInvocation = async (invocation) => void harness.adapter.respond(invocation, replyUnderClick(csv), options);
    await harness.emulator.click({ message: inside.ok ? (inside.ref?.id ?? '') : '', user: 'ana', button: 'CSV' });
    await expect.poll(() => harness.emulator.messages.list({ channel }).at(-1)).toMatchObject({ thread, files: [{ name: 'cpu.csv' }] });
  });
});

describe('a sign of progress', () => {
  it('that cannot be given is no failure', async () => {
    await harness.emulator.say({ user: 'ana', channel: 'ops', text: '@Tocsin health' });
    const invocation = await harness.nextInvocation();
    harness.faults.add({ target: 'teams/v3', status: 500 });
    expect(await harness.adapter.progress?.show(invocation, { ...options, report: undefined })).toBeUndefined();
    expect(await harness.adapter.progress?.show({ ...invocation, replyTo: {} }, { ...options, report: undefined })).toBeUndefined();
    expect(harness.adapter.progress).toMatchObject({ afterMs: 300, everyMs: 3_000 });
  });
});
