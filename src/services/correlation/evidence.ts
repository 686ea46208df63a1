import type { Dependency } from './correlation.ts';
import { type Compared, mayCall, sharedResource, subjectOf } from './subject.ts';
import { type EvidenceKind, evidenceKinds, faded, minorShare, ofServices, together, weights } from './weights.ts';

/** One thing two alerts have in common. */
export interface Evidence {
  readonly kind: EvidenceKind;
  /** "orders-db is a dependency of checkout" */
  readonly words: string;
  /** Faded by the time that lies between. */
  readonly certainty: number;
}

/** How an alert is tied to one alert of an incident. */
export interface Tie {
  /** The strongest first. */
  readonly evidence: readonly Evidence[];
  readonly score: number;
  readonly gapMs: number;
  /** "2 min after" */
  readonly when: string;
}

/** The same without time. */
export interface Hint {
  readonly kind: EvidenceKind;
  readonly words: string;
}

/** All that two alerts have in common, whenever they fired. */
export function hintsBetween(alert: Compared, other: Compared, dependencies: readonly Dependency[]): readonly Hint[] {
  return [...ownHints(alert, other), ...needHints(alert, other, dependencies)];
}

/** What becomes of hints with the time that lies between both; undefined: there are none. */
export function tie(hints: readonly Hint[], alert: Compared, other: Compared): Tie | undefined {
  if (hints.length === 0) return undefined;
  const { gapMs, when } = distance(alert, other);
  const isMinor = alert.severity === 'P3' || other.severity === 'P3';
  const evidence = hints
    .map((hint) => ({ ...hint, certainty: faded(weights[hint.kind], gapMs) * (isMinor && ofServices.has(hint.kind) ? minorShare : 1) }))
    .toSorted((one, two) => two.certainty - one.certainty || rank(one.kind) - rank(two.kind));
  return { evidence, score: together(evidence.map(({ certainty }) => certainty)), gapMs, when };
}

const rank = (kind: EvidenceKind): number => evidenceKinds.indexOf(kind);

function ownHints(alert: Compared, other: Compared): readonly Hint[] {
  const resource = sharedResource(subjectOf(alert), subjectOf(other));
  const isSameService = alert.service !== undefined && alert.service === other.service;
  const isElsewhere = alert.service !== undefined && other.service !== undefined && !isSameService;
  const hints: (Hint | undefined)[] = [
    alert.key === other.key ? { kind: 'same alert', words: 'the same alert' } : undefined,
    resource === undefined ? undefined : { kind: 'same resource', words: `same resource ${resource}` },
    isSameService ? { kind: 'same service', words: 'same service' } : undefined,
    alert.release !== undefined && alert.release === other.release
      ? { kind: 'same release', words: `same release ${alert.release}` }
      : undefined,
    alert.operation !== undefined && alert.operation === other.operation
      ? { kind: isElsewhere ? 'operation elsewhere' : 'same operation', words: `same operation ${alert.operation}` }
      : undefined,
  ];
  return hints.filter((hint) => hint !== undefined);
}

/** At most one: what one of them calls says all that a dependency of their services could say. */
function needHints(alert: Compared, other: Compared, dependencies: readonly Dependency[]): readonly Hint[] {
  if (alert.service !== undefined && alert.service === other.service) return [];
  const needed = neededBy(alert, other, dependencies) ?? neededBy(other, alert, dependencies);
  if (needed !== undefined && needed.kind !== 'dependency elsewhere') return [needed];
  const shared = bothNeed(alert, other, dependencies);
  if (shared === undefined) return needed === undefined ? [] : [needed];
  // What the one calls of the other, that calls itself: neither alert is about it, and it may be what fails in both.
  return [needed === undefined ? { kind: 'both need', words: `both need ${shared}` } : { kind: 'both call', words: `both call ${shared}` }];
}

/** Whether `caller`'s service needs what `called` is about: the resource itself before the service. */
function neededBy(called: Compared, caller: Compared, dependencies: readonly Dependency[]): Hint | undefined {
  if (caller.service === undefined || mayCall(caller) === 'calls nobody') return undefined;
  const own = dependencies.filter(({ service }) => service === caller.service);
  const subject = subjectOf(called);
  const isAbout = (id: string | undefined): boolean =>
    id !== undefined && sharedResource(subject, subjectOf({ resources: [id] })) !== undefined;
  const [target] = own.flatMap((one) => (isAbout(one.target?.id) ? (one.target?.name ?? []) : [])).toSorted();
  if (target !== undefined) return { kind: 'resource it calls', words: `${target} is a dependency of ${caller.service}` };
  const needs = called.service === undefined ? [] : own.filter(({ on }) => on === called.service);
  if (needs.length === 0) return undefined;
  // What it calls there is known, whatever is declared beside that, and this is something else.
  const isElsewhere = needs.some((one) => one.target?.id !== undefined);
  return { kind: isElsewhere ? 'dependency elsewhere' : 'dependency', words: `${called.service} is a dependency of ${caller.service}` };
}

/** What both services need, the first by name; what most services need tells nothing. */
function bothNeed(alert: Compared, other: Compared, dependencies: readonly Dependency[]): string | undefined {
  if (mayCall(alert) === 'calls nobody' || mayCall(other) === 'calls nobody') return undefined;
  const services = new Set(dependencies.map(({ service }) => service)).size;
  const isTelling = (needed: string): boolean => {
    const callers = new Set(dependencies.filter((one) => neededName(one) === needed).map(({ service }) => service)).size;
    return callers <= 3 || callers * 2 <= services;
  };
  const needs = (who: Compared): readonly string[] =>
    dependencies.filter(({ service }) => service === who.service).flatMap((one) => neededName(one) ?? []);
  const others = new Set(needs(other));
  return needs(alert)
    .filter((needed) => others.has(needed) && isTelling(needed))
    .toSorted()[0];
}

/** "packamal-cache": what is called, where that is known, else the service. */
const neededName = ({ on, target }: Dependency): string | undefined => target?.name ?? on;

/**
 * How far apart both began. That an alert ended says nothing of what begins then, unless it is the same one: flapping goes on
 * for as long as it comes back soon after its end.
 */
function distance(alert: Compared, other: Compared): { readonly gapMs: number; readonly when: string } {
  const begun = alert.firedAt - other.firedAt;
  const ended = other.key === alert.key && other.resolvedAt !== undefined ? alert.firedAt - other.resolvedAt : begun;
  if (ended >= 0 && ended < begun) return { gapMs: ended, when: `${lasting(ended)} after it ended` };
  const gapMs = Math.abs(begun);
  if (gapMs < 1000) return { gapMs, when: 'at the same moment' };
  return { gapMs, when: `${lasting(gapMs)} ${begun > 0 ? 'after' : 'before'}` };
}

/** "40 s", "2 min", "1 h 5 min" */
function lasting(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
