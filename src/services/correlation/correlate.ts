import type { Alert, AlertOfIncident } from '../../core/model/alert.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { Correlate, CorrelationContext } from './correlation.ts';
import { type Hint, hintsBetween, type Tie, tie } from './evidence.ts';
import { threshold, together } from './weights.ts';

interface Rated {
  readonly incident: Incident;
  readonly tie: Tie;
}

/**
 * An alert belongs to the incident that holds the alert it is tied to most: not to the one with the most alerts, which in a storm
 * would draw in everything. See Correlate.
 */
export const correlate: Correlate = (alert, candidates, context) => {
  const open = candidates.filter(({ state }) => state !== 'resolved');
  const hintsWith = createHints(alert, context);
  const [best] = open.flatMap((incident) => rate(alert, incident, hintsWith)).toSorted(byTie);
  if (best === undefined) return { kind: 'alone', reason: reasonWithout(alert) };
  const { incident, tie: found } = best;
  const [strongest] = found.evidence;
  if (found.score >= threshold) return { kind: 'joins', incident, score: found.score, reason: sentence(found) };
  const why = `${strongest?.words ?? ''}, ${found.when}`;
  return { kind: 'alone', reason: `too little ties it to ${incident.id} (${why}: ${found.score.toFixed(2)} of the ${threshold} needed)` };
};

type HintsWith = (other: AlertOfIncident) => readonly Hint[];

/** In a storm an incident has hundreds of alerts that differ in nothing but their times. */
function createHints(alert: Alert, { dependencies }: CorrelationContext): HintsWith {
  const known = new Map<string, readonly Hint[]>();
  return (other) => {
    const alike = [other.key === alert.key ? 'same' : '', other.service, other.release, other.operation, ...other.resources].join('\n');
    const hints = known.get(alike) ?? hintsBetween(alert, other, dependencies);
    known.set(alike, hints);
    return hints;
  };
}

function rate(alert: Alert, incident: Incident, hintsWith: HintsWith): readonly Rated[] {
  const ties = incident.alerts.flatMap((other) => tie(hintsWith(other), alert, other) ?? []);
  const [first, ...others] = ties;
  if (first === undefined) return [];
  return [{ incident, tie: others.reduce((best, one) => (byStrength(one, best) < 0 ? one : best), first) }];
}

/** The stronger, then the nearer in time; what is left does not differ in what is told. */
const byStrength = (one: Tie, other: Tie): number =>
  other.score - one.score ||
  one.gapMs - other.gapMs ||
  compare(one.evidence[0]?.words ?? '', other.evidence[0]?.words ?? '') ||
  compare(one.when, other.when);

/** As ties; of equals the incident that was opened first. */
const byTie = (one: Rated, other: Rated): number =>
  other.tie.score - one.tie.score || one.tie.gapMs - other.tie.gapMs || byAge(one.incident, other.incident);

const byAge = (one: Incident, other: Incident): number => one.openedAt - other.openedAt || compare(one.id, other.id);

/** INC-9 before INC-10. */
const compare = (one: string, other: string): number => one.length - other.length || (one < other ? -1 : Number(one > other));

/** As much of the evidence as was needed: "same service and same release shop@4.2, 40 s after". */
function sentence({ evidence, when }: Tie): string {
  const enough = evidence.findIndex((_one, index) => together(evidence.slice(0, index + 1).map(({ certainty }) => certainty)) >= threshold);
  const told = evidence.slice(0, enough + 1).map(({ words }) => words);
  return `${told.join(' and ')}, ${when}`;
}

function reasonWithout({ service }: Alert): string {
  return service === undefined
    ? 'it belongs to no service, and no open incident has its resource, release or operation'
    : `no incident of ${service}, nor of what it needs or what needs it, is open`;
}
