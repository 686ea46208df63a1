import { describe, expect, it } from 'vitest';
import { UserError } from '../src/core/errors.ts';
import type { Reply } from '../src/core/invocation.ts';
import { alertId } from '../src/core/model/alert.ts';
import type { Silence } from '../src/core/model/silence.ts';
import type { SilenceDoubt } from '../src/services/alert-services.ts';
import { ben, noServices, say } from '../test/fakes/context.ts';
import { firingAlert } from '../test/fakes/correlation.ts';
import { shop } from '../test/fakes/incident-desk.ts';
import { silence } from './silence.ts';
import { silences } from './silences.ts';

const now = Date.UTC(2026, 10, 20, 9);
const slow = firingAlert({ rule: 'slow', labels: { Instance: 'inst-1' }, state: 'resolved' });
const slowId = alertId(slow.key);

const doubtsOf = ({ match }: Pick<Silence, 'match'>): readonly SilenceDoubt[] => [
  ...('namspace' in match ? [{ kind: 'unknown', what: 'label', value: 'namspace', near: 'namespace' } as const] : []),
  ...(match['rule']?.includes('slwo') === true ? [{ kind: 'unknown', what: 'rule', value: 'slwo', near: 'slow' } as const] : []),
  ...('alert' in match ? [{ kind: 'does not fire', alert: slow } as const] : []),
];

describe('silence', () => {
  const added: Silence[] = [];
  const services = {
    catalogue: { ...noServices.catalogue, service: () => shop },
    silences: {
      ...noServices.silences,
      add: async (wanted: Pick<Silence, 'match' | 'times' | 'reason'>) => {
        const one = { ...wanted, id: 'S-1', addedAt: now };
        added.push(one);
        return { silence: one, alerts: [slow], doubts: doubtsOf(one) };
      },
      list: async () => added.map((one) => ({ silence: one, alerts: [slow], from: now - 1, to: now + 1 })),
    },
  };

  it('reads whom, how long and why', async () => {
    await say(silence, 'silence of shop rule slow-* for 2h because deploying 4.2', { now, services });
    expect(added.at(-1)).toMatchObject({
      match: { service: ['shop'], rule: ['slow-*'] },
      times: { kind: 'once', from: now, to: now + 7_200_000 },
      reason: 'deploying 4.2',
    });
  });

  it('reads windows that come again, in the person’s zone unless one is named', async () => {
    await say(silence, 'silence where namespace=packamal, pod=web-* every "sun 02:00" for 90m', {
      now,
      timeZone: 'Europe/Berlin',
      services,
    });
    expect(added.at(-1)).toMatchObject({
      match: { namespace: ['packamal'], pod: ['web-*'] },
      times: { kind: 'recurring', cron: '0 2 * * 0', timeZone: 'Europe/Berlin', lastsMs: 5_400_000 },
    });
    const reply = await say(silences, 'silences', { now, services });
    expect(JSON.stringify(reply.document)).toContain('namespace packamal, pod web-*');
  });

  it('begins later where that is said', async () => {
    await say(silence, 'silence alert A-1f03c2d9 from 22:00 for 8h', { now, services });
    expect(added.at(-1)?.times).toEqual({ kind: 'once', from: Date.UTC(2026, 10, 20, 22), to: Date.UTC(2026, 10, 21, 6) });
  });

  it.each([
    ['silence for 2h', 'Say what is silenced'],
    ['silence of shop', 'Say how long'],
    ['silence of shop for ever', '“ever” is not a length of time'],
    ['silence of shop for 90d', 'A silence lasts 30 days at most'],
    ['silence of shop from 07:00 for 1h', 'would be over already'],
    ['silence where pod for 1h', '“pod” is not a label'],
    ['silence end', 'Name the one silence'],
    ['silence of shop for 1h in Nowhere/Land', 'is no time zone'],
  ])('refuses “%s” and says what is missing', async (typed, fault) => {
    const refused = say(silence, typed, { now, services });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(fault);
  });

  it('is told to everybody in the zone that they share, whoever made it', async () => {
    const shared = { ...services, silences: { ...services.silences, timeZone: 'Europe/Berlin' } };
    const cape = { now, timeZone: 'Africa/Johannesburg', services: shared };
    const reply = await say(silence, 'silence of shop from 22:00 for 1h', cape);
    expect(reply.audience).toBe('channel');
    expect(added.at(-1)?.times).toMatchObject({ from: Date.UTC(2026, 10, 20, 20) });
    expect(zonesOf(reply)).toEqual(['Europe/Berlin', 'Europe/Berlin']);
    expect(zonesOf(await say(silences, 'silences', cape))).not.toContain('Africa/Johannesburg');
  });

  it('of a label that no alert has is made, and doubted', async () => {
    const reply = await say(silence, 'silence where namspace=packamal for 1h', { now, services });
    expect(added.at(-1)?.match).toEqual({ namspace: ['packamal'] });
    expect(JSON.stringify(reply.document)).toContain(
      'No alert so far has a label “namspace”, so nothing is silent by it yet. Did you mean “namespace”?',
    );
  });

  it('of a rule that no alert has, or of an alert that is over, is made, and doubted', async () => {
    const made = async (typed: string) => JSON.stringify((await say(silence, typed, { now, services })).document);
    expect(await made('silence rule slwo for 1h')).toContain(
      'No alert so far has the rule “slwo”, so nothing is silent by it yet. Did you mean “slow”?',
    );
    expect(await made(`silence alert ${slowId} for 1h`)).toContain(
      `${slowId} does not fire now; if it fires again meanwhile, it is silent.`,
    );
  });

  it('of an alert says which one, in its answer, in the list and at its end', async () => {
    const name = `alert ${slowId.toUpperCase()} (Slow responses [Instance inst-1])`;
    const made = await say(silence, `silence alert ${slowId.toUpperCase()} for 1h`, { now, services });
    expect(made.document.summary).toContain(`S-1: ${name} is silent from`);
    expect(JSON.stringify((await say(silences, 'silences', { now, services })).document)).toContain(` ${name}: `);
    const one: Silence = {
      id: 'S-1',
      match: { alert: [slowId.toUpperCase()] },
      times: { kind: 'once', from: 0, to: now },
      reason: '',
      addedAt: 0,
    };
    const end = async () => ({ result: 'ended', silence: { ...one, ended: { by: ben, at: now } }, alerts: [slow] }) as const;
    const ended = await say(silence, 'silence end S-1', { now, services: { silences: { ...noServices.silences, end } } });
    expect(ended.document.summary).toContain(`S-1, ${name}, was ended by Ben`);
  });
});

describe('silence end', () => {
  const times = { kind: 'once', from: now - 600_000, to: now - 60_000 } as const;
  const over: Silence = { id: 'S-1', match: { service: ['shop'] }, times, reason: '', addedAt: now };
  const endWith = (result: 'ended' | 'already', one: Silence) =>
    say(silence, 'silence end S-1', {
      now,
      services: { silences: { ...noServices.silences, end: async () => ({ result, silence: one, alerts: [slow] }) } },
    });

  it('is told to everybody', async () => {
    const reply = await endWith('ended', { ...over, ended: { by: ben, at: now } });
    expect(reply).toMatchObject({
      audience: 'channel',
      document: { summary: expect.stringContaining('S-1, service shop, was ended by Ben at ') },
    });
  });

  it('tells whoever comes second, and nobody else, who was first', async () => {
    const ended = { by: ben, at: now - 60_000 };
    const reply = await endWith('already', { ...over, ended });
    expect(reply).toMatchObject({ audience: 'sender', brief: true });
    expect(reply.document.summary).toContain('S-1 was ended already by Ben at 2026-11-20T08:59');
    expect((await endWith('already', over)).document.summary).toContain('S-1 was over already at 2026-11-20T08:59');
  });
});

const zonesOf = ({ document }: Reply): readonly string[] =>
  document.blocks.flatMap((block) => ('runs' in block ? block.runs : [])).flatMap((run) => (run.kind === 'time' ? [run.zone] : []));
