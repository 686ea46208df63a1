import { afterEach, describe, expect, it, vi } from 'vitest';
import { type SlackHarness, type SlackHarnessOptions, startSlackHarness } from '../../test/fakes/slack-harness.ts';

const nothingFound = () => Promise.resolve([]);
const deaf = { receive: () => Promise.resolve(), search: nothingFound };

let harness: SlackHarness | undefined;
const start = async (options?: SlackHarnessOptions): Promise<SlackHarness> => {
  harness = await startSlackHarness(options);
  return harness;
};
afterEach(async () => {
  await harness?.stop();
  harness = undefined;
});

describe('Socket Mode (scenario 16)', () => {
  it('connects anew when Slack renews the connection, and loses nothing', async () => {
    const { slack, adapter, nextReceived } = await start();
    slack.refreshSocket();
    await slack.say({ user: 'ana', channel: 'ops', text: '@Tocsin help' });
    expect(await nextReceived()).toMatchObject({ text: 'help' });
    await vi.waitFor(() => expect(adapter.state().state).toBe('connected'));
  });

  it('is sent an event again that could not be stored, and only then acknowledges it', async () => {
    const running = await start({ patienceMs: 300 });
    let refused = 0;
    running.onReceive = async () => {
      refused += 1;
      if (refused === 1) throw new Error('the store is full');
    };
    await running.slack.say({ user: 'ana', channel: 'ops', text: '@Tocsin ack INC-1' });
    expect(await running.nextReceived()).toMatchObject({ text: 'ack INC-1' });
    expect(refused).toBe(2);
    await vi.waitFor(() => expect(running.slack.unacknowledged()).toBe(0));
  });

  it('is sent again what was in hand when the connection broke', async () => {
    const running = await start();
    const ids: string[] = [];
    const broken = Promise.withResolvers<void>();
    running.onReceive = async ({ id }) => {
      ids.push(id);
      if (ids.length > 1) return;
      running.slack.refreshSocket();
      await broken.promise;
    };
    await running.slack.say({ user: 'ana', channel: 'ops', text: '@Tocsin ack INC-1' });
    await running.nextReceived();
    broken.resolve();
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('tells the author of a slash command that could not be stored, because Slack never sends it again', async () => {
    const running = await start();
    running.onReceive = () => Promise.reject(new Error('the store is full'));
    await running.slack.say({ user: 'ana', channel: 'ops', text: '/tocsin ack INC-1' });
    expect(running.slack.messages.list({})).toMatchObject([{ ephemeralTo: 'ana', text: expect.stringContaining('nothing was done') }]);
  });

  it('leaves a click unacknowledged that could not be stored', async () => {
    const running = await start({ patienceMs: 300 });
    running.onReceive = () => Promise.reject(new Error('the store is full'));
    const document = {
      summary: 'card',
      blocks: [{ kind: 'actions' as const, items: [{ kind: 'button' as const, label: 'Go', command: 'help', look: 'plain' as const }] }],
    };
    await running.adapter.post({ platform: 'slack', channel: '#ops' }, document, { mark: 'm', signal: new AbortController().signal });
    const message = running.slack.messages.list({})[0]?.id ?? '';
    await expect(running.slack.click({ message, user: 'ana', button: 'Go' })).rejects.toThrow('did not take the click');
  });

  it('gets the event it did not acknowledge before it died, once it is back', async () => {
    const running = await start({ start: 'not started' });
    await running.slack.say({ user: 'ana', channel: 'ops', text: '@Tocsin incidents' });
    expect(running.slack.unacknowledged()).toBe(1);
    const heard = Promise.withResolvers<string>();
    await running.adapter.start({ receive: async (invocation) => heard.resolve(invocation.text), search: nothingFound });
    expect(await heard.promise).toBe('incidents');
  });

  it('starts although Slack is out of reach, and connects when it is back', async () => {
    const running = await start({ start: 'not started' });
    running.faults.add({ target: 'slack/api/auth.test', status: 503, count: 1 });
    await running.adapter.start(deaf);
    expect(running.adapter.state().state).toBe('disconnected');
    await running.slack.botConnected();
    await vi.waitFor(() => expect(running.adapter.state().state).toBe('connected'), { timeout: 5_000 });
  });

  it('goes on trying when the websocket cannot be opened at first', async () => {
    const running = await start({ start: 'not started' });
    running.faults.add({ target: 'slack/api/apps.connections.open', status: 500, count: 2 });
    await running.adapter.start(deaf);
    await running.slack.botConnected();
    await vi.waitFor(() => expect(running.adapter.state().state).toBe('connected'), { timeout: 5_000 });
  });

  it('refuses to start with a token that Slack does not know', async () => {
    const running = await start({ start: 'not started', adapter: { botToken: 'xoxb-wrong' } });
    await expect(running.adapter.start(deaf)).rejects.toThrow('the bot token is not valid');
    expect(running.adapter.state().state).toBe('failed');
  });

  it('goes on with the id alone when Slack does not say who a person is', async () => {
    const { slack, faults, nextReceived } = await start();
    faults.add({ target: 'slack/api/users.info', status: 500, count: 2 });
    await slack.say({ user: 'ben', channel: 'ops', text: '/tocsin whoami' });
    const { actor } = await nextReceived();
    expect(actor).toEqual({ platform: 'slack', id: 'U0BEN00001', name: 'ben', profile: 'unknown' });
  });
});
