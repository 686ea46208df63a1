import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Invocation } from '../../src/core/invocation.ts';
import { type SlackHarness, startSlackHarness } from '../../test/fakes/slack-harness.ts';
import { secrets } from '../world.ts';
import { slackText } from './typed-text.ts';

let harness: SlackHarness;
beforeEach(async () => {
  harness = await startSlackHarness({ start: 'not started', patienceMs: 300 });
});
afterEach(async () => harness.stop());

const call = async (method: string, args: object, token: string | undefined = secrets.slackBotToken) => {
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${harness.baseUrl}/slack/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args) });
  return { status: response.status, headers: response.headers, body: await response.json() };
};

describe('the Web API', () => {
  it('says which scopes the token has, and takes forms as well as JSON', async () => {
    const form = new URLSearchParams({ token: secrets.slackBotToken });
    const response = await fetch(`${harness.baseUrl}/slack/api/auth.test`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ ok: true, user_id: 'U0TOCSIN01' });
    expect(response.headers.get('x-oauth-scopes')).toContain('chat:write');
  });

  it.each([
    ['auth.test', {}, 'wrong', 'invalid_auth'],
    ['no.method', {}, secrets.slackBotToken, 'unknown_method'],
    ['apps.connections.open', {}, secrets.slackBotToken, 'not_allowed_token_type'],
    ['chat.postMessage', { channel: 'C0NOPE', text: 'x' }, secrets.slackBotToken, 'channel_not_found'],
    ['chat.postMessage', { channel: '#random', text: 'x' }, secrets.slackBotToken, 'not_in_channel'],
    ['chat.postMessage', { channel: '#ops' }, secrets.slackBotToken, 'no_text'],
    ['chat.postMessage', { channel: '#ops', text: 'x'.repeat(40_001) }, secrets.slackBotToken, 'msg_too_long'],
    ['chat.postMessage', { channel: '#ops', blocks: '{' }, secrets.slackBotToken, 'invalid_blocks_format'],
    ['chat.postMessage', { channel: '#ops', text: 'x', metadata: { event_type: 1 } }, secrets.slackBotToken, 'invalid_metadata_format'],
    ['chat.update', { channel: 'C0OPS00001', ts: '1.1', text: 'x' }, secrets.slackBotToken, 'message_not_found'],
    ['chat.update', { channel: '#ops', ts: '1.1', text: 'x' }, secrets.slackBotToken, 'channel_not_found'],
    ['conversations.history', { channel: '#ops' }, secrets.slackBotToken, 'channel_not_found'],
    ['chat.postEphemeral', { channel: 'ops', user: 'U0EVA00001', text: 'x' }, secrets.slackBotToken, 'channel_not_found'],
    ['users.info', { user: 'U0NOBODY' }, secrets.slackBotToken, 'user_not_found'],
    ['conversations.replies', { channel: 'C0OPS00001', ts: '1.1' }, secrets.slackBotToken, 'thread_not_found'],
    ['files.completeUploadExternal', { files: [{ id: 'F0' }] }, secrets.slackBotToken, 'file_not_found'],
  ])('answers %s %j in Slack’s words', async (method, args, token, error) => {
    expect(await call(method, args, token)).toMatchObject({ status: 200, body: { ok: false, error } });
  });

  it('wants a token at all', async () => {
    const response = await fetch(`${harness.baseUrl}/slack/api/auth.test`, { method: 'POST' });
    expect(await response.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  it.each([
    ['too many blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
    ['a long header', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }]],
    ['a long section', [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } }]],
    ['eleven fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => ({ type: 'plain_text', text: 'x' })) }]],
    ['two tables', [1, 2].map(() => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }))],
    ['an empty cell', [{ type: 'table', rows: [[{ type: 'raw_text', text: '' }]] }]],
    [
      'the same action twice',
      [{ type: 'actions', elements: [1, 2].map(() => ({ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'x' } })) }],
    ],
    ['a picture that was not uploaded', [{ type: 'image', slack_file: { id: 'F1' }, alt_text: 'x' }]],
    ['a picture without words', [{ type: 'image', image_url: 'https://example.com/x.png' }]],
    ['an unknown block', [{ type: 'chart' }]],
    ['a key it does not know', [{ type: 'divider', colour: 'red' }]],
    ['the same block id twice', [1, 2].map(() => ({ type: 'divider', block_id: 'a' }))],
    ['long markdown', [{ type: 'markdown', text: 'x'.repeat(12_001) }]],
    ['an input that is a button', [{ type: 'input', label: { type: 'plain_text', text: 'x' }, element: { type: 'button' } }]],
    ['a searchable select with options', [{ type: 'actions', elements: [{ type: 'external_select', action_id: 'a', options: [] }] }]],
    [
      'an option of 76 characters',
      [
        {
          type: 'actions',
          elements: [
            { type: 'static_select', action_id: 'a', options: [{ text: { type: 'plain_text', text: 'x'.repeat(76) }, value: 'x' }] },
          ],
        },
      ],
    ],
    ['empty rich text', [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] }]],
  ])('refuses %s, saying where', async (_, blocks) => {
    const { body } = await call('chat.postMessage', { channel: '#ops', text: 'x', blocks });
    expect(body).toMatchObject({
      ok: false,
      error: 'invalid_blocks',
      response_metadata: { messages: [expect.stringContaining('[json-pointer:/blocks')] },
    });
  });

  it('throttles when it is told to', async () => {
    harness.faults.add({ target: 'slack', status: 429, retryAfter: 3, count: 1 });
    const { status, headers, body } = await call('auth.test', {});
    expect([status, headers.get('retry-after'), body.error]).toEqual([429, '3', 'ratelimited']);
    expect((await call('auth.test', {})).body.ok).toBe(true);
  });
});

describe('what people type', () => {
  it.each([
    ['a & b <c>', 'a &amp; b &lt;c&gt;'],
    ['@Tocsin ask @ben in #ops', '<@U0TOCSIN01> ask <@U0BEN00001> in <#C0OPS00001|ops>'],
    [
      '@here see https://a.example/b?c=1&d=2 and example.com',
      '<!here> see <https://a.example/b?c=1&amp;d=2> and <http://example.com|example.com>',
    ],
  ])('reaches the app as Slack writes it: %s', (typed, wire) => {
    expect(slackText(typed)).toBe(wire);
  });

  it('is told when the app is not there', async () => {
    await harness.slack.say({ user: 'ana', channel: 'ops', text: '/tocsin help' });
    expect(harness.slack.messages.list({})).toMatchObject([
      { text: '/tocsin failed with the error "dispatch_failed"', ephemeralTo: 'ana' },
    ]);
  });

  it('names what is not there', async () => {
    const { slack } = harness;
    await expect(slack.say({ user: 'zoe', channel: 'ops', text: 'x' })).rejects.toThrow('no user called zoe');
    await expect(slack.say({ user: 'ana', channel: 'nowhere', text: 'x' })).rejects.toThrow('no channel called nowhere');
    await expect(slack.say({ user: 'ana', channel: 'ops', text: '/tocsin x', thread: '1.1' })).rejects.toThrow(
      'no slash commands in threads',
    );
    await expect(slack.say({ user: 'ana', channel: 'ops', text: '@Tocsin x', thread: '1.1' })).rejects.toThrow('no thread 1.1 in #ops');
    await expect(slack.click({ user: 'ana', message: '1.1', button: 'x' })).rejects.toThrow('no message 1.1');
  });
});

describe('events that are not acknowledged', () => {
  it('come again at once, after one minute and after five', async () => {
    const { adapter, slack, clock } = harness;
    let attempts = 0;
    const receive = (): Promise<void> => {
      attempts += 1;
      return Promise.reject(new Error('not now'));
    };
    await adapter.start({ receive, search: async () => [] });
    await slack.say({ user: 'ana', channel: 'ops', text: '@Tocsin help' });
    await vi.waitFor(() => expect(attempts).toBe(2), { timeout: 5_000 });
    for (const [attempt, wait] of [
      [3, 60_000],
      [4, 300_000],
    ] as const) {
      await vi.waitFor(
        async () => {
          await clock.advance(wait);
          expect(attempts).toBe(attempt);
        },
        { timeout: 5_000 },
      );
    }
  });
});

describe('response URLs', () => {
  it('can be used five times within thirty minutes', async () => {
    const { adapter, slack } = harness;
    const heard = Promise.withResolvers<string>();
    const receive = async (invocation: Invocation): Promise<void> => heard.resolve(invocation.replyTo['responseUrl'] ?? '');
    await adapter.start({ receive, search: async () => [] });
    await slack.say({ user: 'ana', channel: 'ops', text: '/tocsin help' });
    const url = await heard.promise;
    const use = async (): Promise<unknown> => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'hello' }),
      });
      return response.text();
    };
    for (let time = 0; time < 5; time += 1) expect(await use()).toBe('ok');
    expect(await use()).toBe('{"ok":false,"error":"used_url"}');
  });
});
