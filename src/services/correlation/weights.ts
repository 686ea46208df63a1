const minute = 60_000;

/** What two alerts can have in common, the strongest first; also the order in which a sentence names them when they weigh the same. */
export const evidenceKinds = [
  'same alert',
  'same resource',
  'resource it calls',
  'same service',
  'dependency',
  'both need',
  'both call',
  'dependency elsewhere',
  'same release',
  'same operation',
  'operation elsewhere',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export interface Weight {
  /** How sure it makes, at the same moment: 0..1. */
  readonly weight: number;
  /** It counts in full for so long, which also is the room for clocks that differ; beyond that it halves again and again. */
  readonly fullMs: number;
  readonly halfMs: number;
}

/**
 * The table that docs/incidents.md shows. A weight below the threshold never joins alone. Tuned on variations of scripted
 * failures whose causes are known, and judged on others: `npm run bench`.
 */
export const weights: Readonly<Record<EvidenceKind, Weight>> = {
  'same alert': { weight: 0.95, fullMs: 30 * minute, halfMs: 30 * minute },
  'same resource': { weight: 0.9, fullMs: 10 * minute, halfMs: 30 * minute },
  'resource it calls': { weight: 0.85, fullMs: 10 * minute, halfMs: 20 * minute },
  'same service': { weight: 0.75, fullMs: 10 * minute, halfMs: 20 * minute },
  dependency: { weight: 0.7, fullMs: 5 * minute, halfMs: 10 * minute },
  'both need': { weight: 0.55, fullMs: 3 * minute, halfMs: 10 * minute },
  // Something else fails in both just as well, when they do not begin together.
  'both call': { weight: 0.55, fullMs: minute, halfMs: 5 * minute },
  'dependency elsewhere': { weight: 0.35, fullMs: 10 * minute, halfMs: 20 * minute },
  'same release': { weight: 0.6, fullMs: 10 * minute, halfMs: 60 * minute },
  'same operation': { weight: 0.6, fullMs: 10 * minute, halfMs: 20 * minute },
  // "GET /health" is everywhere.
  'operation elsewhere': { weight: 0.2, fullMs: 10 * minute, halfMs: 20 * minute },
};

/** What says that services belong together, and nothing of what fails in them. */
export const ofServices: ReadonlySet<EvidenceKind> = new Set([
  'resource it calls',
  'same service',
  'dependency',
  'both need',
  'both call',
  'dependency elsewhere',
]);
/** Minor alerts (P3) happen all the time, so that two meet by chance is likely: of the evidence of services so much counts. */
export const minorShare = 0.75;

/** From this certainty on an alert joins. */
export const threshold = 0.5;

/** What is left of a weight when so much time lies between. */
export function faded({ weight, fullMs, halfMs }: Weight, gapMs: number): number {
  return weight * 2 ** (-Math.max(0, gapMs - fullMs) / halfMs);
}

/** Independent hints add up to certainty, but never beyond it: 0.6 and 0.5 make 0.8. */
export function together(certainties: readonly number[]): number {
  return 1 - certainties.reduce((doubt, one) => doubt * (1 - one), 1);
}
