import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk } from '../../../test/fakes/triage-desk.ts';

const minuteMs = 60_000;
const hold = [
  { match: { source: ['azure'], severity: ['P3'] }, times: 3, withinMs: 10 * minuteMs, rule: { path: 'incidents.hold[0]', line: 37 } },
];
const lasting = (over: Parameters<typeof eventOf>[0] = {}) => eventOf({ key: 'weak', title: 'Weak', severity: 'P3', ...over });
/** As sources tell it that repeat what they say, and never that it is over. */
const weak = (over: Parameters<typeof eventOf>[0] = {}) => lasting({ endsAfterMs: 60 * minuteMs, ...over });

const open = () => openTriageDesk({ rules: { hold } });

describe('a weak signal', () => {
  it('waits alone, and opens an incident when it was told often enough', async () => {
    const desk = await open();
    const at = desk.clock.now();
    const [first] = await desk.tell(weak({ at }));
    expect(first).toMatchObject({ name: 'held', reason: 'a weak signal alone: told once, of 3 within 10 minutes' });
    expect(first?.steps.at(-1)).toMatchObject({ station: 'hold', rule: { line: 37 } });
    desk.clock.move(5 * minuteMs);
    await desk.tell(weak({ at: at + 5 * minuteMs }));
    desk.clock.move(6 * minuteMs);
    // The first is more than ten minutes ago by now.
    const [third] = await desk.tell(weak({ at: at + 11 * minuteMs }));
    expect(third).toMatchObject({ name: 'held', reason: 'a weak signal alone: told 2 times, of 3 within 10 minutes' });
    desk.clock.move(minuteMs);
    const [fourth] = await desk.tell(weak({ at: at + 12 * minuteMs }));
    expect(fourth).toMatchObject({ name: 'opened', incident: 'INC-1' });
    expect(fourth?.steps.find((step) => step.station === 'hold')?.reason).toBe('told 3 times within 10 minutes, which is enough');
    expect(await desk.alert('weak')).not.toHaveProperty('waiting');
    expect((await desk.ledger.timeline('INC-1'))[0]).toMatchObject({
      text: 'Opened by the alert Weak: it was held, and still fires',
      late: true,
    });
  });

  it('is not counted again when the same message comes again, and is when an older one comes late', async () => {
    const desk = await open();
    await desk.tell(weak({ at: 5_000 }));
    expect((await desk.tell(weak({ at: 5_000 })))[0]).toMatchObject({ name: 'duplicate' });
    expect((await desk.tell(weak({ at: 4_000 })))[0]).toMatchObject({ name: 'held' });
    expect((await desk.tell(weak({ at: 4_000 })))[0]).toMatchObject({ name: 'duplicate' });
    expect((await desk.tell(weak({ at: 3_000 })))[0]).toMatchObject({ name: 'opened' });
  });

  it('joins at once an incident it belongs to', async () => {
    const desk = await open();
    await desk.tell(eventOf({}));
    const [decision] = await desk.tell(weak());
    expect(decision).toMatchObject({ name: 'joined', incident: 'INC-1' });
    expect(decision?.steps.find((step) => step.station === 'hold')?.reason).toBe('a weak signal, but not alone');
  });

  it('joins the incident of an alert that fires after it and that it belongs to', async () => {
    const desk = await open();
    await desk.tell(weak());
    await desk.tell(weak({ key: 'elsewhere', resources: ['bank-db'] }));
    const decisions = await desk.tell(eventOf({}));
    expect(decisions.map((one) => [one.alert, one.name])).toEqual([
      ['slow', 'opened'],
      ['weak', 'joined'],
    ]);
    expect(decisions[1]).toMatchObject({ reason: 'no longer a weak signal alone: it is the open incident of the same service' });
    expect(await desk.story()).toEqual(['Alert joined: Weak; it was held, and still fires; it is the open incident of the same service']);
    expect(await desk.alert('elsewhere')).toMatchObject({ waiting: { kind: 'held' } });
  });

  it('goes into an incident together with another weak one that it belongs to', async () => {
    const desk = await open();
    await desk.tell(weak());
    const decisions = await desk.tell(weak({ key: 'odd', title: 'Odd' }));
    expect(decisions.map((one) => [one.alert, one.name, one.incident])).toEqual([
      ['odd', 'joined', 'INC-1'],
      ['weak', 'opened', 'INC-1'],
    ]);
    expect(await desk.incident()).toMatchObject({ title: 'Weak', alerts: [{ key: 'weak' }, { key: 'odd' }] });
    expect((await desk.ledger.timeline('INC-1')).map(({ text, late }) => [text, late])).toEqual([
      ['Opened by the alert Weak: it was held, and still fires', true],
      ['Alert joined: Odd; it is the open incident of the same service', undefined],
    ]);
  });

  it('that resolves is forgotten without a word', async () => {
    const desk = await open();
    await desk.tell(weak());
    const [decision] = await desk.tell(weak({ state: 'resolved', at: 2_000 }));
    expect(decision).toMatchObject({ name: 'resolved', reason: 'it was held, so nobody hears of it' });
    const [later] = await desk.tell(eventOf({}));
    expect(later).toMatchObject({ name: 'opened' });
    expect((await desk.incident())?.alerts).toHaveLength(1);
  });

  it('is let go after a restart when the rule is gone', async () => {
    const desk = await open();
    await desk.tell(weak());
    desk.changeRules({ hold: [] });
    await desk.restart().waiting.run(desk.clock.now());
    expect(await desk.incident()).toMatchObject({ title: 'Weak' });
  });

  it('that an inhibitor keeps down meanwhile is announced when that is over', async () => {
    const inhibit = [{ source: { rule: ['down'] }, target: { severity: ['P3'] }, equal: [], rule: { path: 'incidents.inhibit[0]' } }];
    const desk = await openTriageDesk({ rules: { hold, inhibit } });
    await desk.tell(weak());
    await desk.tell(eventOf({ key: 'down', rule: 'down', title: 'Down' }));
    expect(desk.told().at(-1)).toMatchObject({
      alert: 'weak',
      name: 'inhibited',
      reason: 'no longer a weak signal alone, but inhibited as long as Down fires',
    });
    await desk.tell(eventOf({ key: 'down', rule: 'down', state: 'resolved', at: 2_000 }));
    expect(desk.told().at(-1)).toMatchObject({ alert: 'weak', name: 'joined' });
  });

  it('that is told once and would be told to end is announced when it still fires at the end of the time', async () => {
    const desk = await open();
    await desk.tell(lasting({ at: desk.clock.now() - 60 * minuteMs }));
    expect(await desk.alert('weak')).toMatchObject({ waiting: { kind: 'held' } });
    await desk.elapse(10 * minuteMs - 1);
    expect(await desk.incident()).toBeUndefined();
    await desk.elapse(1);
    const decision = desk.told().at(-1);
    expect(decision).toMatchObject({ name: 'opened', alert: 'weak' });
    expect(decision?.steps.find((step) => step.station === 'hold')).toMatchObject({
      reason: 'still fires after 10 minutes, so it is no passing one',
      rule: { line: 37 },
    });
    const other = await open();
    await other.tell(weak({ at: other.clock.now() }));
    await other.elapse(70 * minuteMs);
    expect(await other.incident()).toBeUndefined();
    expect(await other.alert('weak')).toMatchObject({ state: 'resolved' });
  });

  it('that becomes a strong one under the same firing and moment is announced at once', async () => {
    const desk = await open();
    const at = desk.clock.now();
    await desk.tell(weak({ at, firing: 'f1' }));
    const [worse] = await desk.tell(weak({ at, firing: 'f1', severity: 'P1' }));
    expect(worse).toMatchObject({ name: 'opened', incident: 'INC-1' });
    expect(await desk.incident()).toMatchObject({ severity: 'P1' });
  });

  it('is counted each time a state is told that its source tells again and again, but not when a message is sent twice', async () => {
    const desk = await open();
    const at = desk.clock.now();
    const seen = () => weak({ at, firing: 'f1', seenAt: desk.clock.now() });
    expect(await desk.tell(seen())).toMatchObject([{ name: 'held' }]);
    desk.clock.move(30_000);
    expect(await desk.tell(seen())).toMatchObject([{ name: 'duplicate' }]);
    desk.clock.move(3 * minuteMs);
    expect(await desk.tell(seen())).toMatchObject([{ name: 'held' }]);
    desk.clock.move(3 * minuteMs);
    expect(await desk.tell(seen())).toMatchObject([{ name: 'opened' }]);
  });
});
