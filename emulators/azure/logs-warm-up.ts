import type { Plan } from '../../src/kql/plan.ts';
import type { KqlThreads } from '../../src/kql/threads.ts';

/** Asked in the background, so that the first person waits for no parser and the day's rows are there. */
const texts = [
  'requests | summarize sum(itemCount), percentilew(duration, itemCount, 95) by name, resultCode, success, bin(timestamp, 5m)',
  'AppRequests | summarize sum(ItemCount), percentilew(DurationMs, ItemCount, 95) by Name, ResultCode, Success, bin(TimeGenerated, 5m)',
  'dependencies | summarize sum(itemCount), percentilew(duration, itemCount, 95) by name, target, type, success',
  'AppDependencies | summarize sum(ItemCount), percentilew(DurationMs, ItemCount, 95) by Name, Target, DependencyType, Success',
  'exceptions | summarize sum(itemCount) by type, outerMessage',
  'AppExceptions | summarize sum(ItemCount) by ExceptionType, OuterMessage',
  'traces | where severityLevel >= 3 | top 100 by timestamp desc | project timestamp, message, operation_Name',
  'AppTraces | where SeverityLevel >= 3 | top 100 by TimeGenerated desc | project TimeGenerated, Message, OperationName',
  'ContainerLogV2 | summarize count() by PodName, LogLevel',
  'KubePodInventory | summarize max(ContainerRestartCount) by Name, Namespace',
];

const hourMs = 3_600_000;
const hours = 24;

/**
 * Reads the queries and carries each of them out over one hour after the other, the newest first, until `signal` ends it.
 * Throws what the threads throw.
 */
export async function warmUp(
  {
    threads,
    now,
    rest,
    carryOut,
  }: {
    readonly threads: Pick<KqlThreads, 'plan'>;
    readonly now: () => number;
    /** The chats and the page are served by the same process: between two hours of a table they have their turn. */
    readonly rest: () => Promise<void>;
    readonly carryOut: (plan: Plan, range: { readonly from: number; readonly to: number }) => void;
  },
  signal: AbortSignal,
): Promise<void> {
  const plans: Plan[] = [];
  for (const text of texts) {
    const planned = await threads.plan(text, { signal });
    if (planned.kind === 'faulty') throw new Error(`${text}: ${planned.faults[0]?.message ?? ''}`);
    plans.push(planned.plan);
  }
  for (let back = 1; back <= hours; back += 1)
    for (const plan of plans) {
      await rest();
      if (signal.aborted) return;
      const to = Math.ceil(now() / hourMs) * hourMs - (back - 1) * hourMs;
      carryOut(plan, { from: to - hourMs, to });
    }
}
