/** What is counted apart: the regional batch API, Azure Resource Manager, Resource Graph, queries of logs and sign-in. */
export type CallKind = 'batch' | 'arm' | 'graph' | 'logs' | 'login';

/** Told what is asked of Azure, for the bot's own figures. */
export interface AzureObserver {
  /** One request that was really sent, repetitions included. `unanswered`: it could not be sent or took too long. */
  readonly call: (kind: CallKind, result: 'ok' | 'throttled' | 'refused' | 'rejected' | 'failed' | 'unanswered') => void;
  readonly retry: (kind: CallKind) => void;
  /** A request waited for its turn within azure.budget, or for as long as Azure asked. */
  readonly waited: (kind: CallKind, why: 'budget' | 'retry', seconds: number) => void;
  /** What is left of the allowed share, 0..1. */
  readonly budgetLeft: (kind: CallKind, subscription: string, share: number) => void;
  /** Series that were asked for: kept ones, ones that are being read already, and ones that had to be read. */
  readonly series: (source: 'cache' | 'shared' | 'azure', count: number) => void;
}

export const unobserved: AzureObserver = {
  call: () => undefined,
  retry: () => undefined,
  waited: () => undefined,
  budgetLeft: () => undefined,
  series: () => undefined,
};
