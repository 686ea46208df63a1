import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createSignatures } from '../../src/auth/signatures.ts';
import { type SlackHarness, startSlackHarness } from '../../test/fakes/slack-harness.ts';
import { verifySlackRequest } from './verify.ts';

const secret = 'first-secret';
const now = Date.UTC(2026, 10, 20, 12);
const body = Buffer.from('command=%2Ftocsin&text=ack+INC-1&note=a%20b');

const sign = (content: Uint8Array, at: number, key = secret): Record<string, string> => {
  const timestamp = String(Math.floor(at / 1_000));
  const signed = Buffer.concat([Buffer.from(`v0:${timestamp}:`), content]);
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${createHmac('sha256', key).update(signed).digest('hex')}` };
};
const verdict = (headers: Readonly<Record<string, string>>, content: Uint8Array = body, secrets: readonly string[] = [secret]) =>
  verifySlackRequest({ headers, body: content }, { secrets, signatures: createSignatures(), realNow: now });

describe('scenario 32: the signature of a request that claims to be from Slack', () => {
  it('takes what is signed over the raw bytes, at either end of the five minutes', () => {
    for (const minutes of [0, -5, 5]) expect(verdict(sign(body, now + minutes * 60_000))).toEqual({ genuine: true });
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    expect(verdict(sign(bytes, now), bytes)).toEqual({ genuine: true });
  });

  it.each([
    ['a wrong key', sign(body, now, 'other-secret')],
    ['a timestamp more than five minutes old', sign(body, now - 301_000)],
    ['a timestamp more than five minutes ahead', sign(body, now + 301_000)],
    ['no signature', { 'x-slack-request-timestamp': sign(body, now)['x-slack-request-timestamp'] ?? '' }],
    ['no timestamp', { 'x-slack-signature': sign(body, now)['x-slack-signature'] ?? '' }],
    ['a signature that is too short', { ...sign(body, now), 'x-slack-signature': 'v0=abc' }],
    ['a signature that is too long', { ...sign(body, now), 'x-slack-signature': `${sign(body, now)['x-slack-signature']}00` }],
    ['an empty signature', { ...sign(body, now), 'x-slack-signature': '' }],
    ['letters that are no hex', { ...sign(body, now), 'x-slack-signature': `v0=${'ü'.repeat(64)}` }],
    ['a timestamp that is no number', { ...sign(body, now), 'x-slack-request-timestamp': 'NaN' }],
    ['a timestamp that was changed', { ...sign(body, now), 'x-slack-request-timestamp': String(now / 1_000 + 1) }],
  ])('refuses %s with 401', (_, headers) => {
    expect(verdict(headers)).toMatchObject({ genuine: false, status: 401 });
  });

  it('refuses a body that was read and written again', () => {
    const again = Buffer.from(new URLSearchParams(body.toString()).toString());
    expect(again.equals(body)).toBe(false);
    expect(verdict(sign(body, now), again)).toMatchObject({ genuine: false, status: 401 });
  });
});

describe('scenario 43: two signing secrets at once', () => {
  it('takes either while one is being replaced, and neither of two others', () => {
    for (const key of [secret, 'second-secret'])
      expect(verdict(sign(body, now, key), body, [secret, 'second-secret'])).toEqual({ genuine: true });
    expect(verdict(sign(body, now, 'third'), body, [secret, 'second-secret'])).toMatchObject({ genuine: false });
  });
});

describe('scenario 32: requests to /slack/events', () => {
  let harness: SlackHarness | undefined;
  afterEach(async () => harness?.stop());

  const post = (to: SlackHarness, content: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${to.baseUrl}/slack/events`, {
      method: 'POST',
      body: content,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const command = new URLSearchParams({
    command: '/tocsin',
    text: 'whoami',
    user_id: 'U0EVA00001',
    channel_id: 'C0OPS00001',
    trigger_id: 'T1',
    response_url: 'http://127.0.0.1/none',
  }).toString();

  it('answers 401 to what is not genuine and hands nothing in', async () => {
    harness = await startSlackHarness({ by: 'http', adapter: { signingSecrets: [secret] } });
    const real = Date.now();
    const wrong = [
      {},
      sign(Buffer.from(command), real, 'other'),
      sign(Buffer.from(command), real - 400_000),
      sign(Buffer.from(`${command} `), real),
    ];
    for (const headers of wrong) expect((await post(harness, command, headers)).status).toBe(401);
    expect(harness.received).toEqual([]);
  });

  it('judges timestamps by the real time, however far the bot’s own clock was moved', async () => {
    harness = await startSlackHarness({ by: 'http', adapter: { signingSecrets: [secret] } });
    await harness.clock.advance(3_600_000);
    expect((await post(harness, command, sign(Buffer.from(command), Date.now()))).status).toBe(200);
    expect((await post(harness, command, sign(Buffer.from(command), harness.clock.now()))).status).toBe(401);
  });

  it('does not say that it took what nobody listens to', async () => {
    harness = await startSlackHarness({ by: 'http', adapter: { signingSecrets: [secret] } });
    const payload = JSON.stringify({ type: 'view_submission', user: { id: 'U0EVA00001' }, view: { callback_id: 'none' } });
    const content = new URLSearchParams({ payload }).toString();
    expect((await post(harness, content, sign(Buffer.from(content), Date.now()))).status).toBe(503);
  });

  it('gives a replayed request the same id, so that it has one effect', async () => {
    harness = await startSlackHarness({ by: 'http', adapter: { signingSecrets: [secret] } });
    const headers = sign(Buffer.from(command), Date.now());
    expect((await post(harness, command, headers)).status).toBe(200);
    expect((await post(harness, command, headers)).status).toBe(200);
    const ids = harness.received.map((one) => one.id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('answers the challenge of a new request URL, and 400 to what is neither JSON nor a form', async () => {
    harness = await startSlackHarness({ by: 'http', adapter: { signingSecrets: [secret] } });
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const json = { 'content-type': 'application/json' };
    const answered = await post(harness, challenge, { ...json, ...sign(Buffer.from(challenge), Date.now()) });
    expect(await answered.text()).toBe('abc');
    expect((await post(harness, '{', { ...json, ...sign(Buffer.from('{'), Date.now()) })).status).toBe(400);
  });
});
