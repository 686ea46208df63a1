import { z } from 'zod';
import type { PolledEvent } from '../../core/alert-ports.ts';
import type { AlertEvent } from '../../core/model/alert.ts';
import type { Signatures } from '../../core/ports.ts';
import type { SentryApi } from './api.ts';
import type { Spike } from './spikes.ts';

/** Stands where Sentry's own hooks carry the header Sentry-Hook-Resource. */
export const spikeResource = 'tocsin.spike';

export const spikeSchema = z.object({
  project: z.string().min(1),
  state: z.enum(['fired', 'resolved']),
  at: z.number(),
  severity: z.enum(['P1', 'P2']),
  count: z.number(),
  usual: z.number(),
  link: z
    .url({ protocol: /^https$/u })
    .optional()
    .catch(undefined),
});
/** One that goes on is told again within 36 hours (see spike-counts.ts); of one that ended while nobody looked, nobody tells. */
const endsAfterMs = 48 * 3_600_000;
type SpikeBody = z.infer<typeof spikeSchema>;

/** What is to be told of the spike: that it goes on, that it became severe, or that it ended at or after `since`. */
export function eventsOf(
  spike: Spike,
  project: string,
  { since, api, signatures }: { readonly since: number; readonly api: SentryApi; readonly signatures: Signatures },
): readonly PolledEvent[] {
  const link = `${api.url.replace(/\/+$/u, '')}/organizations/${encodeURIComponent(api.organization)}/issues/?statsPeriod=1h`;
  const severity = spike.severeAt === undefined ? 'P2' : 'P1';
  const told = { project, count: spike.count, usual: spike.usual, link };
  const stored = (body: SpikeBody): PolledEvent => ({
    identity: `sentry:spike:${signatures.hash([project, spike.began, body.state, body.severity].join('|'))}`,
    body: JSON.stringify(body),
    resource: spikeResource,
  });
  if (spike.ended !== undefined) return spike.ended < since ? [] : [stored({ ...told, state: 'resolved', at: spike.ended, severity })];
  const begun = stored({ ...told, state: 'fired', at: spike.began, severity: 'P2' });
  return spike.severeAt === undefined ? [begun] : [begun, stored({ ...told, state: 'fired', at: spike.severeAt, severity })];
}

export function readSpike({ project, state, at, severity, count, usual, link }: SpikeBody): AlertEvent {
  return {
    source: 'sentry',
    key: `sentry:spike:${project}`,
    state,
    at,
    rule: 'error spike',
    title: `Error spike in ${project}: ${count} errors in 5 minutes`,
    description: `Usual at this time of day: ${Math.round(usual)} in 5 minutes.`,
    severity,
    resources: [],
    labels: { kind: 'spike' },
    endsAfterMs: state === 'fired' ? endsAfterMs : undefined,
    project,
    link,
  };
}
