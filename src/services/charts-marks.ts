import type { ChartMark } from '../core/chart.ts';
import { shorten } from '../core/clauses.ts';
import { ProviderError, sentenceOf } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Incident } from '../core/model/incident.ts';
import type { Service } from '../core/model/service.ts';
import type { ErrorTracker } from '../core/ports.ts';
import { asSentence } from './charts-no-metric.ts';

export interface MarksNeeds {
  readonly ledger: Pick<Ledger, 'incidents'>;
  /** undefined: nothing is known of releases. */
  readonly errors: Pick<ErrorTracker, 'releases'> | undefined;
  /** A signal that is aborted after so many milliseconds. */
  readonly timeout: (ms: number) => AbortSignal;
}

export interface Marks {
  readonly marks: readonly ChartMark[];
  /** Sentences about what could not be read. */
  readonly notes: readonly string[];
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Nobody waits longer for a chart because of what stands beside its curves. */
const mostMs = 1_000;
/** Of each kind; the newest. */
const mostMarks = 20;
const mostIncidents = 200;
const mostLabel = 24;

/** The incidents of the services and the releases of their Sentry projects in the range; what cannot be read in time is left out, and said. */
export async function marksFor(services: readonly Service[], range: Range, needs: MarksNeeds, signal: AbortSignal): Promise<Marks> {
  const late = needs.timeout(mostMs);
  const both = AbortSignal.any([signal, late]);
  const read = await Promise.all([
    orSay('Incidents are not marked', late, incidentMarks(services, range, needs)),
    orSay('Releases are not marked', late, releaseMarks(services, range, needs, both)),
  ]);
  return { marks: read.flatMap((one) => one.marks), notes: read.flatMap((one) => one.notes) };
}

async function orSay(what: string, late: AbortSignal, reading: Promise<readonly ChartMark[]>): Promise<Marks> {
  const waiting = Promise.withResolvers<never>();
  const giveUp = (): void => waiting.reject(new Error('too late'));
  late.addEventListener('abort', giveUp, { once: true });
  if (late.aborted) giveUp();
  try {
    return { marks: await Promise.race([reading, waiting.promise]), notes: [] };
  } catch (error) {
    if (late.aborted) return { marks: [], notes: [`${what}: it took too long to read them.`] };
    if (error instanceof ProviderError) return { marks: [], notes: [asSentence(`${what}. ${sentenceOf(error)}`)] };
    throw error;
  } finally {
    late.removeEventListener('abort', giveUp);
  }
}

async function incidentMarks(services: readonly Service[], { from, to }: Range, { ledger }: MarksNeeds): Promise<readonly ChartMark[]> {
  const found = await Promise.all(services.map(({ name }) => ledger.incidents({ service: name, most: mostIncidents })));
  return found
    .flat()
    .filter(({ openedAt }) => openedAt >= from && openedAt <= to)
    .toSorted((one, other) => other.openedAt - one.openedAt)
    .slice(0, mostMarks)
    .map((incident) => ({ at: incident.openedAt, label: `${incident.id} ${incident.severity}`, tone: toneOf(incident) }));
}

function toneOf({ severity }: Incident): ChartMark['tone'] {
  switch (severity) {
    case 'P0':
    case 'P1':
      return 'bad';
    case 'P2':
      return 'warning';
    case 'P3':
      return 'neutral';
  }
}

async function releaseMarks(
  services: readonly Service[],
  range: Range,
  { errors }: MarksNeeds,
  signal: AbortSignal,
): Promise<readonly ChartMark[]> {
  if (errors === undefined) return [];
  const projects = new Set(services.flatMap((one) => one.sentry ?? []));
  const { from, to } = range;
  const found = await Promise.all(
    [...projects].map(async (project) =>
      (await errors.releases({ project, from, to }, { signal })).map(({ version, at }) => ({ project, version, at })),
    ),
  );
  const shown = found
    .flat()
    .toSorted((one, other) => other.at - one.at)
    .slice(0, mostMarks);
  const areOfOne = new Set(shown.map((one) => one.project)).size === 1;
  return shown.map(({ project, version, at }) => {
    const short = shorten(shortVersion(version), mostLabel);
    return { at, label: areOfOne ? `release ${short}` : `${short} of ${project}`, tone: 'neutral' };
  });
}

/** "shop-api@1.42.0" → "1.42.0": the package is the service's, as everybody who looks at its chart knows. */
function shortVersion(version: string): string {
  return version.slice(version.lastIndexOf('@') + 1) || version;
}
