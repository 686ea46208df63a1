import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { incidentCard } from '../../templates/incident.ts';
import type { FakeCall } from '../../test/fakes/chat.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { elapse, openIncidentDesk } from '../../test/fakes/incident-desk.ts';
import { temporaryFolder } from '../../test/fakes/temporary-folder.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Person } from '../core/model/person.ts';
import { openSqliteLedger } from '../stores/ledger/sqlite.ts';
import { openDatabase } from '../stores/ledger/sqlite-dialect.ts';
import { findIncident } from './incidents-view.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const ben: Person = { platform: 'slack', id: 'U0BEN', name: 'Ben' };

const defaults = { groupWait: { P0: 0, P1: 10_000, P2: 10_000, P3: 10_000 }, groupInterval: minuteMs } as const;
const open = (rules: Parameters<typeof openIncidentDesk>[1] = {}, over?: (ledger: Ledger) => Partial<Ledger>) =>
  openIncidentDesk(over, { ...defaults, ...rules });

/** When messages were posted, from `begun` on: a root is `root`, an answer in the thread `thread`. */
const posted = (calls: readonly FakeCall[], begun: number) =>
  calls.filter((call) => call.what === 'post').map((call) => [call.thread === undefined ? 'root' : 'thread', call.at - begun]);

describe('what time brings to an incident', () => {
  it('22 the first message waits for the group, news for the interval, and reminders come at each repetition', async () => {
    const desk = await open();
    const begun = desk.clock.now();
    await desk.alert({});
    await elapse(desk, 4_000);
    await desk.alert({ key: 'errors', title: 'Errors' });
    await elapse(desk, 26_000);
    await desk.alert({ key: 'queue', title: 'Queue' });
    await elapse(desk, 90_000);
    await desk.alert({ key: 'disk', title: 'Disk' });
    await elapse(desk, 8 * hourMs);
    expect(posted(desk.slack.calls(), begun)).toEqual([
      ['root', 10_000],
      // What joined while the first message waited, and after it, is one message an interval later.
      ['thread', 70_000],
      ['thread', 130_000],
      ['thread', 4 * hourMs],
      ['thread', 8 * hourMs],
    ]);
    expect(JSON.stringify(desk.slack.posts().at(-1)?.document)).toContain('Still firing after 8 hours: 4 of 4 alerts');
  });

  it('22 nothing waits that is of P0, and what becomes worse waits no longer than that may', async () => {
    const desk = await open();
    const begun = desk.clock.now();
    await desk.alert({ severity: 'P0' });
    await elapse(desk, 0);
    expect(posted(desk.teams.calls(), begun)).toEqual([['root', 0]]);
    const other = await open();
    await other.alert({ severity: 'P3' });
    await elapse(other, 2_000);
    await other.alert({ key: 'worse', severity: 'P0' });
    await elapse(other, 60_000);
    expect(posted(other.slack.calls(), begun)).toEqual([
      ['root', 2_000],
      // That it became so bad is told at once, and takes along who joined.
      ['thread', 2_000],
    ]);
  });

  it('22 what people do is told at once, with the news that wait', async () => {
    const desk = await open();
    const begun = desk.clock.now();
    await desk.alert({});
    await elapse(desk, 10_000);
    await desk.alert({ key: 'errors', title: 'Errors' });
    await elapse(desk, 5_000);
    await desk.incidents.acknowledge('INC-1', ben);
    await desk.deliveries.idle();
    await elapse(desk, minuteMs);
    expect(posted(desk.slack.calls(), begun)).toEqual([
      ['root', 10_000],
      ['thread', 15_000],
    ]);
  });

  it('21 an alert that flaps each second for ten minutes is one incident and one thread, throttled', async () => {
    const desk = await open();
    const begun = desk.clock.now();
    for (let second = 0; second < 600; second += 1) {
      await desk.alert({ state: second % 2 === 0 ? 'fired' : 'resolved', firing: `f${Math.floor(second / 2)}` });
      await elapse(desk, 1_000);
    }
    await elapse(desk, hourMs);
    expect(await desk.ledger.incidents({ most: 9 })).toHaveLength(1);
    expect(await desk.ledger.incident('INC-1')).toMatchObject({ state: 'resolved' });
    const messages = posted(desk.slack.calls(), begun);
    expect(messages.filter(([kind]) => kind === 'root')).toHaveLength(1);
    const thread = messages.filter(([kind]) => kind === 'thread').map(([, at]) => Number(at));
    expect(thread.length).toBeLessThanOrEqual(13);
    for (const [index, at] of thread.entries()) expect(at - (thread[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(10_000);
  });

  it('21 what an alert does that flaps each minute is summed up, five intervals after the last message', async () => {
    const desk = await open();
    const begun = desk.clock.now();
    for (let minute = 0; minute < 30; minute += 1) {
      await desk.alert({ state: minute % 2 === 0 ? 'fired' : 'resolved', firing: `f${Math.floor(minute / 2)}` });
      await elapse(desk, minuteMs);
    }
    await elapse(desk, hourMs);
    const minutes = posted(desk.slack.calls(), begun).map(([, at]) => Math.floor(Number(at) / minuteMs));
    // From the third firing on it is known to flap.
    expect(minutes).toEqual([0, 1, 2, 3, 8, 13, 18, 23, 28, 33, 34]);
    const told = desk.slack.posts().map((post) => post.document.summary);
    expect(told[5]).toBe('Alert flaps: Slow responses; fired 2 times and resolved 3 times; it is resolved now');
  });

  it('21 the first message shows how it is while what an alert does that flaps is not told yet', async () => {
    const desk = await open();
    for (let minute = 0; minute < 20; minute += 1) {
      await desk.alert({ state: minute % 2 === 0 ? 'fired' : 'resolved', firing: `f${Math.floor(minute / 2)}` });
      await elapse(desk, minuteMs);
      const root = desk.slack.posts().find((post) => post.target.thread === undefined);
      expect(root?.document).toEqual(incidentCard(await desk.incidents.view('INC-1')));
    }
  });

  it('21 flaps that outlast the quiet are still one incident: it is opened again, and has to be quiet for longer then', async () => {
    const desk = await open();
    for (let round = 0; round < 6; round += 1) {
      await desk.alert({ firing: `f${round}` });
      await elapse(desk, minuteMs);
      await desk.alert({ state: 'resolved', firing: `f${round}` });
      await elapse(desk, 10 * minuteMs);
    }
    expect(await desk.ledger.incidents({ most: 9 })).toMatchObject([{ id: 'INC-1', reopened: { times: 2 } }]);
    const story = async () => (await desk.ledger.timeline('INC-1')).flatMap(({ kind, text }) => (kind === 'resolved' ? [text] : []));
    expect(await story()).toEqual(['5', '10'].map((minutes) => `Resolved: all alerts have been quiet for ${minutes} minutes`));
    await elapse(desk, 5 * minuteMs);
    expect((await story()).at(-1)).toBe('Resolved: all alerts have been quiet for 15 minutes');
    expect(desk.slack.posts().filter((post) => post.target.thread === undefined)).toHaveLength(1);
  });

  it('reminds of nothing that is quiet, resolved, or was opened again a short while ago', async () => {
    const desk = await open({ repeat: 20 * minuteMs });
    await desk.alert({});
    await elapse(desk, 19 * minuteMs);
    await desk.alert({ state: 'resolved' });
    await elapse(desk, 10 * minuteMs);
    await desk.alert({});
    await elapse(desk, 19 * minuteMs);
    const story = async () => (await desk.ledger.timeline('INC-1')).filter((entry) => entry.kind === 'reminder').map((entry) => entry.text);
    expect(await story()).toEqual([]);
    await elapse(desk, minuteMs);
    expect(await story()).toEqual(['Still firing after 20 minutes: 1 of 1 alert']);
    await desk.incidents.resolve('INC-1', ben);
    await elapse(desk, hourMs);
    expect(await story()).toHaveLength(1);
  });

  it('reminds of nothing while all that fires is silenced, and of what still fires at the end of that', async () => {
    const desk = await open({ repeat: 20 * minuteMs });
    const begun = desk.clock.now();
    await desk.alert({});
    await desk.alert({ key: 'errors', title: 'Errors' });
    const times = { kind: 'once' as const, from: begun, to: begun + 50 * minuteMs };
    const match = { source: ['azure'] };
    await desk.settings.put('silences', { id: 'S-1', match, times, reason: 'new disks', addedAt: begun });
    await elapse(desk, 50 * minuteMs - 1);
    const reminders = async () =>
      (await desk.ledger.timeline('INC-1')).filter((entry) => entry.kind === 'reminder').map((entry) => entry.at - begun);
    expect(await reminders()).toEqual([]);
    await elapse(desk, 1);
    expect(await reminders()).toEqual([50 * minuteMs]);
    await elapse(desk, 20 * minuteMs);
    expect(await reminders()).toEqual([50 * minuteMs, 70 * minuteMs]);
  });

  it('reminds of what fires beside a silence', async () => {
    const desk = await open({ repeat: 20 * minuteMs });
    const begun = desk.clock.now();
    await desk.alert({});
    await desk.alert({ key: 'errors', title: 'Errors' });
    const times = { kind: 'once' as const, from: begun, to: begun + 50 * minuteMs };
    await desk.settings.put('silences', { id: 'S-1', match: { title: ['Errors'] }, times, reason: 'new disks', addedAt: begun });
    await elapse(desk, 20 * minuteMs);
    expect((await desk.ledger.timeline('INC-1')).filter((entry) => entry.kind === 'reminder')).toHaveLength(1);
  });

  it('takes up once what waits otherwise than an older version kept of it, and does nothing of it before its time', async () => {
    const file = join(await temporaryFolder(), 'ledger.db');
    const kept = await openSqliteLedger({ file, clock: createHandClock() });
    onTestFinished(() => kept.close());
    const desk = await open({}, () => kept);
    const quietSince = desk.clock.now();
    await desk.alert({});
    await desk.alert({ state: 'resolved' });
    const incident = await findIncident(kept, 'INC-1');
    const reopened = { times: 3, at: quietSince };
    await kept.commit({ incidents: [{ ...incident, quietSince, reopened, version: incident.version + 1 }] });
    const older = openDatabase(file);
    older.prepare('update incidents set wait_since = ?').run(quietSince);
    older.close();
    const dueAt = quietSince + 20 * minuteMs;
    desk.clock.set(quietSince + 5 * minuteMs);
    expect(await desk.due.next()).toBe(desk.clock.now());
    const before = await kept.receipts('INC-1');
    await desk.due.run(desk.clock.now());
    expect(await desk.due.next()).toBe(dueAt);
    expect([await findIncident(kept, 'INC-1'), await kept.receipts('INC-1')]).toMatchObject([
      { state: 'triggered', quietSince, reopened },
      before,
    ]);
    desk.clock.set(dueAt);
    await desk.due.run(dueAt);
    expect(await findIncident(kept, 'INC-1')).toMatchObject({ state: 'resolved' });
  });
});
