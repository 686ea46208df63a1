import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { formatTarget } from '../core/model/person.ts';
import type { DigestSchedule } from '../core/model/schedule.ts';
import type { Service } from '../core/model/service.ts';
import type { Clock, CronTimes, DueJob, Log, Settings, TimeText } from '../core/ports.ts';
import type { ScheduledDigests } from './deliveries-post.ts';
import { whatIsDue } from './digests-due.ts';
import type { Health } from './health.ts';
import type { Catalogue, Digests } from './services.ts';

export interface DigestsNeeds {
  /** Those of tocsin.yaml; their `addedAt` is the moment this process started. */
  readonly configured: readonly DigestSchedule[];
  readonly settings: Settings;
  readonly ledger: Pick<Ledger, 'commit'>;
  readonly health: Health;
  readonly catalogue: Pick<Catalogue, 'service' | 'services'>;
  readonly cron: CronTimes;
  readonly time: Pick<TimeText, 'isZone'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly wake: () => void;
}

/** The digests, and the job that posts them when they fall due. */
export interface ScheduledDigestService extends Digests, ScheduledDigests {
  readonly job: DueJob;
}

export function createDigests(needs: DigestsNeeds): ScheduledDigestService {
  const { settings, clock, cron } = needs;
  const schedules = async (): Promise<readonly DigestSchedule[]> => [...needs.configured, ...(await settings.list('schedules'))];
  const withNext = (schedule: DigestSchedule) => ({ ...schedule, next: cron.nextAfter(schedule.cron, schedule.timeZone, clock.now()) });

  return {
    list: async () => (await schedules()).map(withNext),
    schedule: async (id) => (await schedules()).find((one) => one.id === id),
    add: async (wanted) => {
      if (!needs.time.isZone(wanted.timeZone)) {
        throw new UserError(`There is no time zone ${wanted.timeZone}.`, ['digest add daily at 09:00 in Europe/Berlin here']);
      }
      cron.check(wanted.cron, wanted.timeZone);
      const services = wanted.services?.map((name) => needs.catalogue.service(name).name);
      const existing = await settings.list('schedules');
      // The same wish twice (a command taken up again after a crash, or a person who was not sure) is one digest.
      const same = existing.find((one) => wishOf(one) === wishOf({ ...wanted, services }));
      if (same !== undefined) return withNext(same);
      const schedule = { ...wanted, services, id: nextId(existing), addedAt: clock.now() };
      await settings.put('schedules', schedule);
      needs.wake();
      return withNext(schedule);
    },
    remove: async (id) => {
      const all = await schedules();
      const found = all.find((one) => one.id === id);
      if (found === undefined) throw new UserError(`There is no digest ${id}.`, ['digest list']);
      if (needs.configured.includes(found)) throw new UserError(`${id} is written in tocsin.yaml and can only be removed there.`);
      await settings.remove('schedules', id);
      await settings.remove('runs', runId(id));
      return found;
    },
    content: async (schedule, at, signal) => {
      const { from, services } = await needs.health.of(servicesOf(schedule, needs), at, signal);
      return { at, from, timeZone: schedule.timeZone, services };
    },
    job: createJob(needs, schedules),
  };
}

/** A service that was taken out of the catalogue since must not cost the others their digest. */
function servicesOf({ services }: Pick<DigestSchedule, 'services'>, { catalogue, log }: DigestsNeeds): readonly Service[] {
  const all = catalogue.services();
  if (services === undefined) return all;
  const unknown = services.filter((name) => !all.some((one) => one.name === name));
  if (unknown.length > 0) log.warn({ services: unknown }, 'a digest names services that are not in the catalogue any more');
  return all.filter((one) => services.includes(one.name));
}

function wishOf({ cron, timeZone, services, targets }: Pick<DigestSchedule, 'cron' | 'timeZone' | 'services' | 'targets'>): string {
  return JSON.stringify([cron, timeZone, services ?? 'all', targets.map(formatTarget)]);
}

const runId = (schedule: string): string => `digest:${schedule}`;

/** Numbers are not used again while a higher one exists, so that a delivery under way never belongs to another schedule. */
function nextId(existing: readonly DigestSchedule[]): string {
  const numbers = existing.map((one) => Number(one.id.replace('digest-', ''))).filter((number) => Number.isInteger(number));
  return `digest-${Math.max(0, ...numbers) + 1}`;
}

function createJob(needs: DigestsNeeds, schedules: () => Promise<readonly DigestSchedule[]>): DueJob {
  const { settings, ledger, cron, log } = needs;

  /** Nothing up to this moment is owed any more. A schedule of tocsin.yaml that was never seen starts now, and that is kept. */
  const settledUpTo = async (schedule: DigestSchedule): Promise<number> => {
    const run = await settings.get('runs', runId(schedule.id));
    if (run !== undefined) return run.due;
    await settings.put('runs', { id: runId(schedule.id), due: schedule.addedAt });
    return schedule.addedAt;
  };

  return {
    name: 'digests',
    next: async () => {
      const times = (await schedules()).map(async (one) => cron.nextAfter(one.cron, one.timeZone, await settledUpTo(one)));
      const all = await Promise.all(times);
      return all.length === 0 ? undefined : Math.min(...all);
    },
    run: async (now) => {
      for (const schedule of await schedules()) {
        const due = whatIsDue(schedule, cron, await settledUpTo(schedule), now);
        if (due.kind === 'nothing') continue;
        if (due.kind === 'missed') log.warn({ schedule: schedule.id, due: due.due }, 'a digest was missed and is too old to be posted');
        else {
          await order(ledger, schedule, due.due);
          needs.wake();
        }
        // After the deliveries are stored: a crash in between stores the same keys again, which has no effect.
        await settings.put('runs', { id: runId(schedule.id), due: due.kind === 'missed' ? now : due.due });
      }
    },
  };
}

async function order(ledger: Pick<Ledger, 'commit'>, schedule: DigestSchedule, due: number): Promise<void> {
  await ledger.commit({
    deliveries: schedule.targets.map((target) => ({
      key: `digest:${schedule.id}:${due}:${formatTarget(target)}`,
      destination: formatTarget(target),
      effect: { kind: 'digest', schedule: schedule.id, due, target },
      dueAt: due,
    })),
  });
}
