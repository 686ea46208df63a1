import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Person } from '../core/model/person.ts';
import type { Silence } from '../core/model/silence.ts';
import type { Clock, CronTimes, Settings } from '../core/ports.ts';
import { shortId } from '../core/short-id.ts';
import type { SilenceDoubt, Silences } from './alert-services.ts';
import { alertsNamed, checkAlerts, type TargetsNeeds, unknownIn } from './silence-targets.ts';
import { windowOf } from './triage/silencing.ts';

export interface SilencesNeeds extends TargetsNeeds {
  readonly settings: Pick<Settings, 'list' | 'get' | 'put' | 'replace' | 'remove'>;
  /** Maintenance windows, as configured now. */
  readonly maintenance: () => readonly Silence[];
  readonly cron: CronTimes;
  readonly clock: Clock;
  /** As Silences.timeZone. */
  readonly timeZone: string;
  /** Called when one was ended: what still fires is to be announced. */
  readonly wake: () => void;
}

const mostConflicts = 20;

export function createSilences(needs: SilencesNeeds): Silences {
  const { settings, cron, clock, timeZone } = needs;
  return {
    timeZone,
    list: async (now) => {
      const all = [...needs.maintenance(), ...(await settings.list('silences'))];
      const lasting = all
        .flatMap((silence) => {
          const window = windowOf(silence.times, cron, now);
          return window === undefined ? [] : [{ silence, ...window }];
        })
        .toSorted((one, other) => one.from - other.from || (one.silence.id < other.silence.id ? -1 : 1));
      return Promise.all(lasting.map(async (one) => ({ ...one, alerts: await alertsNamed(one.silence.match, needs) })));
    },
    add: async ({ match, times, reason }, by) => {
      const addedAt = clock.now();
      check(times, cron, addedAt);
      const alerts = await checkAlerts(match, needs);
      // Asked before it is made: whoever hears that it could not be made makes it again.
      const over = alerts.filter(({ state }) => state === 'resolved');
      const doubts = [...(await unknownIn(match, needs)), ...over.map((alert): SilenceDoubt => ({ kind: 'does not fire', alert }))];
      await forgetPast(settings, addedAt);
      const silence: Silence = {
        id: await freeId(settings, JSON.stringify([match, times, by.id, addedAt])),
        match,
        times,
        reason,
        by,
        addedAt,
      };
      await settings.put('silences', silence);
      return { silence, alerts, doubts };
    },
    end: async (id, by) => {
      const ended = await end(id, by, needs);
      return { ...ended, alerts: await alertsNamed(ended.silence.match, needs) };
    },
  };
}

type Ended = Omit<Awaited<ReturnType<Silences['end']>>, 'alerts'>;

/** Of those who end it at the same moment, whoever comes too late finds what the first made of it. */
async function end(id: string, by: Person, needs: SilencesNeeds): Promise<Ended> {
  for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
    const outcome = await endAsRead(id, by, needs);
    if (outcome !== 'differs') return outcome;
  }
  throw new Error(`a silence was changed ${mostConflicts} times while it was to be ended`);
}

async function endAsRead(id: string, by: Person, needs: SilencesNeeds): Promise<Ended | 'differs'> {
  const { settings, clock, cron } = needs;
  const wanted = id.toUpperCase().replace(/^S-/u, '');
  const named = (one: Silence): boolean => one.id.toUpperCase().replace(/^S-/u, '') === wanted;
  const made = await settings.list('silences');
  const silence = made.find(named);
  const now = clock.now();
  const lasting = made.filter(({ times }) => windowOf(times, cron, now) !== undefined);
  if (silence === undefined) throw cannotEnd(id, lasting, needs, named);
  const { times } = silence;
  if (times.kind === 'once' && times.to <= now) return { result: 'already', silence };
  const from = times.kind === 'once' ? Math.min(times.from, now) : now;
  const ended: Silence = { ...silence, times: { kind: 'once', from, to: now }, ended: { by, at: now } };
  if ((await settings.replace('silences', silence, ended)) === 'differs') return 'differs';
  needs.wake();
  return { result: 'ended', silence: ended };
}

function check(times: Silence['times'], cron: CronTimes, now: number): void {
  if (times.kind === 'recurring') return cron.check(times.cron, times.timeZone);
  if (times.to <= now) throw new UserError('That silence would be over already; give an end that is still to come.');
  if (times.to <= times.from) throw new UserError('That silence would end before it begins.');
}

/** What is over holds no alert any more; kept for good, the settings would only grow. */
async function forgetPast(settings: SilencesNeeds['settings'], now: number): Promise<void> {
  const past = (await settings.list('silences')).filter(({ times }) => times.kind === 'once' && times.to < now - keptMs);
  for (const { id } of past) await settings.remove('silences', id);
}

/** Long enough for what still fired at its end to be announced with its reason, also after a weekend without the bot. */
const keptMs = 7 * 86_400_000;

async function freeId(settings: SilencesNeeds['settings'], seed: string): Promise<string> {
  for (let turn = 0; ; turn += 1) {
    const id = `S-${shortId(`${seed} ${turn}`)}`;
    if ((await settings.get('silences', id)) === undefined) return id;
  }
}

function cannotEnd(
  id: string,
  made: readonly Silence[],
  { maintenance, suggest }: SilencesNeeds,
  named: (silence: Silence) => boolean,
): UserError {
  const configured = maintenance().find(named);
  if (configured !== undefined) {
    const line = configured.rule?.line === undefined ? '' : ` (line ${configured.rule.line})`;
    return new UserError(`${configured.id} is a maintenance window of tocsin.yaml${line}; it is changed there.`);
  }
  const near = suggest(
    id,
    made.map((one) => one.id),
  );
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return new UserError(`There is no silence “${shorten(id)}”.${hint}`, ['silences']);
}
