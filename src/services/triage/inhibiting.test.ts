import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk, serviceCalled } from '../../../test/fakes/triage-desk.ts';
import { newFiring } from './alert-after.ts';
import { inhibitionOf, type Placed } from './inhibiting.ts';
import type { InhibitRule } from './rules.ts';

const rule = (over: Partial<InhibitRule>): InhibitRule => ({
  source: { rule: ['down'] },
  target: { severity: ['P2', 'P3'] },
  equal: ['service'],
  rule: { path: 'incidents.inhibit[0]', line: 41 },
  ...over,
});
const placed = (over: Parameters<typeof eventOf>[0], service?: string): Placed => ({
  alert: newFiring(eventOf(over), undefined, { name: service, answered: 'answered', by: '' }, { at: 0 }),
  service: service === undefined ? undefined : serviceCalled(service),
});
const by = (target: Placed, firing: readonly Placed[], ...rules: readonly InhibitRule[]) => inhibitionOf(target, firing, rules)?.by.key;

describe('inhibition', () => {
  const down = placed({ key: 'down', rule: 'down', severity: 'P1' }, 'shop');

  it('needs both sides to match, and what must be equal to be equal', () => {
    expect(by(placed({}, 'shop'), [down], rule({}))).toBe('down');
    expect(by(placed({ severity: 'P1' }, 'shop'), [down], rule({}))).toBeUndefined();
    expect(by(placed({}, 'bank'), [down], rule({}))).toBeUndefined();
    expect(by(placed({}, 'bank'), [down], rule({ equal: [] }))).toBe('down');
    expect(by(placed({}, 'shop'), [], rule({}))).toBeUndefined();
  });

  it('takes what both lack as equal, and what one lacks as different', () => {
    const nobody = placed({ key: 'down', rule: 'down' });
    expect(by(placed({}), [nobody], rule({}))).toBe('down');
    expect(by(placed({}, 'shop'), [nobody], rule({}))).toBeUndefined();
    const region = rule({ equal: ['region'] });
    expect(by(placed({ labels: { Region: 'west' } }), [placed({ key: 'down', rule: 'down', labels: { region: 'West' } })], region)).toBe(
      'down',
    );
  });

  it('never holds an alert down by itself, nor two alerts by each other', () => {
    const both = rule({ source: {}, target: {} });
    const one = placed({ key: 'one' }, 'shop');
    const other = placed({ key: 'other' }, 'shop');
    expect(by(one, [one, other], both)).toBeUndefined();
    expect(by(other, [one, other], both)).toBeUndefined();
  });

  it('holds a target back until its inhibitor resolves, then announces what still fires', async () => {
    const desk = await openTriageDesk({ rules: { inhibit: [rule({})], reopenWithin: 0 } });
    await desk.tell(eventOf({ key: 'down', title: 'Database down', rule: 'down', severity: 'P1' }));
    const [held] = await desk.tell(eventOf({ key: 'slow' }));
    expect(held).toMatchObject({ name: 'inhibited', reason: 'inhibited as long as Database down fires' });
    expect(held?.steps.at(-1)).toMatchObject({ station: 'inhibition', rule: { line: 41 } });
    await desk.tell(eventOf({ key: 'brief' }));
    await desk.tell(eventOf({ key: 'brief', state: 'resolved', at: 2_000 }));
    expect(await desk.story()).toEqual([]);
    const decisions = await desk.tell(eventOf({ key: 'down', rule: 'down', state: 'resolved', at: 2_000 }));
    expect(decisions.map((one) => [one.alert, one.name, one.event])).toEqual([
      ['down', 'resolved', 5],
      ['slow', 'joined', undefined],
    ]);
    expect(decisions[1]?.reason).toContain('Database down, which inhibited it, is over, and it still fires');
    expect(await desk.incident()).toMatchObject({ alerts: [{ state: 'resolved' }, { key: 'slow', state: 'fired' }] });
    expect((await desk.incident())?.quietSince).toBeUndefined();
  });

  it('is by a source that fires, be it silenced itself, as Alertmanager has it', async () => {
    const desk = await openTriageDesk({ rules: { inhibit: [rule({})] } });
    const from = desk.clock.now();
    const times = { kind: 'once', from, to: from + 60_000 } as const;
    await desk.settings.put('silences', { id: 'S-1', match: { rule: ['down'] }, times, reason: 'known', addedAt: from });
    const [source] = await desk.tell(eventOf({ key: 'down', rule: 'down', severity: 'P1' }));
    const [target] = await desk.tell(eventOf({ key: 'slow' }));
    expect([source?.name, target?.name]).toEqual(['silenced', 'inhibited']);
  });
});

it('an inhibitor that another process saw is known to the next batch', async () => {
  const desk = await openTriageDesk({ rules: { inhibit: [rule({})] } });
  const { triage } = desk.restart();
  await desk.tell(eventOf({ key: 'first', rule: 'other', severity: 'P1' }));
  await desk.store(eventOf({ key: 'down', rule: 'down', severity: 'P1' }));
  await triage.run();
  expect(await desk.tell(eventOf({ key: 'slow' }))).toMatchObject([{ name: 'inhibited' }]);
  await desk.store(eventOf({ key: 'down', rule: 'down', state: 'resolved', at: 2_000 }));
  await triage.run();
  expect(await desk.tell(eventOf({ key: 'late' }))).toMatchObject([{ name: 'joined' }]);
});
