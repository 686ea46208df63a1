import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk } from '../../../test/fakes/triage-desk.ts';
import { assess } from '../correlation/assess.ts';
import { correlate } from '../correlation/correlate.ts';
import { marksFor } from '../correlation/marks.ts';

const minute = 60_000;
const open = () => openTriageDesk({ correlating: { assess, correlate, marksFor } });

describe('an alert whose end was never told', () => {
  it('20 is not swallowed when it fires anew hours later: its incident ends, and another is opened', async () => {
    const desk = await open();
    const at = desk.clock.now();
    await desk.tell(eventOf({ firing: 'f1', at }));
    desk.clock.move(120 * minute);
    const [own, ...others] = await desk.tell(eventOf({ firing: 'f2', at: at + 120 * minute }));
    expect(own).toMatchObject({ name: 'opened', incident: 'INC-2' });
    expect(others).toMatchObject([{ name: 'resolved', incident: 'INC-1', reason: expect.stringContaining('its end was never told') }]);
    expect(await desk.incident('INC-1')).toMatchObject({ quietSince: desk.clock.now(), alerts: [{ state: 'resolved', resolvedAt: at }] });
  });

  it('is the same firing to us while it is told within the hour', async () => {
    const desk = await open();
    const at = desk.clock.now();
    await desk.tell(eventOf({ firing: 'f1', at }));
    for (const [index, after] of [50, 100, 150].entries()) {
      const [own] = await desk.tell(eventOf({ firing: `f${index + 2}`, at: at + after * minute }));
      expect(own).toMatchObject({ name: 'duplicate', incident: 'INC-1' });
    }
  });
});

it('an incident closes whose alerts never tell that they are over, be each message a firing of its own', async () => {
  const desk = await open();
  for (const number of [1, 2, 3]) {
    await desk.tell(eventOf({ firing: `f${number}`, at: desk.clock.now(), endsAfterMs: 60 * minute }));
    await desk.elapse(50 * minute);
  }
  expect(await desk.ledger.incidents({ most: 9 })).toMatchObject([{ id: 'INC-1', state: 'triggered' }]);
  await desk.elapse(10 * minute);
  expect(await desk.incident()).toMatchObject({ quietSince: desk.clock.now(), alerts: [{ state: 'resolved' }] });
  await desk.elapse(5 * minute);
  expect(await desk.incident()).toMatchObject({ state: 'resolved' });
});

it('an alert that fires again in an incident that has been without news for long is weighed as any other', async () => {
  const desk = await open();
  const begun = desk.clock.now();
  const tell = (minutes: number, over: Parameters<typeof eventOf>[0]) => {
    desk.clock.set(begun + minutes * minute);
    return desk.tell(eventOf({ ...over, at: desk.clock.now() }));
  };
  await tell(0, { key: 'stuck', firing: 's1' });
  await tell(0, { firing: 'f1' });
  await tell(10, { firing: 'f1', state: 'resolved' });
  expect(await tell(40, { firing: 'f2' })).toMatchObject([{ name: 'joined', incident: 'INC-1' }]);
  await tell(50, { firing: 'f2', state: 'resolved' });
  expect(await tell(150, { firing: 'f3' })).toMatchObject([{ name: 'opened', incident: 'INC-2' }]);
});
