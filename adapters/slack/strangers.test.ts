import { afterEach, describe, expect, it } from 'vitest';
import { replyToSender } from '../../src/core/invocation.ts';
import { asList, chartForm, field, submissionOf } from '../../test/fakes/slack-forms.ts';
import { startSlackHarness } from '../../test/fakes/slack-harness.ts';
import { type SlackWire, startSlackWire } from '../../test/fakes/slack-wire.ts';

const signal = new AbortController().signal;
const stranger = { ok: true, user: { real_name: 'Zoe', team_id: 'T9', profile: { email: 'ana@example.com' } } };
const mention = (more: object = {}) => ({
  type: 'event_callback',
  event_id: 'Ev1',
  event: { type: 'app_mention', user: 'U9', channel: 'C1', ts: '2.2', text: '<@UBOT> services', ...more },
});

let wire: SlackWire | undefined;
afterEach(async () => {
  await wire?.stop();
  wire = undefined;
});

describe('people of other workspaces in a shared channel', () => {
  it('are told that they are not answered, and the core hears nothing of it', async () => {
    const running = await startSlackWire();
    wire = running;
    running.answer('users.info', stranger);
    expect(await running.event(mention())).toMatchObject({ status: 200 });
    await expect.poll(() => running.callsOf('chat.postEphemeral')).toMatchObject([{ channel: 'C1', user: 'U9' }]);
    expect(running.callsOf('chat.postEphemeral')[0]?.['text']).toMatch(/own workspace only.*slack\.externalPeople: true/u);
    expect(running.received).toEqual([]);
  });

  it('are known by the event where Slack does not say who they are', async () => {
    const running = await startSlackWire();
    wire = running;
    running.answer('users.info', { status: 429, retryAfter: 30 });
    await running.event(mention({ user_team: 'T9' }));
    await expect.poll(() => running.callsOf('chat.postEphemeral')).toHaveLength(1);
    expect(running.received).toEqual([]);
  });

  it('are answered where that is configured', async () => {
    const running = await startSlackWire({}, { externalPeople: true });
    wire = running;
    running.answer('users.info', stranger);
    await running.event(mention());
    expect(running.received).toMatchObject([{ actor: { name: 'Zoe', email: undefined } }]);
  });

  it('find nothing by the search of a form, and learn in it why it was not taken', async () => {
    const running = await startSlackWire({
      search: async () => [{ label: 'bps-website', value: 'bps-website' }],
      receive: async (invocation) => {
        await running.adapter.respond(invocation, replyToSender({ summary: 'form', blocks: [chartForm] }), { signal });
      },
    });
    wire = running;
    await running.command('chart');
    const view = field(running.callsOf('views.open')[0], 'view');
    const search = asList(view['blocks']).find((block) => field(block, 'element')['type'] === 'external_select');
    const asked = { type: 'block_suggestion', user: { id: 'U9' }, action_id: field(search, 'element')['action_id'], value: 'bps' };
    running.answer('users.info', stranger);
    expect(await running.interact(asked)).toEqual({ status: 200, body: { options: [] } });
    const sent = { ...submissionOf(view, { '=metric': 'CPU', of: 'x', over: '1h' }), user: { id: 'U9' } };
    const answer = await running.interact(sent);
    expect(JSON.stringify(answer.body)).toContain('own workspace only');
    expect(running.received).toHaveLength(1);
  });
});

describe('in a workspace', () => {
  it('somebody of the company that shares a channel is refused', async () => {
    const { adapter, slack, received, stop } = await startSlackHarness();
    try {
      await slack.say({ user: 'mia', channel: 'ops', text: '@Tocsin services' });
      await expect
        .poll(() => slack.messages.list({}).at(-1))
        .toMatchObject({
          ephemeralTo: 'mia',
          text: expect.stringContaining('own workspace only'),
        });
      expect(received).toEqual([]);
      expect(adapter.state().state).toBe('connected');
    } finally {
      await stop();
    }
  });
});

describe('a form whose hidden part cannot be read', () => {
  it('stays open and says so', async () => {
    const running = await startSlackWire({
      receive: async (invocation) => {
        await running.adapter.respond(invocation, replyToSender({ summary: 'form', blocks: [chartForm] }), { signal });
      },
    });
    wire = running;
    await running.command('chart');
    const view = { ...field(running.callsOf('views.open')[0], 'view'), private_metadata: 'not ours' };
    const answer = await running.interact(submissionOf(view, { '=metric': 'CPU', of: 'x', over: '1h' }));
    expect(answer).toMatchObject({ status: 200, body: { response_action: 'update' } });
    expect(JSON.stringify(answer.body)).toContain('I cannot read this form any more');
    expect(running.log.entries.map((one) => one.words)).toContain('a form could not be read');
  });
});

describe('a message whose menu is used', () => {
  it('has its user looked up once only, however slow Slack is', async () => {
    const running = await startSlackWire();
    wire = running;
    const down = { ok: false, error: 'user_not_found' };
    running.answer('users.info', down, down, down);
    await running.interact({
      type: 'message_action',
      callback_id: 'timeline_add',
      trigger_id: 'T5',
      user: { id: 'U1', name: 'ana' },
      channel: { id: 'C1', name: 'ops' },
      message: { ts: '7.7', text: 'hello' },
    });
    expect(running.callsOf('users.info')).toHaveLength(1);
    expect(running.received).toHaveLength(1);
  });
});
