import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { AlertEvent } from '../core/model/alert.ts';
import type { AlertSource } from '../core/ports.ts';
import { openSqliteLedger } from '../stores/ledger/sqlite.ts';
import { createTriage } from './triage.ts';

/** Bodies are alert events as they are; every service owns the resources that begin with its name. */
const source: Pick<AlertSource, 'name' | 'read'> = {
  name: 'azure',
  read: (body) => {
    if (!Array.isArray(body)) throw new UserError('This is not a list of alerts.');
    return body as readonly AlertEvent[];
  },
};

async function open(over: (ledger: Ledger) => Partial<Ledger> = () => ({})) {
  const clock = createHandClock();
  const opened = await openSqliteLedger({ file: ':memory:', clock });
  const ledger = { ...opened, ...over(opened) };
  const triage = createTriage({
    ledger,
    catalogue: {
      serviceOf: async ({ resources }) => (resources[0]?.startsWith('shop') === true ? service : undefined),
    },
    sources: [source],
    routes: {
      routes: [{ match: { severity: 'P0' }, to: [{ platform: 'slack', channel: '#outages' }] }],
      defaultRoute: [
        { platform: 'slack', channel: '#incidents' },
        { platform: 'teams', channel: '19:inc' },
      ],
    },
    clock,
    log: createLogList(),
    wake: () => undefined,
  });
  return { clock, ledger, triage };
}

const service = { name: 'shop', title: 'Shop', tier: 1, environment: 'production', owners: [], resources: [], dependsOn: [], kpis: {} };
const event = (over: Partial<AlertEvent>): AlertEvent => ({
  source: 'azure',
  key: 'slow',
  state: 'fired',
  at: 1_000,
  title: 'Slow',
  description: '',
  severity: 'P2',
  resources: ['shop-db'],
  ...over,
});

let sequence = 0;
async function store(ledger: Ledger, ...events: readonly AlertEvent[]): Promise<void> {
  sequence += 1;
  await ledger.storeEvent({ source: 'azure', identity: `e${sequence}`, receivedAt: 1, body: JSON.stringify(events) });
}

describe('triage', () => {
  it('announces a new incident in every target of its route, and tells what joins in each thread', async () => {
    const { ledger, triage, clock } = await open();
    await store(ledger, event({}));
    await store(ledger, event({ key: 'errors', title: 'Errors' }));
    await triage.run();
    const leased = await ledger.lease(clock.now(), 10, []);
    expect(leased.map((one) => one.key)).toEqual(['root:INC-1:slack:#incidents', 'root:INC-1:teams:19:inc']);
    for (const one of leased) await ledger.settle(one.id, { outcome: 'done' });
    const edits = await ledger.lease(clock.now(), 10, []);
    expect(edits.map((one) => one.key)).toEqual(['edit:INC-1:2:slack:#incidents', 'edit:INC-1:2:teams:19:inc']);
    for (const one of edits) await ledger.settle(one.id, { outcome: 'done' });
    const entries = await ledger.lease(clock.now(), 10, []);
    expect(entries.map((one) => one.effect.kind)).toEqual(['incident-entry', 'incident-entry']);
  });

  it('sets an event aside that fails again and again, and goes on with those behind it', async () => {
    const { ledger, triage } = await open(({ commit }) => ({
      commit: async (change) => {
        if (change.alerts?.some((alert) => alert.key === 'poison') === true) throw new TypeError('a fault of ours');
        return commit(change);
      },
    }));
    await store(ledger, event({ key: 'poison' }));
    await store(ledger, event({}));
    await expect(triage.run()).rejects.toThrow('a fault of ours');
    await expect(triage.run()).rejects.toThrow('a fault of ours');
    await triage.run();
    expect(await ledger.untriaged(10)).toEqual([]);
    expect((await ledger.incidents({ open: true, most: 10 })).map((one) => one.title)).toEqual(['Slow']);
  });

  it('takes several alerts of one body into one incident', async () => {
    const { ledger, triage } = await open();
    await store(ledger, event({}), event({ key: 'other' }), event({ key: 'third', severity: 'P1' }));
    await triage.run();
    const incidents = await ledger.incidents({ most: 9 });
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ severity: 'P1', version: 1 });
    expect(incidents[0]?.alerts.map((one) => one.key)).toEqual(['slow', 'other', 'third']);
  });

  it('gives each unassigned alert an incident of its own', async () => {
    const { ledger, triage } = await open();
    await store(ledger, event({ resources: ['x'] }), event({ key: 'other', resources: ['y'], severity: 'P0' }));
    await triage.run();
    const incidents = await ledger.incidents({ most: 9 });
    expect(incidents.map((one) => one.id).toSorted()).toEqual(['INC-1', 'INC-2']);
    expect(incidents.find((one) => one.severity === 'P0')?.rooms).toEqual([{ target: { platform: 'slack', channel: '#outages' } }]);
  });

  it('rejects what cannot be read, and goes on', async () => {
    const { ledger, triage } = await open();
    await ledger.storeEvent({ source: 'azure', identity: 'bad', receivedAt: 1, body: '{"not": "a list"}' });
    await ledger.storeEvent({ source: 'azure', identity: 'worse', receivedAt: 1, body: '{' });
    await ledger.storeEvent({ source: 'sonarcloud', identity: 'who', receivedAt: 1, body: '[]' });
    await store(ledger, event({}));
    await triage.run();
    expect(await ledger.untriaged(9)).toEqual([]);
    expect(await ledger.incidents({ most: 9 })).toHaveLength(1);
  });

  it('decides again when a person changes the incident between its look and its commit', async () => {
    let meanwhile = async (): Promise<void> => undefined;
    const { ledger, triage } = await open((opened) => ({
      commit: async (change) => {
        await meanwhile();
        return opened.commit(change);
      },
    }));
    await store(ledger, event({}));
    await triage.run();
    await store(ledger, event({ key: 'errors' }));
    meanwhile = async () => {
      meanwhile = async () => undefined;
      const incident = await ledger.incident('INC-1');
      if (incident !== undefined)
        await ledger.commit({ incidents: [{ ...incident, state: 'acknowledged', version: incident.version + 1 }] });
    };
    await triage.run();
    expect(await ledger.incident('INC-1')).toMatchObject({
      alerts: [{ key: 'slow' }, { key: 'errors' }],
      state: 'acknowledged',
      version: 3,
    });
  });

  it('18 ends in the right state whatever the order and however often each event comes', async () => {
    const history = fc.array(
      fc.record({
        key: fc.constantFrom('rule|db-1', 'rule|db-2'),
        state: fc.constantFrom('fired', 'resolved'),
        at: fc.integer({ min: 1, max: 9 }),
      }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat(11)), async (events, picks) => {
        const { ledger, triage } = await open();
        const repeated = [...events, ...[...picks.take(4)].flatMap((index) => events[index] ?? [])];
        for (const one of repeated) await store(ledger, event({ ...one, severity: 'P2' }));
        await triage.run();

        const openOnes = await ledger.incidents({ open: true, most: 99 });
        expect(openOnes.length).toBeLessThanOrEqual(1);
        const alerts = await Promise.all(['rule|db-1', 'rule|db-2'].map((key) => ledger.alert(key)));
        for (const alert of alerts) {
          if (alert === undefined) continue;
          const own = events.filter((one) => one.key === alert.key);
          const latest = Math.max(...own.map((one) => one.at));
          // The newest event decides; of two of one moment, the resolve.
          const expected = own.some((one) => one.at === latest && one.state === 'resolved') ? 'resolved' : 'fired';
          expect(alert).toMatchObject({ state: expected, lastEventAt: latest });
        }
        const firing = alerts.some((alert) => alert?.state === 'fired');
        if (firing) expect(openOnes[0]?.quietSince).toBeUndefined();
        if (firing) expect(openOnes).toHaveLength(1);
        if (!firing && openOnes.length === 1) expect(openOnes[0]?.quietSince).toBeDefined();
        await ledger.close();
      }),
      { numRuns: 60 },
    );
  });
});
