import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk } from '../../../test/fakes/triage-desk.ts';

describe('triage', () => {
  it('announces a new incident in every target of its route, and tells what joins in each thread', async () => {
    const desk = await openTriageDesk();
    await desk.tell(eventOf({}));
    await desk.tell(eventOf({ key: 'errors', title: 'Errors' }));
    const receipts = await desk.ledger.receipts('INC-1');
    expect(receipts.map((one) => [one.kind, one.destination])).toEqual([
      ['incident-root', 'slack:#incidents'],
      ['incident-root', 'teams:19:inc'],
      ['incident-thread', 'slack:#incidents'],
      ['incident-thread', 'teams:19:inc'],
    ]);
    expect(await desk.story()).toEqual(['Alert joined: Errors; it is the open incident of the same service']);
  });

  it('names an alert with its dimensions from its first line on, when nobody knows yet that there will be others', async () => {
    const desk = await openTriageDesk();
    for (const Instance of ['inst-1', 'inst-2']) await desk.tell(eventOf({ key: Instance, labels: { Instance } }));
    expect((await desk.ledger.timeline('INC-1')).map(({ text }) => text)).toEqual([
      'Opened by the alert Slow [Instance inst-1]',
      'Alert joined: Slow [Instance inst-2]; it is the open incident of the same service',
    ]);
  });

  it('takes several alerts of one body into one incident', async () => {
    const desk = await openTriageDesk();
    await desk.tell(eventOf({}), eventOf({ key: 'other' }), eventOf({ key: 'third', severity: 'P1' }));
    const incidents = await desk.ledger.incidents({ most: 9 });
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ severity: 'P1', version: 1, services: ['shop'] });
    expect(incidents[0]?.alerts.map((one) => one.key)).toEqual(['slow', 'other', 'third']);
  });

  it('gives each unassigned alert an incident of its own, and says that it is unassigned', async () => {
    const desk = await openTriageDesk({
      rules: { routes: [{ match: { severity: 'P0' }, to: [{ platform: 'slack', channel: '#outages' }] }] },
    });
    const decisions = await desk.tell(eventOf({ resources: ['x'] }), eventOf({ key: 'other', resources: ['y'], severity: 'P0' }));
    expect(decisions.map((one) => [one.incident, one.service])).toEqual([
      ['INC-1', undefined],
      ['INC-2', undefined],
    ]);
    expect(decisions[0]?.steps).toContainEqual({ station: 'service', reason: 'unassigned: it matches no service of the catalogue' });
    expect((await desk.incident('INC-2'))?.rooms).toEqual([{ target: { platform: 'slack', channel: '#outages' } }]);
  });

  it('keeps every station of a decision, in order', async () => {
    const desk = await openTriageDesk();
    const [decision] = await desk.tell(eventOf({}));
    expect(decision).toMatchObject({ event: 1, name: 'opened', reason: 'no incident of shop is open', incident: 'INC-1', service: 'shop' });
    expect(decision?.steps.map((step) => `${step.station}: ${step.reason}`)).toEqual([
      'identity: never seen before: rule slow, shop-db',
      'order: the first that is heard of it',
      'service: of shop: its resource shop-db',
      'silence: no silence matches',
      'inhibition: there is no inhibition rule',
      'hold: no hold rule matches',
      'correlation: no incident of shop is open',
      'severity: P2: an alert says so',
      'route: told in slack:#incidents, teams:19:inc',
    ]);
    expect(await desk.ledger.decisions({ incident: 'INC-1', most: 9 })).toEqual([decision]);
  });

  it('says of what joins an incident that is opened with it where that is told, not that it is told nowhere', async () => {
    const desk = await openTriageDesk();
    const [opened, joined] = await desk.tell(eventOf({}), eventOf({ key: 'errors', title: 'Errors' }));
    const routes = [opened, joined].map((one) => one?.steps.filter(({ station }) => station === 'route').map(({ reason }) => reason));
    expect(routes).toEqual([['told in slack:#incidents, teams:19:inc'], []]);
    expect(joined).toMatchObject({ name: 'joined', incident: 'INC-1' });
  });

  it('rejects what cannot be read, and goes on', async () => {
    const desk = await openTriageDesk();
    await desk.ledger.storeEvent({ source: 'azure', identity: 'bad', receivedAt: 1, body: '{"not": "a list"}' });
    await desk.ledger.storeEvent({ source: 'azure', identity: 'worse', receivedAt: 1, body: '{' });
    await desk.ledger.storeEvent({ source: 'sonarcloud', identity: 'who', receivedAt: 1, body: '[]' });
    await desk.tell(eventOf({}));
    expect(await desk.ledger.untriaged(9)).toEqual([]);
    expect(await desk.ledger.incidents({ most: 9 })).toHaveLength(1);
    expect(desk.told().map((one) => one.name)).toEqual(['rejected', 'rejected', 'rejected', 'opened']);
    const listed = await desk.ledger.events({ only: 'rejected', most: 9 });
    expect(listed.map(({ identity, rejected }) => [identity, rejected])).toEqual([
      ['bad', 'This is not a list of alerts.'],
      ['worse', expect.stringContaining('JSON')],
      ['who', 'no source called sonarcloud is configured'],
    ]);
  });

  it('sets an event aside that fails again and again, and goes on with those behind it', async () => {
    const desk = await openTriageDesk({
      over: ({ commit }) => ({
        commit: async (change) => {
          if (change.alerts?.some((alert) => alert.key === 'poison') === true) throw new TypeError('a fault of ours');
          return commit(change);
        },
      }),
    });
    await desk.store(eventOf({ key: 'poison' }));
    await desk.store(eventOf({}));
    await expect(desk.triage.run()).rejects.toThrow('a fault of ours');
    await expect(desk.triage.run()).rejects.toThrow('a fault of ours');
    await desk.triage.run();
    expect(await desk.ledger.untriaged(10)).toEqual([]);
    expect((await desk.ledger.incidents({ open: true, most: 10 })).map((one) => one.title)).toEqual(['Slow']);
    expect(await desk.ledger.events({ only: 'rejected', most: 9 })).toMatchObject([
      { rejected: expect.stringContaining('its log says why') },
    ]);
    const leased = await desk.ledger.lease(desk.clock.now(), { most: 99, busy: [], pace: () => undefined });
    const notices = leased.flatMap(({ effect }) => (effect.kind === 'notice' ? [effect] : []));
    expect(notices.map(({ target }) => target.channel)).toEqual(['#incidents', '19:inc']);
    expect(notices[0]?.text).toContain('“alerts rejected” lists it');
  });

  it('decides again when a person changes the incident between its look and its commit', async () => {
    let meanwhile = async (): Promise<void> => undefined;
    const desk = await openTriageDesk({
      over: (opened) => ({
        commit: async (change) => {
          await meanwhile();
          return opened.commit(change);
        },
      }),
    });
    await desk.tell(eventOf({}));
    meanwhile = async () => {
      meanwhile = async () => undefined;
      const incident = await desk.incident();
      if (incident !== undefined)
        await desk.ledger.commit({ incidents: [{ ...incident, state: 'acknowledged', version: incident.version + 1 }] });
    };
    await desk.tell(eventOf({ key: 'errors' }));
    expect(await desk.incident()).toMatchObject({ alerts: [{ key: 'slow' }, { key: 'errors' }], state: 'acknowledged', version: 3 });
  });

  it('10 two processes that triage at once open one incident, not two', async () => {
    const desk = await openTriageDesk();
    const other = desk.restart();
    for (let number = 0; number < 20; number += 1) {
      await desk.store(eventOf({ key: `a${number}` }));
      await desk.store(eventOf({ key: `b${number}` }));
      await Promise.all([desk.triage.run(), other.triage.run()]);
    }
    const incidents = await desk.ledger.incidents({ most: 9 });
    expect(incidents.map((one) => one.alerts.length)).toEqual([40]);
    expect(desk.told().filter((one) => one.name === 'opened')).toHaveLength(1);
  });

  it('matches a polled alert by its firing, and a late webhook to what was polled', async () => {
    const desk = await openTriageDesk();
    await desk.tell(eventOf({ firing: 'f1' }));
    await desk.ledger.storeEvent({
      source: 'azure',
      identity: 'p1',
      receivedAt: 5,
      via: 'poll',
      body: JSON.stringify([
        eventOf({ key: 'guess', firing: 'f1', knownBy: 'firing' }),
        eventOf({ key: 'guess', firing: 'f1', knownBy: 'firing', state: 'resolved', at: 2_000 }),
        eventOf({ key: 'guess 2', firing: 'f2', knownBy: 'firing', title: 'Missed' }),
      ]),
    });
    await desk.triage.run();
    expect(await desk.alert()).toMatchObject({ state: 'resolved' });
    expect(await desk.alert('guess')).toBeUndefined();
    expect(await desk.alert('guess 2')).toMatchObject({ recovered: true, incident: 'INC-1' });
    const [late] = await desk.tell(eventOf({ key: 'missed|db', firing: 'f2', title: 'Missed' }));
    expect(late).toMatchObject({ name: 'duplicate', alert: 'guess 2' });
  });

  it('raises the severity of an incident, says why, and brings its first message forward; it never lowers it', async () => {
    const desk = await openTriageDesk({ rules: { groupWait: { P0: 0, P1: 5_000, P2: 10_000, P3: 60_000 } } });
    const opened = desk.clock.now();
    await desk.tell(eventOf({ severity: 'P3' }));
    const root = async () => (await desk.ledger.receipts('INC-1')).find((one) => one.kind === 'incident-root')?.dueAt;
    expect(await root()).toBe(opened + 60_000);
    desk.clock.move(1_000);
    await desk.tell(eventOf({ key: 'errors', title: 'Errors', severity: 'P1' }));
    expect(await root()).toBe(opened + 5_000);
    await desk.tell(eventOf({ key: 'small', title: 'Small', severity: 'P3' }));
    expect(await desk.incident()).toMatchObject({ severity: 'P1' });
    expect(await desk.story()).toContain('Severity raised from P3 to P1: an alert says so');
    const [again] = await desk.tell(eventOf({ severity: 'P0', at: 2_000 }));
    expect(again).toMatchObject({ name: 'duplicate', reason: 'it fires already in INC-1, now as P0' });
    // By its severity step `why` tells it from what changed nothing.
    const stations = (one: typeof again) => one?.steps.map(({ station }) => station);
    expect(stations(again)).toContain('severity');
    const [same] = await desk.tell(eventOf({ key: 'errors', title: 'Errors', severity: 'P1' }));
    expect([same?.name, stations(same)]).toEqual(['duplicate', expect.not.arrayContaining(['severity'])]);
    expect(await root()).toBe(opened);
  });
});
