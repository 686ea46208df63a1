import type { Value } from '../../../src/kql/types.ts';
import { diceOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { plainRows, steps } from '../plain-rows.ts';
import type { RowSet, Stretch, TableMaker } from '../rows.ts';
import { ticksOfMinute, within } from '../times.ts';
import { isCluster } from './container-logs.ts';
import { nodesOf, type Pod, podsOf } from './pods.ts';

/** How often the state of a cluster is written down, in minutes. */
const every = { full: 5, thin: 60 };

interface Needs {
  readonly seed: string;
  readonly minutes: Minutes;
}

interface PodRow {
  readonly at: number;
  readonly minute: number;
  readonly pod: Pod;
  readonly restarts: readonly number[];
}

/** What Kubernetes knows of a cluster. */
export function kubernetesTables(needs: Needs): readonly TableMaker[] {
  return [
    { table: 'KubePodInventory', writes: isCluster, rows: (stretch) => plainRows(podRows(needs, stretch), podCells(stretch)) },
    { table: 'ContainerInventory', writes: isCluster, rows: (stretch) => plainRows(podRows(needs, stretch), containerCells(stretch)) },
    { table: 'KubeNodeInventory', writes: isCluster, rows: nodeInventory },
    { table: 'KubeServices', writes: isCluster, rows: services },
  ];
}

export const clusterCells = ({ resource }: Stretch): Readonly<Record<string, () => Value>> => ({
  ClusterId: () => resource.id,
  ClusterName: () => resource.name,
});

function podRows(needs: Needs, stretch: Stretch): readonly PodRow[] {
  const dice = diceOf(needs.seed, stretch.resource.id, 'inventory');
  const pods = podsOf(needs, stretch);
  return steps(stretch, every[stretch.density]).flatMap((minute) =>
    pods.map((pod) => ({ at: within(minute, 0.2 + dice(minute) / 10), minute, pod, restarts: pod.restartsBefore(minute) })),
  );
}

const startedOf = ({ pod, restarts, minute }: PodRow): number => ticksOfMinute(restarts.at(-1) ?? pod.createdBefore(minute));

const podCells = (stretch: Stretch): Readonly<Record<string, (row: PodRow) => Value>> => ({
  ...clusterCells(stretch),
  Computer: ({ pod }) => pod.node,
  PodUid: ({ pod }) => pod.uid,
  PodLabel: ({ pod }) => JSON.stringify([{ app: pod.image }]),
  Namespace: ({ pod }) => pod.namespace,
  Name: ({ pod }) => pod.name,
  PodStatus: () => 'Running',
  PodIp: ({ pod }) => pod.ip,
  PodCreationTimeStamp: ({ pod, minute }) => ticksOfMinute(pod.createdBefore(minute)),
  PodStartTime: ({ pod, minute }) => ticksOfMinute(pod.createdBefore(minute)),
  PodRestartCount: ({ restarts }) => restarts.length,
  ControllerKind: ({ pod }) => pod.controllerKind,
  ControllerName: ({ pod }) => pod.controller,
  ServiceName: ({ pod }) => pod.image,
  ContainerID: ({ pod }) => pod.containerId,
  ContainerName: ({ pod }) => `${pod.uid}/${pod.container}`,
  ContainerStatus: () => 'running',
  ContainerLastStatus: ({ restarts }) => (restarts.length > 0 ? '{"lastState":"terminated","reason":"OOMKilled","exitCode":137}' : '{}'),
  ContainerRestartCount: ({ restarts }) => restarts.length,
  ContainerCreationTimeStamp: startedOf,
  ContainerStartTime: startedOf,
});

const containerCells = (stretch: Stretch): Readonly<Record<string, (row: PodRow) => Value>> => ({
  Computer: ({ pod }) => pod.node,
  ContainerID: ({ pod }) => pod.containerId,
  Name: ({ pod }) => `${pod.uid}/${pod.container}`,
  ContainerHostname: ({ pod }) => pod.name,
  Repository: () => `${stretch.resource.service}.azurecr.io`,
  Image: ({ pod }) => pod.image,
  ImageTag: () => 'v3.18.2',
  ContainerState: () => 'Running',
  ExitCode: () => 0,
  CreatedTime: startedOf,
  StartedTime: startedOf,
});

function nodeInventory(stretch: Stretch): RowSet {
  const rows = steps(stretch, every[stretch.density]).flatMap((minute) =>
    nodesOf(stretch).map((node, number) => ({ at: within(minute, 0.3 + number / 50), node })),
  );
  const since =
    (days: number) =>
    ({ at }: { readonly at: number }) =>
      at - (at % (ticksOfMinute(1440) - ticksOfMinute(0))) - days * (ticksOfMinute(1440) - ticksOfMinute(0));
  return plainRows(rows, {
    ...clusterCells(stretch),
    Computer: ({ node }) => node,
    CreationTimeStamp: since(41),
    LastTransitionTimeReady: since(20),
    Labels: () => '[{"kubernetes.azure.com/agentpool":"nodepool1","kubernetes.io/os":"linux"}]',
    Status: () => 'Ready',
    KubeletVersion: () => 'v1.33.4',
    KubeProxyVersion: () => 'v1.33.4',
    KubernetesProviderID: () => 'azure',
    OperatingSystem: () => 'Ubuntu 24.04.3 LTS',
    DockerVersion: () => 'containerd://1.7.28',
  });
}

function services(stretch: Stretch): RowSet {
  const known = ['packamal-backend', 'packamal-frontend'];
  const rows = steps(stretch, every[stretch.density]).flatMap((minute) =>
    known.map((name, number) => ({ at: within(minute, 0.4), name, number })),
  );
  return plainRows(rows, {
    ...clusterCells(stretch),
    ServiceName: ({ name }) => name,
    Namespace: () => 'packamal',
    SelectorLabels: ({ name }) => JSON.stringify([{ app: name }]),
    ClusterIP: ({ number }) => `10.0.14.${20 + number}`,
    ServiceType: () => 'ClusterIP',
  });
}
