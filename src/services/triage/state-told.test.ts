import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk } from '../../../test/fakes/triage-desk.ts';
import { assess } from '../correlation/assess.ts';
import { correlate } from '../correlation/correlate.ts';
import { marksFor } from '../correlation/marks.ts';

const minuteMs = 60_000;

/** A source that tells its state again and again, as Alertmanager does: minutes since the beginning. */
async function open() {
  const desk = await openTriageDesk();
  const begun = desk.clock.now();
  const tell = (at: number, { began = 0, ended }: { readonly began?: number; readonly ended?: number } = {}) => {
    desk.clock.set(begun + at * minuteMs);
    return desk.tell(
      eventOf({
        firing: `slow@${began}`,
        state: ended === undefined ? 'fired' : 'resolved',
        at: begun + (ended ?? began) * minuteMs,
        seenAt: desk.clock.now(),
        firingSince: ended === undefined ? undefined : begun + began * minuteMs,
      }),
    );
  };
  return { ...desk, tell };
}

describe('a state that is told again and again', () => {
  it('is no news while it stays so, and fires again with its first beginning when that is told after its end', async () => {
    const desk = await open();
    await desk.tell(0);
    expect(await desk.tell(5)).toMatchObject([{ name: 'duplicate' }]);
    await desk.tell(30, { ended: 29 });
    expect(await desk.tell(29.9)).toMatchObject([{ name: 'duplicate' }]);
    expect(await desk.tell(31)).toMatchObject([{ name: 'joined', incident: 'INC-1' }]);
    expect(await desk.alert()).toMatchObject({ state: 'fired', firedAt: desk.clock.now() });
    // The first end comes late, then the firing is told once more, and ends.
    expect(await desk.tell(31.5, { ended: 29 })).toMatchObject([{ name: 'duplicate' }]);
    expect(await desk.tell(36)).toMatchObject([{ name: 'duplicate' }]);
    expect(await desk.tell(40, { ended: 39 })).toMatchObject([{ name: 'resolved', incident: 'INC-1' }]);
  });

  it('ends though the end was before the last time that it was told to fire', async () => {
    const desk = await open();
    await desk.tell(0);
    await desk.tell(10);
    expect(await desk.tell(10.2, { ended: 9.9 })).toMatchObject([{ name: 'resolved' }]);
  });

  it('20 is another incident each day where no end was ever told', async () => {
    const desk = await openTriageDesk({ correlating: { correlate, assess, marksFor } });
    const day = 24 * 60 * minuteMs;
    const begun = desk.clock.now();
    for (const number of [0, 1, 2]) {
      desk.clock.set(begun + number * day);
      const at = desk.clock.now();
      expect((await desk.tell(eventOf({ firing: `slow@${at}`, at, seenAt: at })))[0]).toMatchObject({ name: 'opened' });
      await desk.elapse(10 * minuteMs);
    }
    expect(await desk.ledger.incidents({ open: true, most: 9 })).toMatchObject([{ id: 'INC-3' }]);
  });
});
