import { describe, expect, it } from 'vitest';
import { digest } from '../../../templates/digest.ts';
import { incidentCard } from '../../../templates/incident.ts';
import { notice } from '../../../templates/notice.ts';
import { threadNews } from '../../../templates/timeline.ts';
import { createMemorySettings } from '../../../test/fakes/catalogue-settings.ts';
import { createFakeChat } from '../../../test/fakes/chat.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import type { DigestSchedule } from '../../core/model/schedule.ts';
import { openSqliteLedger } from '../../stores/ledger/sqlite.ts';
import type { DigestContent } from '../services.ts';
import { createDigestHandler } from './digest.ts';

const schedule: DigestSchedule = { id: 'digest-1', cron: '0 9 * * *', timeZone: 'UTC', targets: [], addedAt: 0 };
const target = { platform: 'slack', channel: 'C1' };

async function open(content: (signal: AbortSignal) => Promise<DigestContent>, kept: 'kept' | 'removed' = 'kept') {
  const clock = createHandClock();
  const ledger = await openSqliteLedger({ file: ':memory:', clock });
  const slack = createFakeChat('slack');
  const handler = createDigestHandler(
    {
      ledger,
      settings: createMemorySettings(),
      catalogue: { services: () => [] },
      chats: new Map([['slack', slack]]),
      issues: undefined,
      store: 'ab12',
      digests: {
        schedule: async () => (kept === 'kept' ? schedule : undefined),
        content: (_schedule, _at, signal) => content(signal),
      },
      speech: { incidentCard, threadNews, notice, digest },
      timeZone: 'UTC',
      linkHosts: () => [],
      clock,
      log: createLogList(),
    },
    { contentMs: 20 },
  );
  const attempt = { key: 'k', round: 'first', signal: AbortSignal.timeout(200) } as const;
  const run = (due = clock.now()) => handler({ kind: 'digest', schedule: schedule.id, due, target }, attempt);
  return { clock, slack, run, attempt };
}

const empty: DigestContent = { at: 0, from: 0, timeZone: 'UTC', services: [], unassigned: [] };

describe('a digest that is due', () => {
  it('is posted with what is known when the metrics do not answer: incidents of this channel wait behind it', async () => {
    const { slack, run, attempt } = await open(async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return empty;
    });
    expect(await run()).toEqual({ ok: true });
    expect(attempt.signal.aborted).toBe(false);
    expect(slack.posts()).toHaveLength(1);
  });

  it('is dropped when its schedule was removed meanwhile, or when it is history', async () => {
    const removed = await open(async () => empty, 'removed');
    expect(await removed.run()).toMatchObject({ ok: false, retry: { when: 'never' } });
    const late = await open(async () => empty);
    expect(await late.run(late.clock.now() - 7 * 3_600_000)).toMatchObject({ ok: false, retry: { when: 'never' } });
    expect([...removed.slack.posts(), ...late.slack.posts()]).toEqual([]);
  });
});
