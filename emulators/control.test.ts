import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { EmulatorClock } from './clock.ts';
import { mountControl } from './control.ts';
import { type Click, type EmulatedChat, type EmulatedMessage, EmulatorFault, MessageFeed, MessageLog, type Say } from './emulator.ts';
import { Faults } from './faults.ts';
import { createDemoServer } from './server.ts';

const start = Date.UTC(2026, 10, 20, 12);
let server: FastifyInstance | undefined;
afterEach(() => server?.close());

/** A chat with one channel that only remembers what it was told. */
function chat(platform: 'slack' | 'teams', feed: MessageFeed): EmulatedChat & { readonly told: (Say | Click)[] } {
  const told: (Say | Click)[] = [];
  return {
    name: platform,
    platform,
    told,
    mount: () => undefined,
    stop: async () => undefined,
    botConnected: async () => undefined,
    messages: new MessageLog(feed),
    channels: () => [{ id: `${platform}-1`, name: 'ops' }],
    directs: () => [
      { id: `${platform}-ana`, user: 'ana' },
      { id: `${platform}-ben`, user: 'ben' },
    ],
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
  const feed = new MessageFeed();
  const slack = chat('slack', feed);
  const teams = chat('teams', feed);
  const scenarios = {
    list: () => [{ name: 'slow-database', title: 'Slow database', runningUntil: start + 60_000 }],
    start: async () => undefined,
  };
  server = createDemoServer([]);
  mountControl(server, {
    chats: [slack, teams],
    feed,
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
  const send = (url: string, headers: Readonly<Record<string, string>>, payload: string) =>
    app.inject({ method: 'POST', url, payload, headers: { host: '127.0.0.1:4400', ...headers } });
  return { clock, faults, slack, teams, post, send, get };
}

/** Something said, which starts a thread. */
function said(id: string, channel: string): Omit<EmulatedMessage, 'seq'> {
  const words = { user: 'ana', text: id, payload: {}, images: [], files: [], buttons: [], edited: false, at: '' };
  return { id, channel, thread: undefined, ephemeralTo: undefined, ...words };
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
      directs: [
        { platform: 'slack', id: 'slack-ana', user: 'ana' },
        { platform: 'slack', id: 'slack-ben', user: 'ben' },
        { platform: 'teams', id: 'teams-ana', user: 'ana' },
        { platform: 'teams', id: 'teams-ben', user: 'ben' },
      ],
      scenarios: [{ name: 'slow-database', title: 'Slow database', runningUntil: '2026-11-20T12:01:00.000Z' }],
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
    slack.messages.put(said('1', 'slack-1'));
    expect((await held).json()).toMatchObject([{ id: '1', seq: 1, text: '1' }]);
  });

  it('shows every key of a message, also of what is no reply and for everybody', async () => {
    const { slack, get } = started();
    slack.messages.put(said('1', 'slack-1'));
    expect((await get('/control/messages?platform=slack')).json()).toMatchObject([{ platform: 'slack', thread: null, ephemeralTo: null }]);
  });

  it.each(['', '?platform=&channel=&after=&wait=', '?channel=ops'])(
    'gives the messages of both chats in one order for “%s”',
    async (query) => {
      const { slack, teams, get } = started();
      slack.messages.put(said('first', 'slack-1'));
      teams.messages.put(said('second', 'teams-1'));
      slack.messages.put(said('third', 'slack-1'));
      const found = (await get(`/control/messages${query}`)).json<{ id: string; seq: number }[]>();
      expect(found.map((one) => [one.id, one.seq])).toEqual([
        ['first', 1],
        ['second', 2],
        ['third', 3],
      ]);
    },
  );

  it('holds for either chat when none is named', async () => {
    const { teams, get } = started();
    const held = get('/control/messages?wait=20');
    teams.messages.put(said('1', 'teams-1'));
    expect((await held).json()).toMatchObject([{ platform: 'teams', id: '1' }]);
  });

  it('gives people’s direct messages, of all or of one', async () => {
    const { slack, get } = started();
    slack.messages.put(said('to ana', 'slack-ana'));
    slack.messages.put(said('to ben', 'slack-ben'));
    slack.messages.put(said('to all', 'slack-1'));
    const ids = async (query: string) =>
      (await get(`/control/messages?platform=slack&channel=${query}`)).json<{ id: string }[]>().map((one) => one.id);
    expect(await ids('direct')).toEqual(['to ana', 'to ben']);
    expect(await ids('direct&user=ben')).toEqual(['to ben']);
    expect(await ids('slack-ben')).toEqual(['to ben']);
    expect((await get('/control/messages?channel=direct&user=zoe')).json()).toEqual({ error: 'Nobody is called zoe.' });
    expect((await get('/control/messages?channel=nowhere')).json()).toEqual({
      error: 'There is no channel called nowhere on slack or teams; there are ops, direct.',
    });
  });

  it.each([
    ['that says it is JSON', { 'content-type': 'application/json' }],
    ['of a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['without a type', {}],
  ])('takes an empty body %s', async (_what, headers) => {
    const { send } = started();
    expect((await send('/control/scenarios/slow-database', headers, '')).statusCode).toBe(202);
    const needy = await send('/control/clock', headers, '');
    expect([needy.statusCode, needy.json()]).toEqual([400, { error: expect.stringMatching(/\.$/u) }]);
  });

  it('says that it wants JSON', async () => {
    const answer = await started().send('/control/clock', { 'content-type': 'text/plain' }, '{"advance":"5m"}');
    expect([answer.statusCode, answer.json()]).toEqual([415, { error: 'Send JSON, with the header content-type: application/json.' }]);
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
