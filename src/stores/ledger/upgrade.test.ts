import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { morning, sampleNewEntry, unpaced } from '../../../test/contract/ledger-samples.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { temporaryFolder } from '../../../test/fakes/temporary-folder.ts';
import { alertId } from '../../core/model/alert.ts';
import { resourceMark, serviceMark } from '../../core/model/incident.ts';
import { migrate } from './migrations.ts';
import { openSqliteLedger } from './sqlite.ts';
import { openDatabase, sqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

const target = { platform: 'slack', channel: '#ops' };
const alert = {
  key: `cpu|checkout|${'a long label, '.repeat(300)}`,
  source: 'azure',
  service: 'checkout',
  title: 'CPU above 90 %',
  description: 'high',
  severity: 'P1',
  state: 'fired',
  firedAt: morning,
  lastEventAt: morning,
  incident: 'INC-7',
};
const { service: _, lastEventAt: __, incident: ___, ...alertOfIncident } = alert;
const incident = {
  id: 'INC-7',
  service: 'checkout',
  title: 'CPU above 90 %',
  severity: 'P1',
  state: 'triggered',
  openedAt: morning,
  alerts: [alertOfIncident],
  rooms: [{ target }],
  version: 3,
};

/** A ledger as version 3 left it: an open and a resolved incident, an event not triaged, deliveries that wait or were given up. */
function writeVersion3(database: DatabaseSync): void {
  const write = (words: string, ...values: readonly (number | string | null)[]) => database.prepare(words).run(...values);
  write("insert into events (source, identity, received_at, body, state) values ('azure', 'new', ?, '{}', 'new')", morning);
  write('insert into alerts (key, body) values (?, ?)', alert.key, JSON.stringify(alert));
  const resolved = { ...incident, id: 'INC-6', service: undefined, state: 'resolved', resolved: { at: morning - 60_000, reason: 'quiet' } };
  for (const [number, one] of [
    [6, resolved],
    [7, incident],
  ] as const)
    write(
      'insert into incidents (id, number, service, state, version, body) values (?, ?, ?, ?, ?, ?)',
      one.id,
      number,
      one.service ?? null,
      one.state,
      one.version,
      JSON.stringify(one),
    );
  for (const text of ['told', 'waits', 'given up', 'never announced', 'waits too'])
    write(
      'insert into entries (incident, body) values (?, ?)',
      'INC-7',
      JSON.stringify({ incident: 'INC-7', at: morning, kind: 'joined', text }),
    );
  const deliver = (key: string, effect: object, state: string, destination = 'slack:#ops') =>
    write(
      `insert into deliveries (key, destination, effect, due_at, state, attempts, settled_at, reason)
        values (?, ?, ?, ?, ?, 0, ${state === 'waiting' ? 'null' : '5'}, null)`,
      key,
      destination,
      JSON.stringify(effect),
      morning,
      state,
    );
  const entry = (id: number) => ({ kind: 'incident-entry', incident: 'INC-7', target, entry: id });
  deliver('root', { kind: 'incident-root', incident: 'INC-7', target }, 'done');
  deliver('entry:1:slack:#ops', entry(1), 'done');
  deliver('entry:2:slack:#ops', entry(2), 'waiting');
  deliver('entry:3:slack:#ops', entry(3), 'dead');
  deliver('jira', { kind: 'incident-jira', incident: 'INC-7', by: 'Ana' }, 'waiting', 'jira');
  deliver('entry:5:slack:#ops', entry(5), 'waiting');
}

async function upgraded() {
  const file = join(await temporaryFolder(), 'ledger.db');
  const database = openDatabase(file);
  const dialect = sqliteDialect(database);
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  await migrate(db, dialect, { now: morning, to: 3 });
  writeVersion3(database);
  await db.destroy();
  const ledger = await openSqliteLedger({ file, clock: createHandClock(morning) });
  onTestFinished(() => ledger.close());
  return ledger;
}

describe('a ledger of version 3', () => {
  it('26: keeps its incidents, alerts and events, in the shapes of now', async () => {
    const ledger = await upgraded();
    expect(await ledger.incident('INC-7')).toEqual({
      ...incident,
      services: ['checkout'],
      alerts: [{ ...alertOfIncident, rule: 'CPU above 90 %', resources: [] }],
    });
    expect((await ledger.incident('INC-6'))?.services).toEqual([]);
    const now = { ...alert, rule: 'CPU above 90 %', resources: [], labels: {} };
    expect(await ledger.alert(alert.key)).toEqual(now);
    expect(await ledger.alerts({ id: alertId(alert.key), service: 'checkout', state: 'fired', most: 5 })).toEqual([now]);
    expect((await ledger.untriaged(5)).map((event) => event.identity)).toEqual(['new']);
    const candidates = async (marks: readonly string[], resolvedSince: number) =>
      (await ledger.candidates({ marks, resolvedSince, most: 5 })).map((one) => one.id);
    expect(await candidates([serviceMark('checkout'), resourceMark('/x')], morning)).toEqual(['INC-7']);
    expect(await candidates([`alert:${alert.key}`], morning - 60_000)).toEqual(['INC-7', 'INC-6']);
    expect(await ledger.triageTurn()).toBe(0);
  });

  it('26: still tells every line that was waiting to be told, once, in order, and no other', async () => {
    const ledger = await upgraded();
    await ledger.commit({ entries: [sampleNewEntry('new', { incident: 'INC-7' })] });
    const told: string[] = [];
    for (;;) {
      const leased = await ledger.lease(morning, unpaced);
      if (leased.length === 0) break;
      for (const one of leased) {
        if (one.effect.kind === 'incident-thread') told.push((await ledger.threadEntries(one.effect)).map((line) => line.text).join(' + '));
        else told.push(`${one.effect.kind} in ${one.lane} (${one.urgency})`);
        await ledger.settle(one.id, { outcome: 'done' });
      }
    }
    expect(told.toSorted()).toEqual(['incident-jira in jira (act)', 'waits', 'waits too + new']);
    expect(told.indexOf('waits')).toBeLessThan(told.indexOf('waits too + new'));
    const [failed] = await ledger.failedDeliveries(5);
    expect(failed?.effect).toEqual({ kind: 'incident-thread', incident: 'INC-7', target, first: 3 });
    if (failed?.effect.kind === 'incident-thread')
      expect((await ledger.threadEntries(failed.effect)).map((line) => line.text)).toEqual(['given up']);
    expect((await ledger.receipts('INC-7')).map((one) => one.kind)).toContain('incident-root');
  });
});
