import fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { type Document, heading, moment, sentence } from '../../src/core/document.ts';
import { type HarnessOptions, startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';

let harness: TeamsHarness;
const start = async (options?: HarnessOptions): Promise<TeamsHarness> => {
  harness = await startTeamsHarness(options);
  return harness;
};
afterEach(() => harness.stop());

const options = { signal: AbortSignal.timeout(60_000), mark: 'mark-1' };
const card: Document = {
  summary: 'Checkout is slow',
  blocks: [heading('INC-1'), { kind: 'actions', items: [button('Acknowledge', 'ack INC-1')] }],
};
const channelId = (name: string): string => harness.emulator.channels().find((one) => one.name === name)?.id ?? '';
const texts = (channel: string): readonly string[] =>
  harness.emulator.messages.list({ channel: channelId(channel) }).map((one) => one.text);

async function posted(channel: string, document: Document = card): Promise<{ platform: string; channel: string; id: string }> {
  const delivery = await harness.adapter.post({ platform: 'teams', channel }, document, options);
  if (!delivery.ok || delivery.ref === undefined) throw new Error('not posted');
  return delivery.ref;
}

describe('failures of the connector', () => {
  const attempt = async (fault: { status: number; retryAfter?: number }) => {
    harness.faults.clear();
    harness.faults.add({ target: 'teams/v3', ...fault });
    return harness.adapter.post({ platform: 'teams', channel: 'ops' }, card, options);
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
    await expect(harness.adapter.post({ platform: 'teams', channel: 'ops' }, dated, options)).rejects.toThrow(SyntaxError);
    expect(texts('ops')).toEqual([]);
  });

  it('are met with exactly one request, so that nothing is posted twice', async () => {
    await start();
    harness.faults.add({ target: 'teams/v3', status: 503, count: 1 });
    expect(await harness.adapter.post({ platform: 'teams', channel: 'ops' }, card, options)).toMatchObject({ ok: false });
    expect(texts('ops')).toEqual([]);
    // A hidden second request would have used the fault up and posted.
    await posted('ops');
    expect(texts('ops')).toEqual(['INC-1']);
  });

  it('an abort leaves it open whether the message arrived', async () => {
    await start();
    expect(
      await harness.adapter.post({ platform: 'teams', channel: 'ops' }, sentence('x'), { ...options, signal: AbortSignal.abort() }),
    ).toMatchObject({ ok: false, certain: 'unknown' });
  });

  it('a refused token is replaced by a new one for the next attempt', async () => {
    await start();
    harness.emulator.rotateKey();
    expect(await harness.adapter.post({ platform: 'teams', channel: 'ops' }, card, options)).toMatchObject({
      ok: false,
      certain: 'not sent',
      reason: expect.stringContaining('401'),
      retry: { when: 'later' },
    });
    await posted('ops');
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
      harness.adapter.post({ platform: 'teams', channel: '19:x@thread.tacv2' }, card, { ...options, signal });
    expect(await post(stopping.signal)).toMatchObject({ ok: false, certain: 'unknown', retry: { when: 'later' } });
    await silent.close();
    expect(await post(options.signal)).toMatchObject({ ok: false, certain: 'not sent', reason: 'Teams cannot be reached (ECONNREFUSED)' });
  });

  it('a wrong password is told with what to check, and never shown', async () => {
    await start({ install: false, change: (one) => ({ ...one, appPassword: 'wrong-canary-password' }) });
    expect(harness.adapter.state()).toMatchObject({ state: 'failed' });
    const delivery = await harness.adapter.post({ platform: 'teams', channel: channelId('ops') }, card, options);
    expect(delivery).toMatchObject({ ok: false, certain: 'not sent', reason: 'The login refused the Teams token: 401 (invalid_client)' });
    const check = await harness.adapter.check(options);
    expect(check[0]).toMatchObject({ ok: false, detail: expect.stringContaining('teams.appPassword') });
    expect(JSON.stringify([delivery, check, harness.needs.lines])).not.toContain('canary');
  });
});
