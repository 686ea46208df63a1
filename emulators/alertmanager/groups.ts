import { type AlertGroup, fingerprintOf, type Labels, type PrometheusAlert } from './payload.ts';

export interface GroupTimes {
  readonly waitMs: number;
  readonly intervalMs: number;
  readonly repeatMs: number;
}

/** Alertmanager's own defaults but for the repetition, which is as it is shipped. */
export const groupTimes: GroupTimes = { waitMs: 30_000, intervalMs: 5 * 60_000, repeatMs: 4 * 3_600_000 };

interface Group {
  readonly labels: Labels;
  readonly alerts: Map<string, PrometheusAlert>;
  /** What was told last, by fingerprint. */
  told: ReadonlyMap<string, 'fired' | 'resolved'>;
  toldAt: number | undefined;
  nextAt: number;
}

/** Alerts that belong together are told together: soon after the first, then no more often than the interval; repeated while they fire. */
export interface Groups {
  readonly take: (alert: PrometheusAlert, at: number) => void;
  readonly nextDue: () => number | undefined;
  /** The groups to be told at `at`, each once. */
  readonly flush: (at: number) => readonly Pick<AlertGroup, 'labels' | 'alerts'>[];
}

export function createGroups(by: readonly string[], times: GroupTimes = groupTimes): Groups {
  const groups = new Map<string, Group>();
  return {
    take: (alert, at) => {
      const labels = Object.fromEntries(by.flatMap((name) => (alert.labels[name] === undefined ? [] : [[name, alert.labels[name]]])));
      const key = fingerprintOf(labels);
      const group = groups.get(key) ?? { labels, alerts: new Map(), told: new Map(), toldAt: undefined, nextAt: at + times.waitMs };
      groups.set(key, group);
      group.alerts.set(fingerprintOf(alert.labels), alert);
    },
    nextDue: () => (groups.size === 0 ? undefined : Math.min(...[...groups.values()].map(({ nextAt }) => nextAt))),
    flush: (at) =>
      [...groups].flatMap(([key, group]) => {
        if (group.nextAt > at) return [];
        const alerts = [...group.alerts.values()];
        const tell = whetherToTell(group, times, at);
        group.nextAt = at + times.intervalMs;
        for (const [fingerprint, one] of group.alerts) if (one.endsAt !== undefined) group.alerts.delete(fingerprint);
        if (group.alerts.size === 0) groups.delete(key);
        if (tell === 'nothing new') return [];
        group.told = new Map(alerts.map((one) => [fingerprintOf(one.labels), stateOf(one)]));
        group.toldAt = at;
        return [{ labels: group.labels, alerts }];
      }),
  };
}

function whetherToTell({ alerts, told, toldAt }: Group, { repeatMs }: GroupTimes, at: number): 'changed' | 'again' | 'nothing new' {
  // What began and ended before anybody heard of it is not told.
  const news = [...alerts].some(([fingerprint, one]) =>
    one.endsAt === undefined ? told.get(fingerprint) !== 'fired' : told.get(fingerprint) === 'fired',
  );
  if (news) return 'changed';
  const fires = [...alerts.values()].some((one) => one.endsAt === undefined);
  return fires && toldAt !== undefined && at - toldAt >= repeatMs ? 'again' : 'nothing new';
}

const stateOf = (alert: PrometheusAlert): 'fired' | 'resolved' => (alert.endsAt === undefined ? 'fired' : 'resolved');
