import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fakeCli } from '../../test/fakes/cli.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { CheckResult } from '../core/ports.ts';
import { runCli } from './index.ts';

const slackOnly = 'slack: { botToken: "${BOT}", appToken: "${APP}" }\n';
const variables = { BOT: 'xoxb-1', APP: 'xapp-1' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-cli-'));
  await writeFile(join(folder, 'tocsin.yaml'), `services: { checkout: {} }\n${slackOnly}`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const checksOf = (...results: readonly CheckResult[]) =>
  async function* () {
    yield* results;
  };

describe('tocsin', () => {
  it('tells a newcomer what it can do', async () => {
    const { deps, terminal } = fakeCli(folder);
    expect(await runCli(['--help'], deps)).toBe(0);
    await expect(terminal.written()).toMatchFileSnapshot('./golden/help.txt');
  });

  it('helps on each of its commands', async () => {
    const { deps, terminal } = fakeCli(folder);
    for (const command of ['start', 'check', 'run', 'replay', 'manifest']) expect(await runCli([command, '--help'], deps)).toBe(0);
    await expect(terminal.written()).toMatchFileSnapshot('./golden/help-of-commands.txt');
  });

  it('has every command and option in docs/command-line.md', async () => {
    const docs = await readFile(join(import.meta.dirname, '../../docs/command-line.md'), 'utf8');
    const { deps, terminal } = fakeCli(folder);
    const commands = ['start', 'check', 'run', 'replay', 'manifest'];
    for (const command of commands) await runCli([command, '--help'], deps);
    const options = new Set(terminal.written().match(/--[a-z]+/gu));
    expect([...commands, ...options].filter((word) => !docs.includes(word))).toEqual([]);
  });

  it('prints its version', async () => {
    const { deps, terminal } = fakeCli(folder);
    expect(await runCli(['--version'], deps)).toBe(0);
    expect(terminal.written()).toBe('1.2.3\n');
  });

  it.each([
    [['chek'], /unknown command 'chek'.*Did you mean check\?/su],
    [['run', '--formt', 'json', 'help'], /unknown option '--formt'.*Did you mean --format\?/su],
    [['run', '--format', 'yaml', 'help'], /Allowed choices are text, json, slack, teams/su],
    [['manifest', 'irc'], /Allowed choices are slack, teams, azure/su],
    [['run'], /missing required argument 'command'/su],
    [['check', '--demo', '--config', 'x.yaml'], /leave out --config/su],
    [[], /Usage: tocsin/su],
  ])('answers a mistake such as %j with what would have been right, and 1', async (args, message) => {
    const { deps, terminal } = fakeCli(folder);
    expect(await runCli(args, deps)).toBe(1);
    expect(terminal.errors()).toMatch(message);
  });

  it('ends with 1 and the sentence when a command refuses', async () => {
    const runHere = () => Promise.reject(new UserError('The data folder is in use.', ['tocsin run help']));
    const { deps, terminal } = fakeCli(folder, { runHere }, variables);
    expect(await runCli(['run', 'help'], deps)).toBe(1);
    expect(terminal.errors()).toBe('The data folder is in use.\n  tocsin run help\n');
  });

  it('ends with 2 and every fault when the configuration is faulty', async () => {
    await writeFile(join(folder, 'tocsin.yaml'), 'services: { checkout: { tier: 9 } }\nservers: {}\n');
    for (const args of [['start'], ['check'], ['run', 'help'], ['manifest', 'slack']]) {
      const { deps, terminal } = fakeCli(folder);
      expect(await runCli(args, deps)).toBe(2);
      expect(terminal.errors()).toContain('2 faults');
      expect(terminal.errors()).toMatch(/tocsin\.yaml:1:25 services\.checkout\.tier: must be at most 5/u);
      expect(terminal.errors()).toMatch(/tocsin\.yaml:2:1 servers: unknown key/u);
    }
  });

  it('ends with 3 when a platform failed', async () => {
    const startApp = () => Promise.reject(new ProviderError('Slack', 'the token was refused.', { retry: { when: 'never' } }));
    const { deps, terminal } = fakeCli(folder, { startApp }, variables);
    expect(await runCli(['start'], deps)).toBe(3);
    expect(terminal.errors()).toBe('Slack: the token was refused.\n');
  });

  it('owns up to its bugs', async () => {
    const { deps, terminal } = fakeCli(folder, { startApp: () => Promise.reject(new TypeError('x is undefined')) }, variables);
    expect(await runCli(['start'], deps)).toBe(1);
    expect(terminal.errors()).toMatch(/^This is a bug of Tocsin: TypeError: x is undefined\n {4}at /u);
  });
});

describe('the configuration', () => {
  it('is named by --config, else by TOCSIN_CONFIG, else it is tocsin.yaml', async () => {
    const { deps, terminal } = fakeCli(folder, {}, { ...variables, TOCSIN_CONFIG: 'other.yaml' });
    expect(await runCli(['check'], deps)).toBe(2);
    expect(terminal.errors()).toContain(`${join(folder, 'other.yaml')}: there is no such file`);
    expect(await runCli(['check', '--config', 'tocsin.yaml'], deps)).toBe(0);
    expect(terminal.written()).toContain(`ok      configuration: ${join(folder, 'tocsin.yaml')}`);
  });

  it('of the demo is used with --demo, with its own variables', async () => {
    const { deps, terminal } = fakeCli(folder);
    expect(await runCli(['check', '--demo'], deps)).toBe(1);
    expect(terminal.errors()).toBe('No demo is running in this folder. Start one in another terminal:\n  npm run demo\n');
    await mkdir(join(folder, '.tocsin-demo'));
    await writeFile(join(folder, '.tocsin-demo', 'tocsin.yaml'), 'slack: { botToken: "${BOT}", appToken: "${APP}" }\n');
    await writeFile(join(folder, '.tocsin-demo', 'env'), 'BOT=xoxb-1\nAPP=xapp-1\n');
    expect(await runCli(['check', '--demo'], deps)).toBe(0);
    expect(await runCli(['run', '--demo', 'help'], deps)).toBe(1);
    expect(terminal.errors()).toMatch(/No demo is running in this folder\.[^N]*No demo is running in this folder\./u);
  });
});

describe('tocsin check', () => {
  it('prints a line for each check and ends with 0 when all are well', async () => {
    const checks = checksOf({ what: 'Slack', ok: true, detail: 'connected as tocsin' });
    const { deps, terminal } = fakeCli(folder, { checks }, variables);
    expect(await runCli(['check'], deps)).toBe(0);
    expect(terminal.written()).toMatch(/^ok {6}configuration: .+\nok {6}Slack: connected as tocsin\n$/u);
  });

  it('ends with 1 when one failed, after all of them', async () => {
    const checks = checksOf(
      { what: 'Slack', ok: false, detail: 'the scope chat:write is missing; add it' },
      { what: 'JIRA', ok: true, detail: 'fine' },
    );
    const { deps, terminal } = fakeCli(folder, { checks }, variables);
    expect(await runCli(['check'], deps)).toBe(1);
    expect(terminal.written()).toMatch(/\nfailed {2}Slack: the scope chat:write is missing; add it\nok {6}JIRA: fine\n$/u);
    expect(terminal.errors()).toBe('One check failed.\n');
  });

  it('is over within 10 s: what has not answered by then is told as failed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const asked = Promise.withResolvers<AbortSignal>();
    const { deps, terminal } = fakeCli(
      folder,
      {
        checks: async function* hanging(_loaded, signal) {
          asked.resolve(signal);
          const late = new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve(String(signal.reason))));
          yield { what: 'Slack', ok: false, detail: await late };
        },
      },
      variables,
    );
    const code = runCli(['check'], deps);
    await asked.promise;
    vi.advanceTimersByTime(9_000);
    expect(await code).toBe(1);
    expect(terminal.written()).toMatch(/\nfailed {2}Slack: .*no answer within 7 s: check the network, then try again\n$/u);
  });

  it('fails for a file that connects to no chat', async () => {
    await writeFile(join(folder, 'tocsin.yaml'), '');
    const { deps, terminal } = fakeCli(folder);
    expect(await runCli(['check'], deps)).toBe(1);
    expect(terminal.written()).toMatch(/\nfailed {2}chat: no chat is configured: add slack or teams\n$/u);
  });
});

describe('a configuration that connects to no chat', () => {
  beforeEach(() => writeFile(join(folder, 'tocsin.yaml'), ''));

  it('is a faulty one for a bot', async () => {
    const { deps, terminal } = fakeCli(folder);
    expect(await runCli(['start'], deps)).toBe(2);
    expect(terminal.errors()).toBe(
      `The configuration has one fault:\n${join(folder, 'tocsin.yaml')}: connects to no chat: add slack or teams\n`,
    );
  });

  it('is enough for the terminal', async () => {
    const { deps } = fakeCli(folder);
    expect(await runCli(['run', 'help'], deps)).toBe(0);
    expect(await runCli(['manifest', 'slack'], deps)).toBe(0);
  });
});

describe('tocsin manifest', () => {
  const slack = 'slack: { botToken: "${BOT}", signingSecret: "${SIGNING}" }\nserver: { publicUrl: "https://tocsin.example.com" }\n';

  it('needs no secret, and no configuration', async () => {
    const seen: (string | undefined)[] = [];
    const { deps, terminal } = fakeCli(folder, {
      manifests: {
        slack: (loaded) => {
          seen.push(loaded?.config.server.publicUrl);
          return [{ name: 'slack.json', content: '{ "made": true }\n' }];
        },
        teams: () => [],
        azure: () => [],
      },
    });
    await rm(join(folder, 'tocsin.yaml'));
    expect(await runCli(['manifest', 'slack'], deps)).toBe(0);
    await writeFile(join(folder, 'tocsin.yaml'), slack);
    expect(await runCli(['manifest', 'slack'], deps)).toBe(0);
    expect(seen).toEqual([undefined, 'https://tocsin.example.com']);
    expect(terminal.written()).toBe('{ "made": true }\n{ "made": true }\n');
  });

  it('writes all files into the folder that is named', async () => {
    const png = new Uint8Array([1, 2, 3]);
    const { deps, terminal } = fakeCli(folder, {
      manifests: {
        slack: () => [],
        teams: () => [
          { name: 'manifest.json', content: '{}' },
          { name: '../color.png', content: png },
        ],
        azure: () => [],
      },
    });
    expect(await runCli(['manifest', 'teams', '--out', 'app/teams'], deps)).toBe(0);
    const written = join(folder, 'app', 'teams');
    expect(terminal.written()).toBe(`${join(written, 'manifest.json')}\n${join(written, 'color.png')}\n`);
    expect([...(await readFile(join(written, 'color.png')))]).toEqual([1, 2, 3]);
  });
});
