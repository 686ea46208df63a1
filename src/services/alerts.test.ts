import { describe, expect, it } from 'vitest';
import { teamsRoom } from '../../test/fakes/catalogue-settings.ts';
import { eventOf, openTriageDesk } from '../../test/fakes/triage-desk.ts';
import { alertId } from '../core/model/alert.ts';
import { createSuggest } from '../text/suggest.ts';
import { createAlerts } from './alerts.ts';

async function open() {
  const desk = await openTriageDesk();
  const alerts = createAlerts({ ledger: desk.ledger, settings: desk.settings, suggest: createSuggest() });
  return { ...desk, alerts };
}

describe('alerts', () => {
  it('that fire are listed, of one service, of none, or all', async () => {
    const desk = await open();
    await desk.tell(
      eventOf({}),
      eventOf({ key: 'over', state: 'resolved' }),
      eventOf({ key: 'lost', resources: ['x'] }),
      eventOf({ key: 'bank', resources: ['bank-db'] }),
    );
    const keys = async (service: string | undefined) =>
      (await desk.alerts.firing({ service, most: 9 })).map((one) => one.alert.key).toSorted();
    expect(await keys(undefined)).toEqual(['bank', 'lost', 'slow']);
    expect(await keys('shop')).toEqual(['slow']);
    expect(await keys('unassigned')).toEqual(['lost']);
    const states = async () => (await desk.alerts.firing({ service: 'shop', most: 9 })).map(({ incident }) => incident);
    expect(await states()).toEqual(['open']);
    const incident = await desk.incident();
    if (incident === undefined) throw new Error('there is no incident');
    await desk.ledger.commit({ incidents: [{ ...incident, state: 'resolved', version: incident.version + 1 }] });
    expect(await states()).toEqual(['resolved']);
  });

  it('that fire are listed most severe first however many were told since, and whether their incident is open is asked of it alone', async () => {
    const desk = await open();
    await desk.tell(eventOf({ key: 'worst', severity: 'P0', at: 1 }));
    await desk.tell(...Array.from({ length: 5 }, (_, index) => eventOf({ key: `k${index}`, severity: 'P3', at: 2 + index })));
    const asked: string[] = [];
    const incident = async (id: string) => {
      asked.push(id);
      return desk.ledger.incident(id);
    };
    const alerts = createAlerts({ ledger: { ...desk.ledger, incident }, settings: desk.settings, suggest: createSuggest() });
    const firing = await alerts.firing({ service: undefined, most: 3 });
    expect(firing.map((one) => [one.alert.severity, one.incident])).toEqual([
      ['P0', 'open'],
      ['P3', 'open'],
      ['P3', 'open'],
    ]);
    expect(asked).toEqual(['INC-1']);
  });

  it('that could not be read are listed', async () => {
    const desk = await open();
    await desk.ledger.storeEvent({ source: 'sentry', identity: 'x', receivedAt: 1, body: 'nonsense', rejected: 'it is no JSON' });
    expect(await desk.alerts.rejected(9)).toMatchObject([{ source: 'sentry', rejected: 'it is no JSON' }]);
  });
});

async function explained({ alerts }: Awaited<ReturnType<typeof open>>, name: string) {
  const found = await alerts.explain(name);
  if (found.kind === 'unclear') throw new Error(`${name} is unclear`);
  return found.explanation;
}

describe('why', () => {
  it('is answered for an alert by its id, its title or a part of it: all that was decided, oldest first', async () => {
    const desk = await open();
    await desk.tell(eventOf({ title: 'Slow responses' }));
    await desk.tell(eventOf({ title: 'Slow responses' }));
    for (const name of [alertId('slow'), alertId('slow').toLowerCase(), 'slow RESPONSES', 'respon']) {
      const found = await explained(desk, name);
      expect(found.about).toMatchObject({ kind: 'alert', alert: { key: 'slow' } });
      expect(found.decisions.map((one) => one.name)).toEqual(['opened', 'duplicate']);
      expect(found.receipts.map((one) => one.kind)).toEqual(['incident-root', 'incident-root']);
      expect(found.omitted).toBe('none');
    }
  });

  it('is answered for an incident, with the receipts of its messages', async () => {
    const desk = await open();
    await desk.tell(eventOf({}), eventOf({ key: 'errors' }));
    const found = await explained(desk, 'inc-1');
    expect(found.about).toMatchObject({ kind: 'incident', incident: { id: 'INC-1' } });
    expect(found.decisions.map((one) => one.alert)).toEqual(['slow', 'errors']);
    await expect(desk.alerts.explain('INC-9')).rejects.toThrow('There is no incident INC-9. Open: INC-1.');
  });

  it('lets people choose where several alerts are called so, those that fire first', async () => {
    const desk = await open();
    await desk.tell(eventOf({ key: 'b', title: 'Disk' }));
    await desk.tell(eventOf({ key: 'a', title: 'Disk', at: 9_000 }), eventOf({ key: 'a', title: 'Disk', state: 'resolved', at: 9_001 }));
    await desk.tell(eventOf({ key: 'c', title: 'Disk is full' }));
    expect(await desk.alerts.explain('disk')).toMatchObject({ kind: 'unclear', alerts: [{ key: 'b' }, { key: 'a' }] });
    expect(await desk.alerts.explain('dis')).toMatchObject({ kind: 'unclear', alerts: [{}, {}, { key: 'a' }] });
    expect((await explained(desk, 'disk is full')).about).toMatchObject({ alert: { key: 'c' } });
  });

  it('has the beginning of a chain however long that became, and says what is left out', async () => {
    const desk = await open();
    await desk.tell(eventOf({}));
    const [opened] = desk.told();
    if (opened === undefined) throw new Error('nothing was decided');
    const again = Array.from({ length: 2_600 }, (_, index) => ({ ...opened, name: 'duplicate' as const, at: 2_000 + index }));
    await desk.ledger.commit({ decisions: again });
    const found = await explained(desk, 'INC-1');
    expect(found.decisions[0]?.name).toBe('opened');
    expect([found.decisions.length, found.omitted]).toEqual([2_500, 'some']);
    expect(found.decisions.at(-1)?.at).toBe(4_599);
  });

  it('knows what rooms are called', async () => {
    const desk = await open();
    await desk.settings.put('conversations', teamsRoom);
    await desk.tell(eventOf({}));
    expect((await explained(desk, 'INC-1')).roomNames).toEqual(new Map([[`teams:${teamsRoom.id}`, 'teams:incidents']]));
  });

  it('of what nobody knows names the nearest', async () => {
    const desk = await open();
    await desk.tell(eventOf({ title: 'Slow responses' }));
    await expect(desk.alerts.explain('Slow reponses')).rejects.toThrow(
      'No alert or incident called “Slow reponses”. Did you mean “Slow responses”?',
    );
    await expect(desk.alerts.explain('A-00000000')).rejects.toThrow('No alert or incident called “A-00000000”.');
  });
});
