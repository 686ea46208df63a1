import { afterEach, describe, expect, it } from 'vitest';
import { type HarnessOptions, startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { createTeamsAdapter } from './index.ts';

let harness: TeamsHarness;
const start = async (options?: HarnessOptions): Promise<TeamsHarness> => {
  harness = await startTeamsHarness(options);
  return harness;
};
afterEach(() => harness.stop());

const options = { signal: AbortSignal.timeout(60_000) };

describe('start and stop', () => {
  it('refuses messages before the start and after the stop, so that nothing is lost silently', async () => {
    await start();
    expect(harness.adapter.state()).toEqual({ state: 'connected' });
    await harness.adapter.stop();
    expect(harness.adapter.state()).toEqual({ state: 'disconnected' });
    await expect(harness.emulator.say({ user: 'ana', channel: 'ops', text: '@Tocsin help' })).rejects.toThrow(/503/u);
  });

  it('takes the first message after the platform changed its key', async () => {
    await start();
    harness.emulator.rotateKey();
    await harness.emulator.say({ user: 'ana', channel: 'direct', text: 'help' });
    expect((await harness.nextInvocation()).text).toBe('help');
  });

  it('checks each connection', async () => {
    await start();
    expect(await harness.adapter.check(options)).toEqual([
      { what: 'Teams: the bot’s token', ok: true, detail: 'obtained' },
      { what: 'Teams: signing keys', ok: true, detail: 'read' },
      { what: 'Teams: conversations', ok: true, detail: '3 known: random, ops, incidents' },
    ]);
  });

  it('says how to get conversations when there are none', async () => {
    await start({ install: false });
    expect((await harness.adapter.check(options))[2]).toMatchObject({
      ok: false,
      detail: expect.stringContaining('Add the app to a team'),
    });
  });

  it('refuses plain http to anywhere but this machine', async () => {
    await start({ install: false });
    expect(() => createTeamsAdapter({ ...harness.options, serviceUrl: 'http://smba.example/teams' })).toThrow(/https/u);
    expect(() => createTeamsAdapter({ ...harness.options, endpoints: { login: 'http://login.example' } })).toThrow(/https/u);
  });
});
