import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk } from '../../../test/fakes/triage-desk.ts';
import { expiring } from './expiring.ts';

const event = eventOf({ rule: 'log-errors' });
const place = { path: 'incidents.expire[0]' };
const rules = [
  { match: { rule: ['log-errors'], labelled: ['yes'] }, afterMs: 1, rule: place },
  { match: { rule: ['log-*'] }, afterMs: 3_600_000, rule: place },
  { match: {}, afterMs: 2, rule: place },
];

describe('alerts whose end nobody tells', () => {
  it('are over after what the first rule that matches says, whatever their source says', () => {
    expect(expiring(event, undefined, rules).endsAfterMs).toBe(3_600_000);
    expect(expiring({ ...event, endsAfterMs: 5 }, undefined, rules).endsAfterMs).toBe(3_600_000);
    expect(expiring({ ...event, rule: 'cpu' }, undefined, rules).endsAfterMs).toBe(2);
  });

  it('stay what their source says where no rule matches, and an end stays an end', () => {
    expect(expiring({ ...event, endsAfterMs: 5 }, undefined, rules.slice(0, 1))).toEqual({ ...event, endsAfterMs: 5 });
    expect(expiring({ ...event, state: 'resolved' }, undefined, rules).endsAfterMs).toBeUndefined();
  });

  it('20 leave no incident open for ever: a log rule without a state fires anew each time and never resolves', async () => {
    const desk = await openTriageDesk({ rules: { expire: [{ match: { rule: ['log-*'] }, afterMs: 3_600_000, rule: place }] } });
    for (const [index, minutes] of [0, 5, 5].entries()) {
      desk.clock.move(minutes * 60_000);
      await desk.tell(eventOf({ rule: 'log-errors', firing: `f${index}`, at: desk.clock.now() }));
    }
    await desk.elapse(3_599_999);
    expect(await desk.alert()).toMatchObject({ state: 'fired' });
    await desk.elapse(1);
    expect(await desk.alert()).toMatchObject({ state: 'resolved' });
    expect(await desk.incident()).toMatchObject({ quietSince: desk.clock.now() });
  });

  it('end when their end is told, where it is told after all', async () => {
    const desk = await openTriageDesk({ rules: { expire: [{ match: {}, afterMs: 3_600_000, rule: place }] } });
    const at = desk.clock.now();
    await desk.tell(eventOf({ firing: 'f', at }));
    desk.clock.move(60_000);
    await desk.tell(eventOf({ firing: 'f', at: at + 60_000, state: 'resolved' }));
    expect(await desk.alert()).toMatchObject({ state: 'resolved', resolvedAt: at + 60_000 });
  });
});
