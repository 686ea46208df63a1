import fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { type Document, heading, moment, sentence } from '../../src/core/document.ts';
import { replyInPlace, replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import { type HarnessOptions, startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { createTeamsAdapter } from './index.ts';

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

describe('failures of the connector', () => {
  const attempt = async (fault: { status: number; retryAfter?: number }) => {
    harness.faults.clear();
    harness.faults.add({ target: 'teams/v3', ...fault });
    return harness.adapter.post({ platform: 'teams', channel: 'ops' }, card, options);
  };

  it('are told as what they mean for the message', async () => {
    await start();
    expect(await attempt({ status: 429, retryAfter: 7 })).toMatchObject({ certain: 'not sent', retry: { when: 'later', afterMs: 7_000 } });
    expect(await attempt({ status: 412 })).toMatchObject({ certain: 'not sent', retry: { when: 'later' } });
    expect(await attempt({ status: 502 })).toMatchObject({ certain: 'unknown', retry: { when: 'later' } });
    expect(await attempt({ status: 504 })).toMatchObject({ certain: 'unknown', retry: { when: 'later' } });
    expect(await attempt({ status: 413 })).toMatchObject({
      certain: 'not sent',
      reason: expect.stringContaining('too large'),
      retry: { when: 'never' },
    });
    expect(await attempt({ status: 403 })).toMatchObject({ reason: expect.stringContaining('add the app'), retry: { when: 'never' } });
    expect(await attempt({ status: 404 })).toMatchObject({ reason: expect.stringContaining('does not exist'), retry: { when: 'never' } });
  });

  it('are none of Teams’ when the fault is the bot’s own', async () => {
    await start({ change: (plain) => ({ ...plain, time: { ...plain.time, format: () => JSON.parse('{') } }) });
    const dated: Document = { summary: 'x', blocks: [{ kind: 'text', runs: [moment(0, 'UTC')] }] };
    await expect(harness.adapter.post({ platform: 'teams', channel: 'ops' }, dated, options)).rejects.toThrow(SyntaxError);
    expect(texts('ops')).toEqual([]);
  });

  it('are met with exactly one request, so that nothing is posted twice', async () => {
    await start();
    harness.faults.add({ target: 'teams/v3', status: 503, count: 1 });
    expect(await harness.adapter.post({ platform: 'teams', channel: 'ops' }, card, options)).toMatchObject({ ok: false });
    expect(texts('ops')).toEqual([]);
    // A hidden second request would have used the fault up and posted.
    await posted('ops');
    expect(texts('ops')).toEqual(['INC-1']);
  });

  it('an abort leaves it open whether the message arrived', async () => {
    await start();
    expect(
      await harness.adapter.post({ platform: 'teams', channel: 'ops' }, sentence('x'), { ...options, signal: AbortSignal.abort() }),
    ).toMatchObject({ ok: false, certain: 'unknown' });
  });

  it('a refused token is replaced by a new one for the next attempt', async () => {
    await start();
    harness.emulator.rotateKey();
    expect(await harness.adapter.post({ platform: 'teams', channel: 'ops' }, card, options)).toMatchObject({
      ok: false,
      certain: 'not sent',
      reason: expect.stringContaining('401'),
      retry: { when: 'later' },
    });
    await posted('ops');
  });

  it('a connector that never answers leaves it open whether the message arrived, one that is down does not', async () => {
    const stopping = new AbortController();
    const silent = fastify({ forceCloseConnections: true });
    silent.post('/v3/conversations', () => {
      stopping.abort();
      return new Promise(() => undefined);
    });
    const serviceUrl = await silent.listen({ host: '127.0.0.1', port: 0 });
    await start({ install: false, change: (one) => ({ ...one, serviceUrl }) });
    const post = (signal: AbortSignal) =>
      harness.adapter.post({ platform: 'teams', channel: '19:x@thread.tacv2' }, card, { ...options, signal });
    expect(await post(stopping.signal)).toMatchObject({ ok: false, certain: 'unknown', retry: { when: 'later' } });
    await silent.close();
    expect(await post(options.signal)).toMatchObject({ ok: false, certain: 'not sent', reason: 'Teams cannot be reached (ECONNREFUSED)' });
  });

  it('a wrong password is told with what to check, and never shown', async () => {
    await start({ install: false, change: (one) => ({ ...one, appPassword: 'wrong-canary-password' }) });
    expect(harness.adapter.state()).toMatchObject({ state: 'failed' });
    const delivery = await harness.adapter.post({ platform: 'teams', channel: channelId('ops') }, card, options);
    expect(delivery).toMatchObject({ ok: false, certain: 'not sent', reason: 'The login refused the Teams token: 401 (invalid_client)' });
    const check = await harness.adapter.check(options);
    expect(check[0]).toMatchObject({ ok: false, detail: expect.stringContaining('teams.appPassword') });
    expect(JSON.stringify([delivery, check, harness.needs.lines])).not.toContain('canary');
  });
});

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
      place: { platform: 'teams', channel: channelId('ops'), channelName: 'ops', kind: 'channel', thread: undefined },
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
    const root = await posted('incidents');
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
      expect(await restarted.respond(stored, reply, options)).toMatchObject({ ok: true });
    }
    const [said, ...answers] = harness.emulator.messages.list({ channel: channelId('ops') });
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

describe('clicks', () => {
  it('carry the button’s command, and the card changes for everybody', async () => {
    await start();
    const root = await posted('incidents');
    harness.onInvocation = async (invocation) => {
      void harness.adapter.respond(invocation, replyInPlace(sentence('Acknowledged by Ben Okafor')), options);
    };
    await harness.emulator.click({ message: root.id, user: 'ben', button: 'Acknowledge' });
    expect(await harness.nextInvocation()).toMatchObject({
      text: 'ack INC-1',
      origin: { kind: 'clicked', message: root },
      place: { thread: undefined },
      actor: { email: 'ben@example.com' },
    });
    const changed = await harness.emulator.messages.wait({ channel: root.channel, after: 1 }, 5_000);
    expect(changed).toMatchObject([{ id: root.id, text: 'Acknowledged by Ben Okafor', edited: true }]);
  });

  it('that are refused are answered in the thread', async () => {
    await start();
    const root = await posted('incidents');
    harness.onInvocation = async (invocation) => {
      void harness.adapter.respond(invocation, replyToSender(sentence('Only a responder may use resolve.')), options);
    };
    await harness.emulator.click({ message: root.id, user: 'eva', button: 'Acknowledge' });
    const [answer] = await harness.emulator.messages.wait({ channel: root.channel, after: 1 }, 5_000);
    expect(answer).toMatchObject({ thread: root.id, text: 'Only a responder may use resolve.' });
  });

  it('that a restart falls upon are answered, and the card changes afterwards', async () => {
    await start();
    const root = await posted('incidents');
    const clicked = harness.emulator.click({ message: root.id, user: 'ben', button: 'Acknowledge' });
    const stored = JSON.parse(JSON.stringify(await harness.nextInvocation()));
    await harness.adapter.stop();
    await clicked;
    expect(await createTeamsAdapter(harness.options).respond(stored, replyInPlace(sentence('Later')), options)).toMatchObject({ ok: true });
    expect(harness.emulator.messages.get(root.id)?.text).toBe('Later');
  });

  it('on a choice run the command of the option that was chosen', async () => {
    await start();
    const items = [
      {
        kind: 'select',
        label: 'Range',
        options: [
          { label: 'a day', command: 'chart cpu of x over 1d' },
          { label: 'a week', command: 'chart cpu of x over 7d' },
        ],
      },
    ] as const;
    const root = await posted('ops', { summary: 's', blocks: [{ kind: 'actions', items }] });
    harness.onInvocation = async (one) => void harness.adapter.respond(one, replyInPlace(sentence('ok')), options);
    await harness.emulator.click({ message: root.id, user: 'ana', button: 'Range', option: 'a week' });
    expect((await harness.nextInvocation()).text).toBe('chart cpu of x over 7d');
  });
});

describe('start and stop', () => {
  it('refuses messages before the start and after the stop, so that nothing is lost silently', async () => {
    await start();
    expect(harness.adapter.state()).toEqual({ state: 'connected' });
    await harness.adapter.stop();
    expect(harness.adapter.state()).toEqual({ state: 'disconnected' });
    await expect(harness.emulator.say({ user: 'ana', channel: 'ops', text: '@Tocsin help' })).rejects.toThrow(/503/u);
  });

  it('takes the first message after the platform changed its key', async () => {
    await start();
    harness.emulator.rotateKey();
    await harness.emulator.say({ user: 'ana', channel: 'direct', text: 'help' });
    expect((await harness.nextInvocation()).text).toBe('help');
  });

  it('checks each connection', async () => {
    await start();
    expect(await harness.adapter.check(options)).toEqual([
      { what: 'Teams: the bot’s token', ok: true, detail: 'obtained' },
      { what: 'Teams: signing keys', ok: true, detail: 'read' },
      { what: 'Teams: conversations', ok: true, detail: '3 known: ops, incidents, random' },
    ]);
  });

  it('says how to get conversations when there are none', async () => {
    await start({ install: false });
    expect((await harness.adapter.check(options))[2]).toMatchObject({
      ok: false,
      detail: expect.stringContaining('Add the app to a team'),
    });
  });

  it('refuses plain http to anywhere but this machine', async () => {
    await start({ install: false });
    expect(() => createTeamsAdapter({ ...harness.options, serviceUrl: 'http://smba.example/teams' })).toThrow(/https/u);
    expect(() => createTeamsAdapter({ ...harness.options, endpoints: { login: 'http://login.example' } })).toThrow(/https/u);
  });
});
