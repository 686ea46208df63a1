import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { actions, type Document, heading, sentence, text } from '../../src/core/document.ts';
import { replyInPlace, replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import { samples } from '../../test/fakes/slack-documents.ts';
import { type SlackHarness, type SlackHarnessOptions, startSlackHarness } from '../../test/fakes/slack-harness.ts';

const signal = new AbortController().signal;
const ops = 'C0OPS00001';

let harness: SlackHarness | undefined;
const start = async (options?: SlackHarnessOptions): Promise<SlackHarness> => {
  harness = await startSlackHarness(options);
  return harness;
};
afterEach(async () => {
  await harness?.stop();
  harness = undefined;
});

describe.each(['socket', 'http'] as const)('Slack by %s', (by) => {
  it('hands in a slash command with who said it, where, and how to answer', async () => {
    const { slack, nextReceived } = await start({ by });
    await slack.say({ user: 'ben', channel: 'ops', text: '/tocsin chart cpu of a&b <c> example.com over 6h' });
    const heard = await nextReceived();
    expect(heard).toMatchObject({
      text: 'chart cpu of a&b <c> example.com over 6h',
      actor: { platform: 'slack', id: 'U0BEN00001', name: 'Ben Okafor', email: 'ben@example.com', timeZone: 'Africa/Johannesburg' },
      place: { platform: 'slack', channel: ops, channelName: 'ops', kind: 'channel' },
      origin: { kind: 'typed' },
    });
  });

  it('hands in mentions, also in threads, and direct messages', async () => {
    const { slack, nextReceived } = await start({ by });
    await slack.say({ user: 'ana', channel: 'ops', text: '@Tocsin services' });
    const mention = await nextReceived();
    expect(mention).toMatchObject({ text: 'services', place: { channel: ops } });
    const [said] = slack.messages.list({ channel: ops });
    await slack.say({ user: 'ana', channel: 'ops', text: '@Tocsin: ack', thread: said?.id });
    expect(await nextReceived()).toMatchObject({ text: 'ack', place: { channel: ops, thread: said?.id } });
    await slack.say({ user: 'eva', channel: 'direct', text: 'whoami' });
    expect(await nextReceived()).toMatchObject({ text: 'whoami', place: { kind: 'direct' } });
  });

  it('hears nothing in a channel that does not mention it', async () => {
    const { slack, nextReceived, received } = await start({ by });
    await slack.say({ user: 'ana', channel: 'ops', text: 'chart cpu of checkout' });
    await slack.say({ user: 'ana', channel: 'ops', text: '@Tocsin help' });
    await nextReceived();
    expect(received.map((one) => one.text)).toEqual(['help']);
  });

  it('takes a click as the words of its button and redraws the message in place', async () => {
    const { slack, adapter, nextReceived } = await start({ by });
    const posted = await adapter.post({ platform: 'slack', channel: '#ops' }, card, { mark: 'card-1', signal });
    expect(posted).toMatchObject({ ok: true, ref: { platform: 'slack', channel: ops } });
    const [message] = slack.messages.list({ channel: ops });
    expect(message).toMatchObject({ text: 'INC-1\nDatabase is slow', buttons: ['Acknowledge'], user: 'tocsin' });
    await slack.click({ message: message?.id ?? '', user: 'ben', button: 'Acknowledge' });
    const heard = await nextReceived();
    expect(heard).toMatchObject({ text: 'ack INC-1', origin: { kind: 'clicked', message: { channel: ops, id: message?.id } } });
    await adapter.respond(heard, replyInPlace(sentence('Acknowledged')), { signal });
    expect(slack.messages.list({ channel: ops })).toMatchObject([{ id: message?.id, text: 'Acknowledged', edited: true, buttons: [] }]);
  });
});

describe('answers', () => {
  it('goes to the author alone, or to the channel', async () => {
    const { slack, adapter, nextReceived } = await start();
    await slack.say({ user: 'eva', channel: 'ops', text: '/tocsin whoami' });
    const heard = JSON.parse(JSON.stringify(await nextReceived()));
    await adapter.respond(heard, replyToSender(sentence('You are Eva.')), { signal });
    await adapter.respond(heard, replyToChannel(sentence('Hello all.')), { signal });
    expect(slack.messages.list({ channel: ops })).toMatchObject([
      { text: 'You are Eva.', ephemeralTo: 'eva' },
      { text: 'Hello all.', ephemeralTo: undefined },
    ]);
  });

  it('answers in the thread where the mention was, also to its author alone', async () => {
    const { slack, adapter, nextReceived } = await start();
    await slack.say({ user: 'eva', channel: 'ops', text: 'something is slow' });
    const root = slack.messages.list({})[0]?.id;
    await slack.say({ user: 'eva', channel: 'ops', text: '@Tocsin incidents', thread: root });
    const heard = await nextReceived();
    await adapter.respond(heard, replyToChannel(sentence('No incidents.')), { signal });
    await adapter.respond(heard, replyToSender(sentence('A hint.')), { signal });
    expect(slack.messages.list({}).slice(-2)).toMatchObject([
      { text: 'No incidents.', thread: root, ephemeralTo: undefined },
      { text: 'A hint.', thread: root, ephemeralTo: 'eva' },
    ]);
  });

  it('answers a direct message in its conversation', async () => {
    const { slack, adapter, nextReceived } = await start();
    await slack.say({ user: 'ben', channel: 'direct', text: 'whoami' });
    await adapter.respond(await nextReceived(), replyToSender(sentence('You are Ben.')), { signal });
    expect(slack.messages.list({}).at(-1)).toMatchObject({ channel: 'D0BEN00001', text: 'You are Ben.', ephemeralTo: undefined });
  });

  it('redraws a message that only its author sees', async () => {
    const { slack, adapter, nextReceived } = await start();
    await slack.say({ user: 'ben', channel: 'ops', text: '/tocsin incidents' });
    await adapter.respond(await nextReceived(), replyToSender(card), { signal });
    const [hint] = slack.messages.list({});
    await slack.click({ message: hint?.id ?? '', user: 'ben', button: 'Acknowledge' });
    await adapter.respond(await nextReceived(), replyInPlace(sentence('Acknowledged')), { signal });
    expect(slack.messages.list({})).toMatchObject([{ id: hint?.id, text: 'Acknowledged', ephemeralTo: 'ben', edited: true }]);
  });

  it('still reaches the author when the response URL has expired', async () => {
    const { slack, adapter, nextReceived } = await start();
    await slack.say({ user: 'ben', channel: 'ops', text: '/tocsin incidents' });
    const heard = await nextReceived();
    const late = { ...heard, replyTo: { ...heard.replyTo, responseUrl: `${heard.replyTo['responseUrl']}X` } };
    expect(await adapter.respond(late, replyToSender(sentence('Late.')), { signal })).toMatchObject({ ok: true });
    expect(slack.messages.list({})).toMatchObject([{ text: 'Late.', ephemeralTo: 'ben' }]);
  });

  it('does not answer a second way when the first may have arrived', async () => {
    const { slack, adapter, faults, nextReceived } = await start();
    await slack.say({ user: 'ben', channel: 'ops', text: '/tocsin incidents' });
    faults.add({ target: '/slack/response', status: 503, count: 1 });
    expect(await adapter.respond(await nextReceived(), replyToSender(sentence('Perhaps.')), { signal })).toMatchObject({
      ok: false,
      certain: 'unknown',
    });
    expect(slack.messages.list({})).toEqual([]);
  });

  it('posts anew where the clicked message is gone', async () => {
    const { slack, adapter, nextReceived } = await start();
    const posted = await adapter.post({ platform: 'slack', channel: ops }, card, { mark: 'm', signal });
    const id = (posted.ok && posted.ref?.id) || '';
    await slack.click({ message: id, user: 'ben', button: 'Acknowledge' });
    slack.workspace.remove(id);
    expect(await adapter.respond(await nextReceived(), replyInPlace(sentence('Acknowledged')), { signal })).toMatchObject({ ok: true });
    expect(slack.messages.list({})).toMatchObject([{ text: 'Acknowledged', ephemeralTo: undefined }]);
  });

  it('takes the inputs of a form as words of its command', async () => {
    const { slack, adapter, nextReceived } = await start();
    const posted = await adapter.post(
      { platform: 'slack', channel: ops },
      { summary: 'form', blocks: [samples.form] },
      { mark: 'm', signal },
    );
    await slack.click({ message: (posted.ok && posted.ref?.id) || '', user: 'ben', button: 'Declare' });
    expect((await nextReceived()).text).toBe('declare title "Slow checkout" severity P1 of checkout');
  });

  it('answers the author alone where the bot is no member, and says how to mend that', async () => {
    const { slack, adapter, nextReceived } = await start();
    await slack.say({ user: 'eva', channel: 'random', text: '/tocsin services' });
    const delivered = await adapter.respond(await nextReceived(), replyToChannel(sentence('Three services.')), { signal });
    expect(delivered.ok).toBe(true);
    expect(slack.messages.list({})).toMatchObject([
      { text: expect.stringMatching(/Three services\.\nI am not in this channel.*\/invite @Tocsin/u), ephemeralTo: 'eva' },
    ]);
  });

  it('answers privately in a conversation of two people, to which nobody can invite it', async () => {
    const { slack, adapter, nextReceived } = await start();
    await slack.say({ user: 'eva', channel: 'direct', text: '/tocsin services' });
    const heard = await nextReceived();
    const between = { ...heard, place: { ...heard.place, channel: 'D0EVABEN01' } };
    expect(await adapter.respond(between, replyToChannel(sentence('Three services.')), { signal })).toMatchObject({ ok: true });
    expect(slack.messages.list({})).toMatchObject([{ text: 'Three services.', ephemeralTo: 'eva' }]);
  });
});

const card: Document = {
  summary: 'INC-1 Database is slow',
  blocks: [heading('INC-1'), text('Database is slow'), actions(button('Acknowledge', 'ack INC-1', 'primary'))],
};
