import { diceOf, guidOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { plainRows, steps } from '../plain-rows.ts';
import type { RowSet, Stretch, TableMaker } from '../rows.ts';
import { ticksPerMinute, within } from '../times.ts';
import { isCluster } from './container-logs.ts';
import { nodesOf, podsOf } from './pods.ts';

const gib = 1024 ** 3;
const cores = 4;
const nodeMemory = 16 * gib;
const containerLimit = 4 * gib;
const every = { full: 5, thin: 60 };

interface Needs {
  readonly seed: string;
  readonly minutes: Minutes;
}

/** What the nodes of a cluster measure and send; a node's are its metrics. */
export function machineTables(needs: Needs): readonly TableMaker[] {
  return [
    { table: 'Perf', writes: isCluster, rows: (stretch) => perfTable(needs, stretch) },
    { table: 'InsightsMetrics', writes: isCluster, rows: (stretch) => insightsTable(needs, stretch) },
    { table: 'Heartbeat', writes: isCluster, rows: (stretch) => heartbeatTable(needs, stretch) },
  ];
}

interface Sample {
  readonly at: number;
  readonly computer: string;
  readonly object: string;
  readonly counter: string;
  readonly instance: string;
  readonly value: number;
}

function perfTable(needs: Needs, stretch: Stretch): RowSet {
  return plainRows<Sample>([...nodeSamples(needs, stretch), ...containerSamples(needs, stretch)], {
    Computer: ({ computer }) => computer,
    ObjectName: ({ object }) => object,
    CounterName: ({ counter }) => counter,
    InstanceName: ({ instance }) => instance,
    CounterValue: ({ value }) => value,
    CounterPath: ({ object, counter, instance }) => `\\\\${object}(${instance})\\${counter}`,
    SampleCount: () => 1,
    Min: ({ value }) => value,
    Max: ({ value }) => value,
    BucketStartTime: ({ at }) => at - ticksPerMinute,
    BucketEndTime: ({ at }) => at,
  });
}

function nodeSamples({ minutes }: Needs, stretch: Stretch): readonly Sample[] {
  const cpu = minutes.split(stretch, 'node_cpu_usage_percentage', 'node');
  const memory = minutes.split(stretch, 'node_memory_working_set_percentage', 'node');
  return steps(stretch, every[stretch.density]).flatMap((minute) =>
    nodesOf(stretch).flatMap((computer) => {
      const levelOf = (series: typeof cpu): number => (series.get(computer)?.[minute - stretch.first]?.average ?? 0) / 100;
      const sample = (counter: string, value: number): Sample => ({
        at: within(minute, 0.5),
        computer,
        object: 'K8SNode',
        counter,
        instance: `${stretch.resource.id}/${computer}`,
        value: Math.round(value),
      });
      return [
        sample('cpuUsageNanoCores', levelOf(cpu) * cores * 1e9),
        sample('cpuCapacityNanoCores', cores * 1e9),
        sample('memoryWorkingSetBytes', levelOf(memory) * nodeMemory),
        sample('memoryCapacityBytes', nodeMemory),
      ];
    }),
  );
}

/** A node's processors and memory, shared out among its containers. */
function containerSamples({ seed, minutes }: Needs, stretch: Stretch): readonly Sample[] {
  const dice = diceOf(seed, stretch.resource.id, 'container');
  const cpu = minutes.of(stretch, 'node_cpu_usage_percentage');
  const memory = minutes.of(stretch, 'node_memory_working_set_percentage');
  const backend = minutes.of(stretch, 'inner/backend_memory');
  const pods = podsOf({ seed, minutes }, stretch);
  const backendMemory = (minute: number): number => (containerLimit * (backend[minute - stretch.first]?.average ?? 0)) / 100;
  return steps(stretch, every[stretch.density] * 2).flatMap((minute) =>
    pods.flatMap((pod, place) => {
      const share = (0.6 + 0.8 * dice(place)) / pods.length;
      const levelOf = (series: typeof cpu): number => (share * (series[minute - stretch.first]?.average ?? 0)) / 100;
      const sample = (counter: string, value: number): Sample => ({
        at: within(minute, 0.6),
        computer: pod.node,
        object: 'K8SContainer',
        counter,
        instance: `${stretch.resource.id}/${pod.uid}/${pod.container}`,
        value: Math.round(value),
      });
      return [
        sample('cpuUsageNanoCores', levelOf(cpu) * 3 * cores * 1e9),
        sample('memoryWorkingSetBytes', pod.container === 'backend' ? backendMemory(minute) : levelOf(memory) * 2 * nodeMemory),
        sample('memoryLimitBytes', containerLimit),
      ];
    }),
  );
}

interface Measure {
  readonly at: number;
  readonly computer: string;
  readonly namespace: string;
  readonly name: string;
  readonly value: number;
  readonly tags: string;
}

function insightsTable({ seed, minutes }: Needs, stretch: Stretch): RowSet {
  const disk = minutes.split(stretch, 'node_disk_usage_percentage', 'node');
  const ready = podsOf({ seed, minutes }, stretch).filter(({ namespace }) => namespace === 'packamal');
  const rows = steps(stretch, every[stretch.density]).flatMap((minute): readonly Measure[] => {
    const at = within(minute, 0.7);
    const disks = nodesOf(stretch).map((computer) => ({
      at,
      computer,
      namespace: 'container.azm.ms/disk',
      name: 'used_percent',
      value: disk.get(computer)?.[minute - stretch.first]?.average ?? 0,
      tags: JSON.stringify({ device: 'sda1', path: '/', hostName: computer }),
    }));
    const deployments = ['packamal-backend', 'packamal-worker', 'packamal-scheduler', 'packamal-frontend'].map((deployment) => ({
      at,
      computer: nodesOf(stretch)[0] ?? '',
      namespace: 'container.azm.ms/kubestate',
      name: 'kube_deployment_status_replicas_ready',
      value: ready.filter(({ image }) => image === deployment).length,
      tags: JSON.stringify({ deployment, k8sNamespace: 'packamal' }),
    }));
    return [...disks, ...deployments];
  });
  return plainRows(rows, {
    Computer: ({ computer }) => computer,
    Origin: () => 'container.azm.ms/telegraf',
    Namespace: ({ namespace }) => namespace,
    Name: ({ name }) => name,
    Val: ({ value }) => value,
    Tags: ({ tags }) => tags,
  });
}

function heartbeatTable({ seed }: Needs, stretch: Stretch): RowSet {
  const dice = diceOf(seed, stretch.resource.id, 'heartbeat');
  const { resource } = stretch;
  const rows = steps(stretch, stretch.density === 'full' ? 1 : 15).flatMap((minute) =>
    nodesOf(stretch).map((computer, number) => ({ at: within(minute, 0.1 + number / 10), computer, number })),
  );
  return plainRows(rows, {
    SourceComputerId: ({ number }) => guidOf(dice, number),
    ComputerIP: ({ number }) => `10.224.0.${4 + number}`,
    Computer: ({ computer }) => computer,
    Category: () => 'Azure Monitor Agent',
    OSType: () => 'Linux',
    OSName: () => 'Ubuntu',
    OSMajorVersion: () => '24',
    OSMinorVersion: () => '04',
    Version: () => '1.38.1',
    IsGatewayInstalled: () => false,
    RemoteIPCountry: () => 'Netherlands',
    SubscriptionId: () => resource.subscription,
    ResourceGroup: () => resource.group,
    ResourceProvider: () => 'Microsoft.ContainerService',
    Resource: () => resource.name,
    ResourceId: () => resource.id,
    ResourceType: () => 'managedClusters',
    ComputerEnvironment: () => 'Azure',
    Solutions: () => 'ContainerInsights',
    ComputerPrivateIPs: ({ number }) => [`10.224.0.${4 + number}`],
  });
}
