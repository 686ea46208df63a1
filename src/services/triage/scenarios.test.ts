import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk } from '../../../test/fakes/triage-desk.ts';
import type { Person } from '../../core/model/person.ts';
import { createIncidents } from '../incidents.ts';

const ben: Person = { platform: 'slack', id: 'U0BEN', name: 'Ben' };

async function open() {
  const desk = await openTriageDesk();
  const deliveries = { wake: () => undefined, whenSettled: async () => undefined };
  const incidents = createIncidents({
    ...desk,
    catalogue: { services: () => [] },
    issueTracker: 'absent',
    timeZone: 'UTC',
    linkHosts: () => [],
    deliveries,
  });
  return { ...desk, incidents };
}

describe('an alert', () => {
  it('16 that is delivered again has one effect', async () => {
    const desk = await open();
    for (let time = 0; time < 5; time += 1) await desk.tell(eventOf({ firing: 'f1' }));
    expect(desk.told().map((one) => one.name)).toEqual(['opened', 'duplicate', 'duplicate', 'duplicate', 'duplicate']);
    expect(await desk.incident()).toMatchObject({ version: 1 });
    expect(await desk.story()).toEqual([]);
  });

  it('19 that resolves while Tocsin is down reaches the thread', async () => {
    const desk = await open();
    await desk.tell(eventOf({}));
    await desk.store(eventOf({ state: 'resolved', at: 2_000 }));
    desk.clock.move(3_600_000);
    await desk.restart().triage.run();
    expect(await desk.story()).toEqual(['Alert resolved: Slow']);
    expect(await desk.incident()).toMatchObject({ quietSince: desk.clock.now() });
    await desk.elapse(300_000);
    expect(await desk.incident()).toMatchObject({ state: 'resolved' });
    expect(await desk.story()).toContain('Resolved: all alerts have been quiet for 5 minutes');
  });

  it('20 opens an incident again when it fires anew soon after that was resolved, and another one later', async () => {
    const desk = await open();
    await desk.tell(eventOf({ firing: 'f1' }));
    await desk.incidents.acknowledge('INC-1', ben);
    await desk.tell(eventOf({ firing: 'f1', state: 'resolved', at: 2_000 }));
    await desk.elapse(300_000);
    desk.clock.move(60_000);
    const [again] = await desk.tell(eventOf({ firing: 'f2', at: 3_000 }));
    expect(again).toMatchObject({
      name: 'joined',
      incident: 'INC-1',
      reason: 'it fires again 1 minute after INC-1 was resolved, so that is opened again',
    });
    const reopened = await desk.incident();
    expect(reopened).toMatchObject({ state: 'triggered', reopened: { times: 1, at: desk.clock.now() }, alerts: [{ state: 'fired' }] });
    expect(reopened?.resolved ?? reopened?.acknowledged ?? reopened?.quietSince).toBeUndefined();
    expect((await desk.story()).at(-1)).toBe('Opened again: Slow fires again, 1 minute after it was resolved');
    await desk.tell(eventOf({ firing: 'f2', state: 'resolved', at: 4_000 }));
    await desk.elapse(600_000);
    desk.clock.move(1_800_001);
    const [late] = await desk.tell(eventOf({ firing: 'f3', at: 5_000 }));
    expect(late).toMatchObject({ name: 'opened', incident: 'INC-2' });
  });

  it('20 that a person closed stays closed however often it is told, but a new firing of it does not', async () => {
    const desk = await open();
    await desk.tell(eventOf({ firing: 'f1' }));
    await desk.incidents.resolve('INC-1', ben);
    const [same] = await desk.tell(eventOf({ firing: 'f1', at: 2_000 }));
    expect(same).toMatchObject({ name: 'duplicate', reason: 'this firing was dealt with in INC-1' });
    expect(await desk.incident()).toMatchObject({ state: 'resolved' });
    const [anew] = await desk.tell(eventOf({ firing: 'f2', at: 3_000 }));
    expect(anew).toMatchObject({ name: 'joined', incident: 'INC-1' });
    expect(await desk.incident()).toMatchObject({ state: 'triggered' });
  });

  it('20 that is only ever seen to resolve opens nothing, and its fire that comes late neither', async () => {
    const desk = await open();
    const [alone] = await desk.tell(eventOf({ state: 'resolved', at: 2_000 }));
    expect(alone).toMatchObject({ name: 'resolved', reason: 'it was never seen firing, and a resolve alone opens nothing' });
    const [late] = await desk.tell(eventOf({ at: 1_000 }));
    expect(late).toMatchObject({ name: 'duplicate', reason: 'it is late: the alert has resolved after it' });
    expect(await desk.ledger.incidents({ most: 9 })).toEqual([]);
    const [anew] = await desk.tell(eventOf({ at: 3_000 }));
    expect(anew).toMatchObject({ name: 'opened' });
  });

  it('23 that fires unchanged after a restart is not announced again; what began meanwhile is', async () => {
    const desk = await open();
    await desk.tell(eventOf({ firing: 'f1' }));
    const before = await desk.ledger.receipts('INC-1');
    const { triage, waiting, due } = desk.restart();
    await waiting.run(desk.clock.now());
    await due.run(desk.clock.now());
    await desk.store(eventOf({ firing: 'f1' }));
    await desk.store(eventOf({ key: 'bank', title: 'Bank', resources: ['bank-db'] }));
    await triage.run();
    expect(await desk.ledger.receipts('INC-1')).toEqual(before);
    expect(await desk.story()).toEqual([]);
    expect(await desk.incident('INC-2')).toMatchObject({ title: 'Bank' });
  });

  it('counts as over when a source that never says so has not repeated it', async () => {
    const desk = await open();
    const at = desk.clock.now();
    await desk.tell(eventOf({ at, endsAfterMs: 3_600_000 }));
    desk.clock.move(1_800_000);
    await desk.tell(eventOf({ at: at + 1_800_000, endsAfterMs: 3_600_000 }));
    await desk.elapse(3_599_999);
    expect(await desk.alert()).toMatchObject({ state: 'fired' });
    await desk.elapse(1);
    expect(await desk.alert()).toMatchObject({ state: 'resolved', resolvedAt: at + 5_400_000 });
    expect((await desk.story()).at(-1)).toBe('Alert resolved: Slow (not repeated for 1 hour; taken as over)');
    expect(desk.told().at(-1)).toMatchObject({ name: 'resolved', incident: 'INC-1' });
    expect(desk.told().at(-1)).not.toHaveProperty('event');
    // A source whose clock is behind must not be taken for late.
    const [again] = await desk.tell(eventOf({ at: at + 1_800_001, endsAfterMs: 3_600_000 }));
    expect(again).toMatchObject({ name: 'joined' });
  });

  it('is announced as of no service when the catalogue fails, which is said', async () => {
    const desk = await openTriageDesk();
    const [decision] = await desk.tell(eventOf({ resources: ['catalogue down'] }));
    expect(decision).toMatchObject({ name: 'opened', incident: 'INC-1' });
    expect(decision?.steps).toContainEqual({ station: 'service', reason: 'unassigned: the catalogue could not answer; it is asked again' });
  });
});
