import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { EmulatorClock } from './clock.ts';
import { mountControl } from './control.ts';
import { type Click, type EmulatedChat, EmulatorFault, MessageLog, type Say } from './emulator.ts';
import { Faults } from './faults.ts';
import { createDemoServer } from './server.ts';

const start = Date.UTC(2026, 10, 20, 12);
let server: FastifyInstance | undefined;
afterEach(() => server?.close());

/** A chat with one channel that only remembers what it was told. */
function chat(platform: 'slack' | 'teams'): EmulatedChat & { readonly told: (Say | Click)[] } {
  const told: (Say | Click)[] = [];
  return {
    name: platform,
    platform,
    told,
    mount: () => undefined,
    stop: async () => undefined,
    botConnected: async () => undefined,
    messages: new MessageLog(),
    channels: () => [{ id: `${platform}-1`, name: 'ops' }],
    say: async (say) => void told.push(say),
    click: async (click) => {
      if (click.message !== '1') throw new EmulatorFault(404, `There is no message ${click.message}.`);
      told.push(click);
    },
  };
}

function started() {
  const clock = new EmulatorClock({ start });
  const faults = new Faults(clock.now);
  const slack = chat('slack');
  const scenarios = { list: [{ name: 'slow-database', title: 'Slow database' }], start: async () => undefined };
  server = createDemoServer([]);
  mountControl(server, {
    chats: [slack, chat('teams')],
    clock,
    faults,
    scenarios,
    workspaces: [{ id: 'w1', name: 'logs' }],
    secrets: () => ({ sentry: 'shh' }),
    bot: () => undefined,
    botUrl: 'http://127.0.0.1:3978',
  });
  const app = server;
  const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload, headers: { host: '127.0.0.1:4400' } });
  const get = (url: string, host = 'localhost:4400') => app.inject({ url, headers: { host } });
  return { clock, faults, slack, post, get };
}

describe('the control interface', () => {
  it('tells what there is', async () => {
    const { get } = started();
    expect((await get('/control/state')).json()).toMatchObject({
      platforms: ['slack', 'teams'],
      channels: [
        { platform: 'slack', id: 'slack-1', name: 'ops' },
        { platform: 'teams', id: 'teams-1', name: 'ops' },
      ],
      users: [
        { name: 'ana', role: 'admin' },
        { name: 'ben', role: 'responder' },
        { name: 'eva', role: 'viewer' },
      ],
      workspaces: [{ id: 'w1', name: 'logs' }],
      scenarios: [{ name: 'slow-database', title: 'Slow database' }],
      bot: { url: 'http://127.0.0.1:3978' },
      secrets: { sentry: 'shh' },
    });
  });

  it('passes on what is said and clicked', async () => {
    const { slack, post } = started();
    expect((await post('/control/say', { platform: 'slack', channel: 'ops', user: 'ana', text: '/tocsin help' })).statusCode).toBe(202);
    expect((await post('/control/click', { platform: 'slack', message: '1', user: 'ana', button: '6 h' })).statusCode).toBe(202);
    expect(slack.told).toEqual([
      { channel: 'ops', user: 'ana', text: '/tocsin help' },
      { message: '1', user: 'ana', button: '6 h' },
    ]);
  });

  it('holds the messages until there is a new one', async () => {
    const { slack, get } = started();
    const held = get('/control/messages?platform=slack&channel=ops&after=0&wait=20');
    const message = { id: '1', channel: 'slack-1', thread: undefined, user: 'tocsin', ephemeralTo: undefined, text: 'Hello', at: '' };
    slack.messages.put({ ...message, payload: {}, images: [], files: [], buttons: [], edited: false });
    expect((await held).json()).toMatchObject([{ id: '1', seq: 1, text: 'Hello' }]);
  });

  it.each([
    ['a body that is not understood', '/control/say', { platform: 'irc', text: '' }, 400],
    ['a duration it cannot read', '/control/clock', { advance: 'soon' }, 400],
    ['a message that is not there', '/control/click', { platform: 'slack', message: '9', user: 'ana', button: 'x' }, 404],
    ['a bot that is not running', '/control/bot', { signal: 'SIGKILL' }, 404],
    ['a fault without a status', '/control/faults', { target: 'slack' }, 400],
    ['a route that does not exist', '/control/nothing', {}, 404],
  ])('answers %s with a sentence', async (_what, url, body, status) => {
    const { post } = started();
    const answer = await post(url, body);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ error: expect.stringMatching(/\.$/u) });
  });

  it('moves the clock and answers when what fell due has settled', async () => {
    const { clock, post } = started();
    let ran = 'no';
    clock.at(start + 60_000, async () => void (ran = 'yes'));
    const answer = await post('/control/clock', { advance: '30m' });
    expect(ran).toBe('yes');
    expect(Date.parse(answer.json<{ clock: string }>().clock)).toBeGreaterThanOrEqual(start + 30 * 60_000);
  });

  it('gives the bot the time', async () => {
    const { get } = started();
    expect((await get('/control/bot-clock?settled=0')).json()).toEqual({ now: expect.any(Number), seq: 1 });
  });

  it('orders and clears faults', async () => {
    const { faults, post } = started();
    await post('/control/faults', { target: 'jira', status: 503, count: 2 });
    expect(faults.take('/jira/rest')?.status).toBe(503);
    await post('/control/faults', { clear: true });
    expect(faults.take('/jira/rest')).toBeUndefined();
  });

  it('refuses a page of the web that points its name at this machine', async () => {
    const { get } = started();
    expect((await get('/control/state', 'evil.example.com')).statusCode).toBe(403);
  });
});
