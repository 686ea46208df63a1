import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk } from '../../../test/fakes/triage-desk.ts';
import type { Silence, SilenceTimes } from '../../core/model/silence.ts';
import { createCronTimes } from '../../schedule/cron-times.ts';
import { windowOf } from './silencing.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const cron = createCronTimes();

const silence = (over: Partial<Silence> & { readonly times: SilenceTimes }): Silence => ({
  id: 'S-1',
  match: { rule: ['slow'] },
  reason: 'new disks',
  addedAt: 0,
  ...over,
});
const nightly: SilenceTimes = { kind: 'recurring', cron: '0 2 * * *', timeZone: 'Europe/Berlin', lastsMs: 2 * hourMs };
const window = (at: string) => {
  const found = windowOf(nightly, cron, Date.parse(at));
  return found === undefined ? undefined : [new Date(found.from).toISOString(), new Date(found.to).toISOString()];
};

describe('a maintenance window', () => {
  it('holds from its beginning to just before its end, in its own zone', () => {
    expect(window('2026-11-20T00:59:59Z')).toEqual(['2026-11-20T01:00:00.000Z', '2026-11-20T03:00:00.000Z']);
    expect(window('2026-11-20T01:00:00Z')).toEqual(['2026-11-20T01:00:00.000Z', '2026-11-20T03:00:00.000Z']);
    expect(window('2026-11-20T02:59:59.999Z')).toEqual(['2026-11-20T01:00:00.000Z', '2026-11-20T03:00:00.000Z']);
    expect(window('2026-11-20T03:00:00Z')?.[0]).toBe('2026-11-21T01:00:00.000Z');
  });

  it('comes once, and lasts as long as ever, when the clocks go forward over its beginning', () => {
    // 02:00 does not exist on 28 March 2027 in Berlin: it is taken as 03:00, which is 01:00 UTC.
    expect(window('2027-03-28T00:30:00Z')).toEqual(['2027-03-28T01:00:00.000Z', '2027-03-28T03:00:00.000Z']);
    expect(window('2027-03-28T02:30:00Z')).toEqual(['2027-03-28T01:00:00.000Z', '2027-03-28T03:00:00.000Z']);
    expect(window('2027-03-28T03:00:00Z')?.[0]).toBe('2027-03-29T00:00:00.000Z');
  });

  it('comes once when the clocks go back and its hour comes twice', () => {
    expect(window('2026-10-24T23:30:00Z')).toEqual(['2026-10-25T00:00:00.000Z', '2026-10-25T02:00:00.000Z']);
    expect(window('2026-10-25T01:30:00Z')).toEqual(['2026-10-25T00:00:00.000Z', '2026-10-25T02:00:00.000Z']);
    expect(window('2026-10-25T02:00:00Z')?.[0]).toBe('2026-10-26T01:00:00.000Z');
  });

  it('that nobody can read silences nothing', () => {
    expect(windowOf({ ...nightly, cron: 'never' }, cron, 0)).toBeUndefined();
  });
});

describe('a silenced alert', () => {
  async function silenced() {
    const desk = await openTriageDesk();
    const now = desk.clock.now();
    await desk.settings.put('silences', silence({ times: { kind: 'once', from: now, to: now + hourMs } }));
    const [decision] = await desk.tell(eventOf({ at: now }));
    return { ...desk, decision };
  }

  it('is announced to nobody, and says by what and how long', async () => {
    const desk = await silenced();
    expect(desk.decision).toMatchObject({ name: 'silenced', reason: 'silenced by S-1 (new disks) for another 1 hour' });
    expect(await desk.alert()).toMatchObject({
      state: 'fired',
      waiting: { kind: 'silenced', silence: 'S-1', until: desk.clock.now() + hourMs },
    });
    expect(await desk.ledger.incidents({ most: 9 })).toEqual([]);
  });

  it('that still fires at the end is announced with its reason', async () => {
    const desk = await silenced();
    await desk.elapse(hourMs - 1);
    expect(await desk.ledger.incidents({ most: 9 })).toEqual([]);
    await desk.elapse(1);
    expect(await desk.incident()).toMatchObject({ title: 'Slow', openedAt: desk.clock.now() });
    expect(desk.told().at(-1)).toMatchObject({
      name: 'opened',
      reason: 'it still fires at the end of the silence S-1 (new disks); no incident of shop is open',
    });
    const [opened] = await desk.ledger.timeline('INC-1');
    expect(opened?.text).toBe('Opened by the alert Slow: it still fires at the end of the silence S-1 (new disks)');
    // The root message does not say that, so the thread does, without waiting for other news.
    expect((await desk.ledger.receipts('INC-1')).filter(({ kind }) => kind === 'incident-thread')).toHaveLength(2);
  });

  it('says so too where its source repeats it before it is looked at again', async () => {
    const desk = await silenced();
    desk.clock.move(hourMs);
    const [decision] = await desk.tell(eventOf({ at: desk.clock.now() }));
    expect(decision).toMatchObject({ name: 'opened', reason: 'no incident of shop is open' });
    expect((await desk.ledger.timeline('INC-1'))[0]).toMatchObject({
      text: 'Opened by the alert Slow: it still fires at the end of the silence S-1 (new disks)',
      late: true,
    });
  });

  it('says so where it goes into an incident that is open, too', async () => {
    const desk = await silenced();
    await desk.tell(eventOf({ key: 'errors', title: 'Errors', rule: 'errors' }));
    expect((await desk.ledger.receipts('INC-1')).filter(({ kind }) => kind === 'incident-thread')).toEqual([]);
    await desk.elapse(hourMs);
    expect(await desk.story()).toEqual([
      'Alert joined: Slow; it still fires at the end of the silence S-1 (new disks); it is the open incident of the same service',
    ]);
  });

  it('says why once, where several are announced together, and nothing where nobody gave a reason', async () => {
    const desk = await openTriageDesk();
    const now = desk.clock.now();
    await desk.settings.put('silences', silence({ times: { kind: 'once', from: now, to: now + hourMs }, reason: '' }));
    const decisions = await desk.tell(eventOf({ at: now }), eventOf({ at: now, key: 'other', title: 'Slow too' }));
    expect(decisions[0]?.reason).toBe('silenced by S-1 for another 1 hour');
    await desk.elapse(hourMs);
    expect((await desk.ledger.timeline('INC-1')).map(({ text }) => text)).toEqual([
      'Opened by the alert Slow too: it still fires at the end of the silence S-1',
      'Alert joined: Slow; it is the open incident of the same service',
    ]);
  });

  it('that resolves meanwhile is not announced', async () => {
    const desk = await silenced();
    const [decision] = await desk.tell(eventOf({ state: 'resolved', at: desk.clock.now() + 1 }));
    expect(decision).toMatchObject({ name: 'resolved', reason: 'it was silenced, so nobody hears of it' });
    await desk.elapse(2 * hourMs);
    expect(await desk.ledger.incidents({ most: 9 })).toEqual([]);
  });

  it('is announced as soon as the silence is ended early', async () => {
    const desk = await silenced();
    await desk.settings.remove('silences', 'S-1');
    expect(await desk.waiting.next()).toBe(desk.clock.now());
    await desk.elapse(0);
    expect(await desk.incident()).toMatchObject({ title: 'Slow' });
  });

  it('waits on while another silence holds', async () => {
    const desk = await silenced();
    const now = desk.clock.now();
    await desk.settings.put('silences', silence({ id: 'S-2', times: { kind: 'once', from: now, to: now + 2 * hourMs } }));
    await desk.elapse(hourMs);
    expect(desk.told().at(-1)).toMatchObject({ name: 'silenced' });
    await desk.elapse(hourMs);
    expect(await desk.incident()).toMatchObject({ title: 'Slow' });
  });

  it('is one that fires anew; one that is in an incident already is not hidden by a silence made later', async () => {
    const desk = await openTriageDesk();
    const now = desk.clock.now();
    await desk.tell(eventOf({ at: now }));
    await desk.settings.put('silences', silence({ times: { kind: 'once', from: now, to: now + 20 * minuteMs } }));
    const [told] = await desk.tell(eventOf({ at: now + 1 }));
    expect(told).toMatchObject({ name: 'duplicate', incident: 'INC-1' });
    expect(await desk.alert()).toMatchObject({ incident: 'INC-1' });
    await desk.tell(eventOf({ state: 'resolved', at: now + 2 }));
    const [anew] = await desk.tell(eventOf({ at: now + 3 }));
    expect(anew).toMatchObject({ name: 'silenced' });
    // It did not lose its place: at the end it is back in its thread.
    await desk.elapse(20 * minuteMs);
    expect(desk.told().at(-1)).toMatchObject({ name: 'joined', incident: 'INC-1' });
  });

  it('that no longer matches after a reload, or is inhibited by a rule that is gone, waits no longer', async () => {
    const down = { source: { title: ['Down'] }, target: { title: ['Late'] }, equal: [], rule: { path: 'incidents.inhibit[0]' } };
    const times = { kind: 'once', from: 0, to: Number.MAX_SAFE_INTEGER } as const;
    const maintenance = [silence({ match: { title: ['Slow'] }, times, rule: { path: 'x' } })];
    const desk = await openTriageDesk({ rules: { maintenance, inhibit: [down] } });
    await desk.elapse(0);
    await desk.tell(eventOf({}));
    await desk.tell(eventOf({ key: 'down', title: 'Down', resources: ['bank-db'] }));
    await desk.tell(eventOf({ key: 'late', title: 'Late', resources: ['bank-late'] }));
    expect([(await desk.alert())?.waiting?.kind, (await desk.alert('late'))?.waiting?.kind]).toEqual(['silenced', 'inhibited']);
    await desk.elapse(hourMs);
    desk.changeRules({ maintenance: maintenance.map((one) => ({ ...one, match: { title: ['else'] } })), inhibit: [] });
    await desk.elapse(0);
    expect([(await desk.alert())?.waiting, (await desk.alert('late'))?.waiting]).toEqual([undefined, undefined]);
    expect(desk.told().find(({ name, alert }) => name === 'opened' && alert === 'slow')?.reason).toContain(
      'it still fires, and the silence S-1 (new disks) does not match it',
    );
  });

  it('is told by the line of a maintenance window that it was silenced', async () => {
    const rule = { path: 'incidents.maintenance[0]', line: 52 };
    const maintenance = [silence({ times: { ...nightly, cron: '0 * * * *' }, rule })];
    const desk = await openTriageDesk({ rules: { maintenance } });
    const [decision] = await desk.tell(eventOf({}));
    expect(decision?.steps.find((step) => step.station === 'silence')).toMatchObject({ rule });
    // After a reload without the window it holds nothing back.
    desk.changeRules({ maintenance: [] });
    await desk.elapse(0);
    expect(await desk.incident()).toMatchObject({ title: 'Slow' });
  });
});
