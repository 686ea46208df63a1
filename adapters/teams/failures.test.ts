import fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { type Document, moment, sentence } from '../../src/core/document.ts';
import { type HarnessOptions, posting, startTeamsHarness, type TeamsHarness, teamsCard } from '../../test/fakes/teams-harness.ts';

let harness: TeamsHarness;
const start = async (options?: HarnessOptions): Promise<TeamsHarness> => {
  harness = await startTeamsHarness(options);
  return harness;
};
afterEach(() => harness.stop());

describe('failures of the connector', () => {
  const attempt = async (fault: { status: number; retryAfter?: number }) => {
    harness.faults.clear();
    harness.faults.add({ target: 'teams/v3', ...fault });
    return harness.adapter.post({ platform: 'teams', channel: 'ops' }, teamsCard, posting);
  };

  it('are told as what they mean for the message', async () => {
    await start();
    expect(await attempt({ status: 429, retryAfter: 7 })).toMatchObject({ certain: 'not sent', retry: { when: 'later', afterMs: 7_000 } });
    expect(await attempt({ status: 412 })).toMatchObject({ certain: 'not sent', retry: { when: 'later' } });
    expect(await attempt({ status: 502 })).toMatchObject({ certain: 'unknown', retry: { when: 'later' } });
    expect(await attempt({ status: 504 })).toMatchObject({ certain: 'unknown', retry: { when: 'later' } });
    expect(await attempt({ status: 413 })).toMatchObject({
      certain: 'not sent',
      reason: expect.stringContaining('too large'),
      retry: { when: 'never' },
    });
    expect(await attempt({ status: 403 })).toMatchObject({ reason: expect.stringContaining('add the app'), retry: { when: 'never' } });
    expect(await attempt({ status: 404 })).toMatchObject({ reason: expect.stringContaining('does not exist'), retry: { when: 'never' } });
  });

  it('are none of Teams’ when the fault is the bot’s own', async () => {
    await start({ change: (plain) => ({ ...plain, time: { ...plain.time, format: () => JSON.parse('{') } }) });
    const dated: Document = { summary: 'x', blocks: [{ kind: 'text', runs: [moment(0, 'UTC')] }] };
    await expect(harness.adapter.post({ platform: 'teams', channel: 'ops' }, dated, posting)).rejects.toThrow(SyntaxError);
    expect(harness.texts('ops')).toEqual([]);
  });

  it('are met with exactly one request, so that nothing is posted twice', async () => {
    await start();
    harness.faults.add({ target: 'teams/v3', status: 503, count: 1 });
    expect(await harness.adapter.post({ platform: 'teams', channel: 'ops' }, teamsCard, posting)).toMatchObject({ ok: false });
    expect(harness.texts('ops')).toEqual([]);
    // A hidden second request would have used the fault up and posted.
    await harness.posted('ops');
    expect(harness.texts('ops')).toEqual(['INC-1']);
  });

  it('an abort leaves it open whether the message arrived', async () => {
    await start();
    expect(
      await harness.adapter.post({ platform: 'teams', channel: 'ops' }, sentence('x'), { ...posting, signal: AbortSignal.abort() }),
    ).toMatchObject({ ok: false, certain: 'unknown' });
  });

  it('a refused token is replaced by a new one for the next attempt', async () => {
    await start();
    harness.emulator.rotateKey();
    expect(await harness.adapter.post({ platform: 'teams', channel: 'ops' }, teamsCard, posting)).toMatchObject({
      ok: false,
      certain: 'not sent',
      reason: expect.stringContaining('401'),
      retry: { when: 'later' },
    });
    await harness.posted('ops');
  });

  it('a connector that never answers leaves it open whether the message arrived, one that is down does not', async () => {
    const stopping = new AbortController();
    const silent = fastify({ forceCloseConnections: true });
    silent.post('/v3/conversations', () => {
      stopping.abort();
      return new Promise(() => undefined);
    });
    const serviceUrl = await silent.listen({ host: '127.0.0.1', port: 0 });
    await start({ install: false, change: (one) => ({ ...one, serviceUrl }) });
    const post = (signal: AbortSignal) =>
      harness.adapter.post({ platform: 'teams', channel: '19:x@thread.tacv2' }, teamsCard, { ...posting, signal });
    expect(await post(stopping.signal)).toMatchObject({ ok: false, certain: 'unknown', retry: { when: 'later' } });
    await silent.close();
    expect(await post(posting.signal)).toMatchObject({ ok: false, certain: 'not sent', reason: 'Teams cannot be reached (ECONNREFUSED)' });
  });

  it('a wrong password is told with what to check, and never shown', async () => {
    await start({ install: false, change: (one) => ({ ...one, appPassword: 'wrong-canary-password' }) });
    expect(harness.adapter.state()).toMatchObject({ state: 'failed' });
    const delivery = await harness.adapter.post({ platform: 'teams', channel: harness.channelId('ops') }, teamsCard, posting);
    expect(delivery).toMatchObject({ ok: false, certain: 'not sent', reason: 'The login refused the Teams token: 401 (invalid_client)' });
    const check = await harness.adapter.check(posting);
    expect(check[0]).toMatchObject({ ok: false, detail: expect.stringContaining('teams.appPassword') });
    expect(JSON.stringify([delivery, check, harness.needs.lines])).not.toContain('canary');
  });
});
