import { describe, expect, it } from 'vitest';
import { createMemorySettings } from '../../../test/fakes/catalogue-settings.ts';
import { plainRules, sameService } from '../../../test/fakes/correlating.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import { eventOf, listSource, openTriageDesk, serviceCalled } from '../../../test/fakes/triage-desk.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { AlertEvent } from '../../core/model/alert.ts';
import { createCronTimes } from '../../schedule/cron-times.ts';
import { openSqliteLedger } from '../../stores/ledger/sqlite.ts';
import { compare, courseOf } from './compare.ts';
import { createReplayClock, type RecordedMessage, type ReplayedMessage, replay } from './replay.ts';
import type { TriageRules } from './rules.ts';

const minuteMs = 60_000;
const begin = Date.UTC(2026, 10, 20, 20);
const shop = serviceCalled('shop');

const message = (minute: number, ...events: readonly Partial<AlertEvent>[]): RecordedMessage => {
  const at = begin + minute * minuteMs;
  return { at, source: 'azure', body: JSON.stringify(events.map((event) => eventOf({ at, ...event }))) };
};

async function run(messages: readonly RecordedMessage[], rules: Partial<TriageRules> = {}) {
  const clock = createReplayClock();
  const ledger = await openSqliteLedger({ file: ':memory:', clock });
  const told: ReplayedMessage[] = [];
  const all = { ...plainRules, groupWait: { P0: 0, P1: 10_000, P2: 10_000, P3: 10_000 }, groupInterval: minuteMs, ...rules };
  const needs = {
    ...sameService,
    ledger,
    catalogue: { services: () => [shop], serviceOf: async () => ({ service: shop, by: 'everything is' }) },
    sources: [{ ...listSource, identify: ({ body }: { readonly body: Uint8Array }) => new TextDecoder().decode(body) }],
    rules: () => all,
    settings: createMemorySettings(),
    dependencies: { all: () => [] },
    cron: createCronTimes(),
    clock,
    log: createLogList(),
  };
  const course = await replay(needs, messages, (one) => void told.push(one));
  return { told, course, ledger };
}

async function sendAll(ledger: Pick<Ledger, 'lease' | 'settle'>, at: number): Promise<void> {
  const leased = await ledger.lease(at, { most: 99, busy: [], pace: () => undefined });
  for (const one of leased) await ledger.settle(one.id, { outcome: 'done' });
  if (leased.length > 0) await sendAll(ledger, at);
}

describe('a replay', () => {
  it('decides each message as it would have been, time included, and tells all alerts of a body', async () => {
    const first = message(0, {}, { key: 'errors' });
    const { told } = await run([
      first,
      first,
      message(1, { state: 'resolved' }, { key: 'errors', state: 'resolved' }),
      // The incident has resolved by itself meanwhile, and is beyond being opened again.
      message(60, {}),
      { ...message(61), body: '{' },
      message(62),
    ]);
    expect(told.map((one) => [one.decision, one.incident, one.alert, one.service])).toEqual([
      ['opened', 'INC-1', 'slow', 'shop'],
      ['duplicate', 'INC-1', 'slow', 'shop'],
      ['resolved', 'INC-1', 'slow', 'shop'],
      ['opened', 'INC-2', 'slow', 'shop'],
      ['rejected', undefined, undefined, undefined],
      ['duplicate', undefined, undefined, undefined],
    ]);
    expect(told[0]?.alerts.map((one) => [one.alert, one.decision])).toEqual([
      ['slow', 'opened'],
      ['errors', 'joined'],
    ]);
    expect(told[1]?.alerts).toHaveLength(2);
  });

  it('decides together what lies close, and tells each in its turn; what falls due in between goes before', async () => {
    const ms = (offset: number, ...events: readonly Partial<AlertEvent>[]): RecordedMessage => ({
      ...message(0, ...events),
      at: begin + offset,
    });
    const close = [
      ms(0, {}),
      ms(10, {}),
      { ...ms(20), body: '{' },
      ms(30, { key: 'errors' }),
      ms(40),
      ms(50, { state: 'resolved' }),
      ms(90, { key: 'late' }),
    ];
    const { told, course } = await run(close, { groupWait: { P0: 0, P1: 0, P2: 60, P3: 0 } });
    expect(told.map((one) => [one.decision, one.alert])).toEqual([
      ['opened', 'slow'],
      ['duplicate', 'slow'],
      ['rejected', undefined],
      ['joined', 'errors'],
      ['duplicate', undefined],
      ['resolved', 'slow'],
      ['joined', 'late'],
    ]);
    // So it would have been, had each come a minute after the other: only when it is decided is a little later.
    const first = course.announcements[0]?.at ?? 0;
    expect(first).toBeGreaterThanOrEqual(begin + 60);
    expect(first).toBeLessThan(begin + 160);
  });

  it('counts what would have gone out and when, and is the same each time', async () => {
    const messages = [message(0, {}), message(1, { key: 'errors' }), message(180, { key: 'errors', at: begin + 180 * minuteMs })];
    const { course } = await run(messages);
    expect(course.announcements.map((one) => [one.incident, (one.at - begin) / 1_000])).toEqual([
      ['INC-1', 10],
      ['INC-1', 10],
      ['INC-1', 70],
      ['INC-1', 70],
    ]);
    expect((await run(messages)).course).toEqual(course);
  });

  it('shows beside what happened what other rules would have made of it, at night too', async () => {
    const live = await openTriageDesk();
    live.clock.set(begin);
    const since = begin;
    const messages = [0, 1, 2].map((number) => message(100 * number, { key: `a${number}`, severity: 'P3' }));
    for (const { at, body } of messages) {
      live.clock.set(at);
      await live.tell(...listSource.read(JSON.parse(body), { at, resource: undefined }));
      await sendAll(live.ledger, at);
    }
    const happened = await courseOf(live.ledger, since);
    const hold = [{ match: { severity: ['P3'] }, times: 3, withinMs: 120 * minuteMs, rule: { path: 'incidents.hold[0]' } }];
    const { course } = await run(messages, { hold });
    expect(compare(happened, course, 'Europe/Berlin')).toEqual({
      // 21:00 in Berlin, then two lines in the thread in each of two rooms at 22:40 and 0:20. With the rule the
      // first waits until the second fires at 22:40.
      happened: { incidents: 1, announcements: 6, held: 0, atNight: 4 },
      replayed: { incidents: 1, announcements: 6, held: 1, atNight: 6 },
    });
  });
});
