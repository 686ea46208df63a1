import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { sentence } from '../../src/core/document.ts';
import { startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { findMessages } from '../control-messages.ts';
import { MessageFeed } from '../message-log.ts';

let harness: TeamsHarness;
beforeAll(async () => {
  harness = await startTeamsHarness();
});
afterAll(() => harness.stop());

const options = { signal: AbortSignal.timeout(60_000), mark: 'm' };
const ops = (): string => harness.emulator.channels().find((one) => one.name === 'ops')?.id ?? '';
const last = (channel = ops()) => harness.emulator.messages.list({ channel }).at(-1);
const posted = async (): Promise<string> => {
  const delivery = await harness.adapter.post({ platform: 'teams', channel: 'ops' }, sentence('hello'), options);
  return delivery.ok ? (delivery.ref?.id ?? '') : '';
};

describe('people', () => {
  it('that do not exist, channels and buttons likewise, are named in the refusal', async () => {
    const { emulator } = harness;
    await expect(emulator.say({ user: 'zoe', channel: 'ops', text: 'x' })).rejects.toMatchObject({ status: 404 });
    await expect(emulator.say({ user: 'ana', channel: 'nowhere', text: 'x' })).rejects.toMatchObject({ status: 404 });
    const delivery = await harness.adapter.post(
      { platform: 'teams', channel: 'ops' },
      { summary: 's', blocks: [{ kind: 'actions', items: [button('Ack', 'ack')] }] },
      options,
    );
    const message = delivery.ok ? (delivery.ref?.id ?? '') : '';
    await expect(emulator.click({ message, user: 'ana', button: 'Nack' })).rejects.toThrow('only Ack');
    await expect(emulator.click({ message: '1', user: 'ana', button: 'Ack' })).rejects.toMatchObject({ status: 404 });
    await expect(emulator.submit({ form: message, user: 'ana', values: {} })).rejects.toMatchObject({ status: 404 });
    await expect(emulator.search({ form: message, user: 'ana', field: 'Of', typed: '' })).rejects.toMatchObject({ status: 404 });
  });

  it('see what they filled in themselves, and nothing of others', async () => {
    const { emulator, adapter } = harness;
    const fields = [
      { kind: 'text', name: 'a', label: 'A', multiline: false, required: false },
      { kind: 'text', name: 'b', label: 'B', multiline: false, required: true },
    ] as const;
    const document = { summary: 's', blocks: [{ kind: 'form', title: 'F', submit: 'Send', command: 'chart', fields }] } as const;
    const sent = await adapter.post({ platform: 'teams', channel: 'random' }, document, options);
    const form = sent.ok ? (sent.ref?.id ?? '') : '';
    for (const user of ['ana', 'ben']) await emulator.submit({ form, user, values: { A: `of ${user}` } });
    const seenBy = async (user: string | undefined): Promise<unknown> => {
      const wanted = { channel: 'random', user, after: undefined, deleted: false, waitMs: 0 };
      return (await findMessages([emulator], new MessageFeed(), wanted)).find((one) => one.id === form)?.form?.fields[0]?.value;
    };
    expect(await Promise.all([seenBy('ana'), seenBy('ben'), seenBy('eva'), seenBy(undefined)])).toEqual([
      'of ana',
      'of ben',
      undefined,
      'of ben',
    ]);
  });

  it('change and take back what they said, and nobody else does', async () => {
    const { emulator } = harness;
    await emulator.say({ user: 'ben', channel: 'ops', text: 'lunch?' });
    const message = last()?.id ?? '';
    await expect(emulator.edit?.({ message, user: 'ana', text: 'x' })).rejects.toMatchObject({ status: 403 });
    await expect(emulator.remove?.({ message, user: 'ana' })).rejects.toMatchObject({ status: 403 });
    await emulator.edit?.({ message, user: 'ben', text: 'dinner?' });
    expect(emulator.messages.get(message)).toMatchObject({ text: 'dinner?', edited: true });
    await emulator.remove?.({ message, user: 'ben' });
    expect(emulator.messages.get(message)).toBeUndefined();
  });

  it('put reactions under a message and take them away', async () => {
    const message = await posted();
    const react = (user: string, remove?: true) => harness.emulator.react?.({ message, user, emoji: 'like', remove });
    await react('ana');
    await react('ben');
    await react('ana');
    expect(harness.emulator.messages.get(message)?.reactions).toEqual([{ emoji: 'like', users: ['ben', 'ana'] }]);
    await react('ben', true);
    await react('ana', true);
    expect(harness.emulator.messages.get(message)?.reactions).toEqual([]);
  });

  it('cannot speak to the bot where it was removed', async () => {
    await harness.emulator.uninstall('on-call');
    await expect(harness.emulator.say({ user: 'ana', channel: 'on-call', text: '@Tocsin help' })).rejects.toMatchObject({ status: 503 });
    await harness.emulator.say({ user: 'ana', channel: 'on-call', text: 'anybody?' });
    expect(last(harness.emulator.channels().find((one) => one.name === 'on-call')?.id)?.text).toBe('anybody?');
  });
});

describe('faults', () => {
  it.each([
    [401, { message: 'Authorization has been denied for this request.' }],
    [403, { error: { code: 'BotNotInConversationRoster' } }],
    [404, { error: { code: 'ConversationNotFound' } }],
    [412, { error: { code: 'PreconditionFailed' } }],
    [413, { error: { code: 'MessageSizeTooBig' } }],
    [429, { error: { code: 'TooManyRequests' } }],
    [502, { error: { code: 'BadGateway' } }],
    [504, { error: { code: 'GatewayTimeout' } }],
  ])('%i has the body of the platform', async (status, body) => {
    harness.faults.add({ target: 'teams/v3', status, count: 1, retryAfter: 7 });
    const response = await fetch(`${harness.baseUrl}/teams/v3/conversations`, { method: 'POST' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, '7']);
    expect(await response.json()).toMatchObject(body);
  });
});

describe('the throttle', () => {
  it('refuses with the seconds to wait, and counts what is done in a thread', async () => {
    const narrow = await startTeamsHarness({ limits: { perSecond: 1_000, perThreadAndHour: 3 }, install: false });
    const channel = narrow.emulator.channels()[0]?.id ?? '';
    const post = () => narrow.adapter.post({ platform: 'teams', channel }, sentence('x'), options);
    for (let index = 0; index < 3; index += 1) expect(await post()).toMatchObject({ ok: true });
    expect(await post()).toMatchObject({ ok: false, certain: 'not sent', reason: 'Teams answered 429 (TooManyRequests)' });
    await narrow.stop();
  });
});
