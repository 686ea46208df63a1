import { hashText } from '../../estate/noise.ts';
import { type Dice, diceOf, guidOf, hexOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import type { Stretch } from '../rows.ts';

const minutesPerDay = 1440;
/** Monday the 5th of January 1970, in days. */
const firstMonday = 4;

export interface Pod {
  readonly name: string;
  readonly uid: string;
  readonly namespace: string;
  readonly controller: string;
  readonly controllerKind: 'ReplicaSet' | 'DaemonSet';
  readonly container: string;
  readonly containerId: string;
  readonly image: string;
  readonly ip: string;
  /** Which of the cluster's nodes it runs on. */
  readonly node: string;
  /** When its container was started again since it was made (the minutes since 1970, rising): until before `minute`. */
  readonly restartsBefore: (minute: number) => readonly number[];
  /** The minute since 1970. */
  readonly createdBefore: (minute: number) => number;
}

/** What inner/crashes counts the restarts of. */
const crashing = 'packamal-worker';

const apps = [
  { app: 'packamal-backend', container: 'backend', namespace: 'packamal', replicas: 2, restless: 0.05 },
  { app: 'packamal-worker', container: 'worker', namespace: 'packamal', replicas: 2, restless: 0.9 },
  { app: 'packamal-scheduler', container: 'scheduler', namespace: 'packamal', replicas: 1, restless: 0.25 },
  { app: 'packamal-frontend', container: 'frontend', namespace: 'packamal', replicas: 1, restless: 0 },
  { app: 'coredns', container: 'coredns', namespace: 'kube-system', replicas: 2, restless: 0 },
  { app: 'ama-logs', container: 'ama-logs', namespace: 'kube-system', replicas: 3, restless: 0.02 },
] as const;

/** As the metrics' dimension node has them. */
export const nodesOf = ({ resource }: Pick<Stretch, 'resource'>): readonly string[] => {
  const own = hashText(resource.name).toString(16).padStart(8, '0');
  return ['0', '1', '2'].map((number) => `aks-nodepool1-${own}-vmss00000${number}`);
};

/** The pods of a cluster: the same ones all the time, with restarts that come back every week, and those that a scenario has. */
export function podsOf(
  { seed, minutes }: { readonly seed: string; readonly minutes: Minutes },
  stretch: Pick<Stretch, 'resource'>,
): readonly Pod[] {
  const dice = diceOf(seed, stretch.resource.id, 'pod');
  const nodes = nodesOf(stretch);
  return apps.flatMap((app, number) =>
    Array.from({ length: app.replicas }, (_, replica): Pod => {
      const index = number * 8 + replica;
      const daemon = app.app === 'ama-logs';
      const set = `${app.app}-${hexOf(dice, number, 8).slice(0, 7)}`;
      const crashes = (minute: number) =>
        app.app === crashing && replica === 0
          ? minutes
              .counted(stretch.resource.name, 'inner/crashes', weekOf(minute), minute)
              .flatMap((one) => Array.from({ length: one.total }, () => one.minute))
          : [];
      const restarts = (minute: number): readonly number[] => {
        const [usual, more] = [restartsOf(dice, index, app.restless, minute), crashes(minute)];
        return more.length === 0 ? usual : [...usual, ...more].toSorted((one, other) => one - other);
      };
      return {
        name: daemon ? `${app.app}-${hexOf(dice, index + 100, 8).slice(0, 5)}` : `${set}-${hexOf(dice, index + 100, 8).slice(0, 5)}`,
        uid: guidOf(dice, index + 200),
        namespace: app.namespace,
        controller: daemon ? app.app : set,
        controllerKind: daemon ? 'DaemonSet' : 'ReplicaSet',
        container: app.container,
        containerId: hexOf(dice, index + 300, 64),
        image: app.app,
        ip: `10.244.${replica}.${10 + index}`,
        node: nodes[replica % nodes.length] ?? '',
        restartsBefore: restarts,
        createdBefore: (minute) => weekOf(minute) + 6 * 60 + (index % 8),
      };
    }),
  );
}

/** The minute that its last Monday began in; what is deployed is deployed on Mondays. */
function weekOf(minute: number): number {
  const day = Math.floor((minute - 6 * 60 - 30) / minutesPerDay);
  return (day - ((((day - firstMonday) % 7) + 7) % 7)) * minutesPerDay;
}

/** A container that is restless begins the week with a restart, and has one more on some days. */
function restartsOf(dice: Dice, pod: number, restless: number, minute: number): readonly number[] {
  if (restless < 0.2) return [];
  const monday = weekOf(minute) / minutesPerDay;
  const found = [weekOf(minute) + 6 * 60 + 20 + (pod % 8)];
  for (let day = monday; day * minutesPerDay < minute; day += 1) {
    const key = day * 64 + pod;
    const at = day * minutesPerDay + 8 * 60 + Math.floor(dice(~key) * 14 * 60);
    if (dice(key) < restless && at < minute) found.push(at);
  }
  return found;
}
