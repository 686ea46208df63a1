import { afterEach, describe, expect, it } from 'vitest';
import { said, start, startControlServer } from '../test/harness/control-server.ts';

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

function started() {
  const server = startControlServer();
  stop = server.stop;
  return server;
}

describe('the control interface', () => {
  it('tells what there is', async () => {
    const { get } = started();
    expect((await get('/control/state')).json()).toMatchObject({
      platforms: ['slack', 'teams'],
      channels: [
        { platform: 'slack', id: 'slack-1', name: 'ops', topic: 'Operations' },
        { platform: 'teams', id: 'teams-1', name: 'ops' },
      ],
      shortcuts: [{ platform: 'slack', name: 'Add to timeline' }],
      homes: ['slack'],
      faults: [],
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
      ['say', { channel: 'ops', user: 'ana', text: '/tocsin help' }],
      ['click', { message: '1', user: 'ana', button: '6 h' }],
    ]);
  });

  it.each([
    ['submit', { form: 'V1', user: 'ana', values: { Metric: 'CPU', Points: 3, Gaps: true, Of: ['a', 'b'] } }],
    ['close', { form: 'V1', user: 'ana' }],
    ['react', { message: '1', user: 'ana', emoji: 'eyes' }],
    ['pin', { message: '1', user: 'ana', remove: true }],
    ['edit', { message: '1', user: 'ana', text: 'first' }],
    ['shortcut', { message: '1', user: 'ana', name: 'Add to timeline' }],
  ])('passes on %s', async (name, what) => {
    const { slack, post } = started();
    expect((await post(`/control/${name}`, { platform: 'slack', ...what })).statusCode).toBe(202);
    const values = { Metric: 'CPU', Points: '3', Gaps: 'true', Of: ['a', 'b'] };
    expect(slack.told).toEqual([[name, 'values' in what ? { ...what, values } : what]]);
  });

  it('passes on what is deleted and whose home page is opened, and takes an emoji with its colons', async () => {
    const { slack, post } = started();
    await post('/control/delete', { platform: 'slack', message: '1', user: 'ana' });
    await post('/control/home', { platform: 'slack', user: 'ana' });
    await post('/control/react', { platform: 'slack', message: '1', user: 'ana', emoji: ':eyes:' });
    expect(slack.told).toEqual([
      ['remove', { message: '1', user: 'ana' }],
      ['openHome', { user: 'ana' }],
      ['react', { message: '1', user: 'ana', emoji: 'eyes' }],
    ]);
  });

  it('changes channels and connections', async () => {
    const { slack, post } = started();
    await post('/control/channel', { platform: 'slack', channel: 'ops', archived: true, bot: 'out' });
    await post('/control/reconnect', { platform: 'slack' });
    expect(slack.told).toEqual([
      ['arrange', { channel: 'ops', archived: true, bot: 'out' }],
      ['reconnect', {}],
    ]);
    expect((await post('/control/channel', { platform: 'teams', channel: 'ops' })).json()).toEqual({
      error: 'There are no channels that can be changed in teams.',
    });
  });

  it('answers a search with its choices', async () => {
    const { slack, post } = started();
    const found = await post('/control/search', { platform: 'slack', form: 'V1', user: 'ana', field: 'Metric', typed: 'cp' });
    expect([found.statusCode, found.json()]).toEqual([200, { choices: [{ label: 'CPU', group: 'App Service' }] }]);
    expect(slack.told).toEqual([['search', { form: 'V1', user: 'ana', field: 'Metric', typed: 'cp' }]]);
  });

  it('says what a chat cannot do', async () => {
    const { post } = started();
    const answer = await post('/control/home', { platform: 'teams', user: 'ana' });
    expect([answer.statusCode, answer.json()]).toEqual([409, { error: 'There are no home pages in teams.' }]);
  });

  it('lists open modals and home pages beside the messages', async () => {
    const { slack, get } = started();
    const form = {
      id: 'V1',
      title: 'Draw a chart',
      submit: 'Draw',
      fields: [{ label: 'Metric', kind: 'search' as const, required: true }],
    };
    slack.messages.put({ ...said('V1', 'slack-1'), surface: 'modal', ephemeralTo: 'ana', form });
    slack.messages.put({ ...said('H1', 'home'), surface: 'home', ephemeralTo: 'ana' });
    slack.messages.put({ ...said('H2', 'home'), surface: 'home', ephemeralTo: 'ben' });
    expect((await get('/control/messages?platform=slack&channel=ops')).json()).toMatchObject([{ id: 'V1', surface: 'modal', form }]);
    const homes = (await get('/control/messages?platform=slack&channel=home&user=ben')).json<{ id: string }[]>();
    expect(homes.map((one) => one.id)).toEqual(['H2']);
    expect((await get('/control/messages?platform=teams&channel=home')).statusCode).toBe(404);
  });

  it('tells those who ask for it what was taken away', async () => {
    const { slack, get } = started();
    slack.messages.put(said('1', 'slack-1'));
    const held = get('/control/messages?platform=slack&after=1&deleted=true&wait=20');
    slack.messages.remove('1');
    expect((await held).json()).toMatchObject([{ id: '1', seq: 2, deleted: true }]);
    expect((await get('/control/messages?platform=slack')).json()).toEqual([]);
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
      error: 'There is no channel called nowhere on slack or teams; there are ops, direct, home.',
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

  it('tells the truth about a scenario, and gives Azure’s alert rules another webhook', async () => {
    const { get, post, used } = started();
    expect((await get('/control/scenarios/slow-database')).json()).toEqual({ name: 'slow-database', incidents: [] });
    expect((await get('/control/alert-rules')).json()).toEqual([{ name: 'slow-responses', severity: 2, webhook: 'plain' }]);
    await post('/control/alert-rules', { webhook: 'secure', rule: 'slow-responses' });
    expect((await post('/control/alert-rules', { webhook: 'plain' })).statusCode).toBe(202);
    expect((await post('/control/alert-rules', { webhook: 'signed' })).statusCode).toBe(400);
    expect(used).toEqual([
      ['secure', 'slow-responses'],
      ['plain', undefined],
    ]);
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

  it('refuses a page of the web that points its name at this machine', async () => {
    const { get } = started();
    expect((await get('/control/state', 'evil.example.com')).statusCode).toBe(403);
  });
});
