import { UserError } from './errors.ts';
import type { LogSource, MetricSource, ResourceSource } from './ports.ts';

const notConnected = 'Azure is not connected; the people who run me can add it to tocsin.yaml.';

/** Stand in where no Azure is configured: nothing is found, and whoever asks for a metric is told why. */
export const noResources: ResourceSource = { list: async () => [], check: async () => [] };

export const noMetrics: MetricSource = {
  read: () => Promise.reject(new UserError(notConnected, ['help'])),
  definitions: () => Promise.reject(new UserError(notConnected, ['help'])),
  check: async () => [],
};

export const noLogs: LogSource = {
  query: () => Promise.reject(new UserError(notConnected, ['help'])),
  portalLink: () => 'https://portal.azure.com/',
  check: async () => [],
};
