import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { formatTarget } from '../core/model/person.ts';
import type { DigestSchedule } from '../core/model/schedule.ts';
import type { Service } from '../core/model/service.ts';
import type { Clock, CronTimes, DueJob, Log, Settings, TimeText } from '../core/ports.ts';
import type { ScheduledDigests } from './deliveries/post.ts';
import { whatIsDue } from './digests-due.ts';
import type { Health } from './health.ts';
import type { Catalogue, Digests } from './services.ts';

export interface DigestsNeeds {
  /** Those of tocsin.yaml; their `addedAt` is the moment this process started. */
  readonly configured: readonly DigestSchedule[];
  readonly settings: Settings;
  readonly ledger: Pick<Ledger, 'commit' | 'incidents'>;
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

  const idsThatRan = async (): Promise<readonly string[]> => (await settings.list('runs')).map((run) => run.id.replace(runPrefix, ''));

  const add: Digests['add'] = async (wanted) => {
    if (!needs.time.isZone(wanted.timeZone)) {
      throw new UserError(`There is no time zone ${wanted.timeZone}.`, ['digest add daily at 09:00 in Europe/Berlin here']);
    }
    cron.check(wanted.cron, wanted.timeZone);
    const services = wanted.services?.map((name) => needs.catalogue.service(name).name);
    const existing = await settings.list('schedules');
    // The same wish twice (a command taken up again after a crash, or a person who was not sure) is one digest.
    const same = existing.find((one) => wishOf(one) === wishOf({ ...wanted, services }));
    if (same !== undefined) return withNext(same);
    const schedule = { ...wanted, services, id: nextId([...existing.map((one) => one.id), ...(await idsThatRan())]), addedAt: clock.now() };
    await settings.put('schedules', schedule);
    needs.wake();
    return withNext(schedule);
  };

  return {
    list: async () => (await schedules()).map(withNext),
    schedule: async (id) => (await schedules()).find((one) => one.id === id),
    add: oneByOne(add),
    remove: async (id) => {
      const all = await schedules();
      const found = all.find((one) => one.id === id);
      if (found === undefined) throw new UserError(`There is no digest ${id}.`, ['digest list']);
      if (needs.configured.includes(found)) throw new UserError(`${id} is written in tocsin.yaml and can only be removed there.`);
      // Its run stays, so that its name is not given to another while a post of it may still wait to go out.
      await settings.remove('schedules', id);
      return found;
    },
    content: async (schedule, at, signal) => {
      const [{ from, services }, open] = await Promise.all([
        needs.health.of(servicesOf(schedule, needs), at, signal),
        schedule.services === undefined ? needs.ledger.incidents({ open: true, most: mostIncidents }) : [],
      ]);
      return { at, from, timeZone: schedule.timeZone, services, unassigned: open.filter((one) => one.service === undefined) };
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

const mostIncidents = 1_000;
const runPrefix = 'digest:';
const runId = (schedule: string): string => `${runPrefix}${schedule}`;

function nextId(used: readonly string[]): string {
  const numbers = used.map((id) => Number(/^digest-(\d+)$/u.exec(id)?.[1] ?? 0));
  return `digest-${Math.max(0, ...numbers) + 1}`;
}

/** Each call begins when the one before has ended: what it reads must hold what those before it wrote. */
function oneByOne<Wanted, Result>(work: (wanted: Wanted) => Promise<Result>): (wanted: Wanted) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (wanted) => {
    const mine = last.then(() => work(wanted));
    last = mine.catch(() => undefined);
    return mine;
  };
}

function createJob(needs: DigestsNeeds, schedules: () => Promise<readonly DigestSchedule[]>): DueJob {
  const { settings, ledger, cron, clock, log } = needs;

  /** Nothing up to this moment is owed any more. A schedule of tocsin.yaml that was never seen starts now, and that is kept. */
  const settledUpTo = async (schedule: DigestSchedule): Promise<number> => {
    const run = await settings.get('runs', runId(schedule.id));
    // A clock that was ahead for a while must not silence a digest until then; what is ordered twice has the same key.
    const settled = Math.min(run?.due ?? schedule.addedAt, clock.now());
    if (settled !== run?.due) await settings.put('runs', { id: runId(schedule.id), due: settled });
    return settled;
  };

  /** One that cannot be followed (a slip in settings.json) must not cost the others their time. */
  const followable = async (): Promise<readonly DigestSchedule[]> =>
    (await schedules()).filter((schedule) => {
      try {
        cron.nextAfter(schedule.cron, schedule.timeZone, clock.now());
        return true;
      } catch (error) {
        log.warn({ schedule: schedule.id, error }, 'a digest is not posted: its time cannot be read');
        return false;
      }
    });

  return {
    name: 'digests',
    next: async () => {
      const times = (await followable()).map(async (one) => cron.nextAfter(one.cron, one.timeZone, await settledUpTo(one)));
      const all = await Promise.all(times);
      return all.length === 0 ? undefined : Math.min(...all);
    },
    run: async (now) => {
      for (const schedule of await followable()) {
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
      lane: `${formatTarget(target)} digests`,
      destination: formatTarget(target),
      owner: '',
      urgency: 'news',
      effect: { kind: 'digest', schedule: schedule.id, due, target },
      dueAt: due,
    })),
  });
}
