import { EmulatorClock } from '../../emulators/clock.ts';
import { mountControl } from '../../emulators/control.ts';
import { type EmulatedChat, type EmulatedMessage, EmulatorFault, MessageFeed, MessageLog } from '../../emulators/emulator.ts';
import { Faults } from '../../emulators/faults.ts';
import { createDemoServer } from '../../emulators/server.ts';

/** Where its clock begins. */
export const start = Date.UTC(2026, 10, 20, 12);

/** A chat with one channel that only remembers what it was told, by the name of what was done. */
function chat(platform: 'slack' | 'teams', feed: MessageFeed): EmulatedChat & { readonly told: [string, object][] } {
  const told: [string, object][] = [];
  const note = (name: string) => async (what: object) => void told.push([name, what]);
  return {
    name: platform,
    platform,
    told,
    mount: () => undefined,
    stop: async () => undefined,
    botConnected: async () => undefined,
    messages: new MessageLog(feed),
    channels: () => [{ id: `${platform}-1`, name: 'ops', topic: 'Operations' }],
    directs: () => [
      { id: `${platform}-ana`, user: 'ana' },
      { id: `${platform}-ben`, user: 'ben' },
    ],
    say: note('say'),
    click: async (click) => {
      if (click.message !== '1') throw new EmulatorFault(404, `There is no message ${click.message}.`);
      told.push(['click', click]);
    },
    submit: note('submit'),
    search: async (search) => {
      told.push(['search', search]);
      return [{ label: 'CPU', group: 'App Service' }];
    },
    close: note('close'),
    react: note('react'),
    pin: note('pin'),
    edit: note('edit'),
    remove: note('remove'),
    shortcuts: () => (platform === 'slack' ? ['Add to timeline'] : []),
    shortcut: platform === 'slack' ? note('shortcut') : undefined,
    arrange: platform === 'slack' ? note('arrange') : undefined,
    reconnect: platform === 'slack' ? async () => void told.push(['reconnect', {}]) : undefined,
    openHome: platform === 'slack' ? async (user) => void told.push(['openHome', { user }]) : undefined,
  };
}

/** What the control interface is tested with: chats that only listen, and a clock that stands at `start`. */
export function startControlServer() {
  const clock = new EmulatorClock({ start });
  const faults = new Faults(clock.now);
  const feed = new MessageFeed();
  const slack = chat('slack', feed);
  const teams = chat('teams', feed);
  const scenarios = {
    list: () => [{ name: 'slow-database', title: 'Slow database', runningUntil: start + 60_000 }],
    start: async () => undefined,
    truth: (name: string) => ({ name, incidents: [] }),
  };
  const used: [webhook: string, rule: string | undefined][] = [];
  const server = createDemoServer([], faults);
  mountControl(server, {
    chats: [slack, teams],
    feed,
    clock,
    faults,
    targets: ['slack', 'azure', 'jira'],
    scenarios,
    workspaces: [{ id: 'w1', name: 'logs' }],
    secrets: async () => ({ sentry: 'shh' }),
    alertRules: {
      list: () => [{ name: 'slow-responses', severity: 2, webhook: 'plain' }],
      use: (webhook, rule) => void used.push([webhook, rule]),
    },
    bot: () => undefined,
    botUrl: 'http://127.0.0.1:3978',
  });
  const post = (url: string, payload: object) => server.inject({ method: 'POST', url, payload, headers: { host: '127.0.0.1:4400' } });
  const get = (url: string, host = 'localhost:4400') => server.inject({ url, headers: { host } });
  const send = (url: string, headers: Readonly<Record<string, string>>, payload: string) =>
    server.inject({ method: 'POST', url, payload, headers: { host: '127.0.0.1:4400', ...headers } });
  return { clock, faults, slack, teams, used, post, send, get, stop: () => server.close() };
}

/** Something said, which starts a thread. */
export function said(id: string, channel: string): Omit<EmulatedMessage, 'seq'> {
  const words = { user: 'ana', text: id, payload: {}, images: [], files: [], buttons: [], edited: false, at: '' };
  return { id, channel, thread: undefined, ephemeralTo: undefined, ...words };
}
