import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk, serviceCalled } from '../../test/fakes/triage-desk.ts';
import { UserError } from '../core/errors.ts';
import { alertId } from '../core/model/alert.ts';
import { createSuggest } from '../text/suggest.ts';
import { createAlerts } from './alerts.ts';

async function open() {
  const desk = await openTriageDesk();
  const service = (name: string) => {
    if (name !== 'shop') throw new UserError(`No service called “${name}”.`);
    return serviceCalled('shop');
  };
  const alerts = createAlerts({ ledger: desk.ledger, catalogue: { service }, suggest: createSuggest() });
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
    const keys = async (service: string | undefined) => (await desk.alerts.firing({ service, most: 9 })).map((one) => one.key).toSorted();
    expect(await keys(undefined)).toEqual(['bank', 'lost', 'slow']);
    expect(await keys('shop')).toEqual(['slow']);
    expect(await keys('Unassigned')).toEqual(['lost']);
    await expect(keys('shpo')).rejects.toThrow('No service called “shpo”.');
  });

  it('that could not be read are listed', async () => {
    const desk = await open();
    await desk.ledger.storeEvent({ source: 'sentry', identity: 'x', receivedAt: 1, body: 'nonsense', rejected: 'it is no JSON' });
    expect(await desk.alerts.rejected(9)).toMatchObject([{ source: 'sentry', rejected: 'it is no JSON' }]);
  });
});

describe('why', () => {
  it('is answered for an alert by its id, its title or a part of it: all that was decided, oldest first', async () => {
    const desk = await open();
    await desk.tell(eventOf({ title: 'Slow responses' }));
    await desk.tell(eventOf({ title: 'Slow responses' }));
    for (const name of [alertId('slow'), alertId('slow').toLowerCase(), 'slow RESPONSES', 'respon']) {
      const found = await desk.alerts.explain(name);
      expect(found.about).toMatchObject({ kind: 'alert', alert: { key: 'slow' } });
      expect(found.decisions.map((one) => one.name)).toEqual(['opened', 'duplicate']);
      expect(found.receipts.map((one) => one.kind)).toEqual(['incident-root', 'incident-root']);
      expect(found.omitted).toBe(0);
    }
  });

  it('is answered for an incident, with the receipts of its messages', async () => {
    const desk = await open();
    await desk.tell(eventOf({}), eventOf({ key: 'errors' }));
    const found = await desk.alerts.explain('inc-1');
    expect(found.about).toMatchObject({ kind: 'incident', incident: { id: 'INC-1' } });
    expect(found.decisions.map((one) => one.alert)).toEqual(['slow', 'errors']);
    await expect(desk.alerts.explain('INC-9')).rejects.toThrow('There is no incident INC-9. Open: INC-1.');
  });

  it('prefers of two alerts of a name the one that fires, and leaves out the oldest of a long chain, saying how many', async () => {
    const desk = await open();
    await desk.tell(eventOf({ key: 'b', title: 'Disk' }));
    await desk.tell(eventOf({ key: 'a', title: 'Disk', at: 9_000 }), eventOf({ key: 'a', title: 'Disk', state: 'resolved', at: 9_001 }));
    for (let time = 0; time < 50; time += 1) await desk.tell(eventOf({ key: 'b', title: 'Disk', at: 2_000 + time }));
    const found = await desk.alerts.explain('disk');
    expect(found.about).toMatchObject({ alert: { key: 'b' } });
    expect([found.decisions.length, found.omitted]).toEqual([40, 11]);
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
