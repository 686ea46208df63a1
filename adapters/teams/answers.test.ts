import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Document, sentence } from '../../src/core/document.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import { replyAboutSender, replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import { startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';

let harness: TeamsHarness;
beforeEach(async () => {
  harness = await startTeamsHarness();
});
afterEach(() => harness.stop());

const { signal } = new AbortController();
const own: Document = sentence('eva@example.com');

async function typed(channel: string): Promise<Invocation> {
  await harness.emulator.say({ user: 'eva', channel, text: '@Tocsin whoami' });
  return harness.nextInvocation();
}

const said = (): readonly { channel: string; text: string; ephemeralTo: string | undefined }[] =>
  harness.emulator.messages
    .list({})
    .filter((one) => one.user === 'tocsin' && !one.text.startsWith('I am Tocsin'))
    .map(({ channel, text, ephemeralTo }) => ({ channel, text, ephemeralTo }));

describe('what is somebody’s own', () => {
  it.each(['ops', 'on-call'])('is answered in their own chat when it was asked in %s, which is told there', async (channel) => {
    const invocation = await typed(channel);
    expect(await harness.adapter.respond(invocation, replyAboutSender(own), { signal })).toMatchObject({
      ok: true,
      ref: { channel: 'a:1eva-tocsin-demo' },
    });
    expect(said()).toMatchObject([
      { channel: 'a:1eva-tocsin-demo', text: 'eva@example.com' },
      { channel: invocation.place.channel, text: expect.stringContaining('in our own chat') },
    ]);
  });

  it('is told nowhere else when the person cannot be written to, and how to ask instead', async () => {
    const invocation = await typed('ops');
    await harness.emulator.uninstall('eva');
    expect(await harness.adapter.respond(invocation, replyAboutSender(own), { signal })).toMatchObject({ ok: true });
    expect(said()).toMatchObject([{ channel: invocation.place.channel, text: expect.stringContaining('Ask me in our own chat') }]);
  });

  it('waits for a Teams that is busy, and tells nothing meanwhile', async () => {
    const invocation = await typed('ops');
    harness.faults.add({ target: 'teams/v3/conversations', status: 429, retryAfter: 30, count: 1 });
    expect(await harness.adapter.respond(invocation, replyAboutSender(own), { signal })).toMatchObject({
      certain: 'not sent',
      retry: { when: 'later', afterMs: 30_000 },
    });
    expect(said()).toEqual([]);
  });

  it('is answered at once in that chat', async () => {
    const invocation = await typed('direct');
    await harness.adapter.respond(invocation, replyAboutSender(own), { signal });
    expect(said()).toMatchObject([{ channel: 'a:1eva-tocsin-demo', text: 'eva@example.com' }]);
  });
});

describe('an answer', () => {
  it.each([502, 504])('that a gateway lost with %i is not given twice, and it is said that it may be missing', async (status) => {
    const invocation = await typed('ops');
    harness.emulator.loseAnswers(status, 1);
    expect(await harness.adapter.respond(invocation, replyToSender(sentence('the answer')), { signal })).toMatchObject({
      certain: 'unknown',
      retry: { when: 'never' },
    });
    expect(said().map((one) => one.text)).toEqual(['the answer', expect.stringContaining('please ask again')]);
  });

  it.each([500, 503])('that Teams itself refused with %i was not sent, and can be tried again', async (status) => {
    const invocation = await typed('ops');
    harness.faults.add({ target: 'teams/v3', status, count: 1 });
    const respond = () => harness.adapter.respond(invocation, replyToChannel(sentence('the answer')), { signal });
    expect(await respond()).toMatchObject({ ok: false, certain: 'not sent', retry: { when: 'later' } });
    expect(await respond()).toMatchObject({ ok: true });
    expect(said().map((one) => one.text)).toEqual(['the answer']);
  });

  it('ends the signs of progress when it is drawn and not yet sent', async () => {
    const invocation = await typed('ops');
    const seen: (readonly string[])[] = [];
    const instead = async (): Promise<undefined> => void seen.push(said().map((one) => one.text));
    expect(await harness.adapter.respond(invocation, replyToChannel(sentence('the answer')), { signal, instead })).toMatchObject({
      ok: true,
    });
    expect(seen).toEqual([[]]);
  });
});
