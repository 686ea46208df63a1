import { diceOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { plainRows, steps } from '../plain-rows.ts';
import type { RowSet, Stretch, TableMaker } from '../rows.ts';
import { ticksOfMinute, ticksPerMinute, within } from '../times.ts';
import { isCluster } from './container-logs.ts';
import { clusterCells } from './kubernetes.ts';
import { type Pod, podsOf } from './pods.ts';

interface EventRow {
  readonly at: number;
  readonly pod: Pod;
  readonly kind: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly source: string;
  readonly count: number;
}

/** What happens around a restart, in minutes after it. */
const aroundRestart: readonly (readonly [minutes: number, kind: EventRow['kind'], reason: string, message: string])[] = [
  [-1, 'Warning', 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 503'],
  [0, 'Normal', 'Killing', 'Container {container} failed liveness probe, will be restarted'],
  [0, 'Warning', 'BackOff', 'Back-off restarting failed container {container} in pod {pod}'],
  [1, 'Normal', 'Pulled', 'Container image "packamal.azurecr.io/{container}:v3.18.2" already present on machine'],
  [1, 'Normal', 'Started', 'Started container {container}'],
];

export function clusterEventTables(needs: { readonly seed: string; readonly minutes: Minutes }): readonly TableMaker[] {
  return [{ table: 'KubeEvents', writes: isCluster, rows: (stretch) => eventsTable(needs, stretch) }];
}

function eventsTable(needs: { readonly seed: string; readonly minutes: Minutes }, stretch: Stretch): RowSet {
  const pods = podsOf(needs, stretch);
  return plainRows([...ofRestarts(pods, stretch), ...ofEveryDay(needs.seed, pods, stretch)], {
    ...clusterCells(stretch),
    Computer: ({ pod }) => pod.node,
    ObjectKind: () => 'Pod',
    Namespace: ({ pod }) => pod.namespace,
    Name: ({ pod }) => pod.name,
    Reason: ({ reason }) => reason,
    Message: ({ message }) => message,
    KubeEventType: ({ kind }) => kind,
    SourceComponent: ({ source }) => source,
    FirstSeen: ({ at, count }) => at - (count - 1) * ticksPerMinute,
    LastSeen: ({ at }) => at,
    Count: ({ count }) => count,
  });
}

function ofRestarts(pods: readonly Pod[], { first, end }: Stretch): readonly EventRow[] {
  return pods.flatMap((pod) =>
    pod.restartsBefore(end + 1).flatMap((restart) =>
      aroundRestart
        .filter(([after]) => restart + after >= first && restart + after < end)
        .map(([after, kind, reason, message], place) => ({
          at: within(restart + after, (place + 1) / 8),
          pod,
          kind,
          reason,
          message: message.replaceAll('{container}', pod.container).replaceAll('{pod}', pod.name),
          source: 'kubelet',
          count: reason === 'BackOff' ? 3 : 1,
        })),
    ),
  );
}

/** A probe that fails once, a pod that waits for a place: two in an hour. */
function ofEveryDay(seed: string, pods: readonly Pod[], stretch: Stretch): readonly EventRow[] {
  const dice = diceOf(seed, stretch.resource.id, 'event');
  return steps(stretch, 30).flatMap((half) => {
    const pod = pods[Math.floor(dice(half) * pods.length)];
    const at = ticksOfMinute(half) + Math.floor(dice(half + 1) * 30 * ticksPerMinute);
    if (pod === undefined || at >= ticksOfMinute(stretch.end)) return [];
    const waits = dice(half + 2) < 0.2;
    return [
      {
        at,
        pod,
        kind: 'Warning' as const,
        reason: waits ? 'FailedScheduling' : 'Unhealthy',
        message: waits ? '0/3 nodes are available: 3 Insufficient cpu.' : 'Readiness probe failed: context deadline exceeded',
        source: waits ? 'default-scheduler' : 'kubelet',
        count: 1 + Math.floor(dice(half + 3) * 4),
      },
    ];
  });
}
