import { type AlertFacts, alertId, alertSources } from './alert.ts';
import type { Service } from './service.ts';
import { severities } from './severity.ts';

/** Which alerts a rule is about: each name must have one of the values; `*` in a value stands for any characters. Case does not matter. */
export type Matchers = Readonly<Record<string, readonly string[]>>;

/** An alert, or a message about one. */
export type Matched = AlertFacts & { readonly key: string };

/** Where a rule stands in the configuration: what `why` points at. */
export interface RulePlace {
  /** "incidents.inhibit[0]" */
  readonly path: string;
  /** Line of the configuration file, from 1; undefined: built in, or made in a chat. */
  readonly line?: number | undefined;
}

/** What matchers can name, beside the alert's own labels; these go before labels of the same name. */
export const standardNames = [
  'alert',
  'source',
  'severity',
  'service',
  'tier',
  'environment',
  'rule',
  'title',
  'resource',
  'project',
  'operation',
  'release',
] as const;

/** "labels.role" is the label "role" and nothing else: for labels that are called like a standard name, or nearly so. */
export const labelPrefix = 'labels.';

/** The standard name that was meant by one that is nearly it; undefined: it is one, or the name of a label (no list of those is complete). */
export function nameMeant(name: string, suggest: (word: string, candidates: readonly string[]) => string | undefined): string | undefined {
  if (standardNames.some((one) => one === name) || name.startsWith(labelPrefix)) return undefined;
  return suggest(name, standardNames);
}

const tiers = ['1', '2', '3', '4', '5'];

/** What such a name can have for a value; undefined: nobody knows. */
export function valuesThatExist(name: string, services: readonly string[] | undefined): readonly string[] | undefined {
  switch (name) {
    case 'severity':
      return severities;
    case 'source':
      return alertSources;
    case 'tier':
      return tiers;
    case 'service':
      return services;
    default:
      return undefined;
  }
}

function labelNamed(name: string): string {
  return name.startsWith(labelPrefix) ? name.slice(labelPrefix.length) : name;
}

/** The values of a name: an alert on two resources has two values of `resource` (their names, and their ids). */
export function valuesOf(facts: Matched, service: Service | undefined, name: string): readonly string[] {
  switch (name) {
    case 'alert':
      return [alertId(facts.key)];
    case 'source':
      return [facts.source];
    case 'severity':
      return [facts.severity];
    case 'service':
      return service === undefined ? [] : [service.name];
    case 'tier':
      return service === undefined ? [] : [String(service.tier)];
    case 'environment':
      return service === undefined ? [] : [service.environment];
    case 'rule':
      return [facts.rule];
    case 'title':
      return [facts.title];
    case 'resource':
      return facts.resources.flatMap((id) => [id.split('/').findLast((part) => part !== '') ?? id, id]);
    case 'project':
      return facts.project === undefined ? [] : [facts.project];
    case 'operation':
      return facts.operation === undefined ? [] : [facts.operation];
    case 'release':
      return facts.release === undefined ? [] : [facts.release];
    default: {
      const wanted = labelNamed(name).toLowerCase();
      const value = Object.entries(facts.labels).find(([label]) => label.toLowerCase() === wanted);
      return value === undefined ? [] : [value[1]];
    }
  }
}

/** Whether every name has one of its values. No matchers match everything. */
export function matchesAll(matchers: Matchers, facts: Matched, service: Service | undefined): 'matches' | 'differs' {
  const fits = Object.entries(matchers).every(([name, wanted]) => {
    const values = valuesOf(facts, service, name);
    return wanted.some((pattern) => values.some((value) => fitsPattern(pattern, value)));
  });
  return fits ? 'matches' : 'differs';
}

/** `*` in the pattern stands for any characters; case does not matter. Takes time in proportion to the product of both lengths at worst: a pattern of the configuration must not hang the triage. */
export function fitsPattern(written: string, given: string): boolean {
  const pattern = written.toLowerCase();
  const value = given.toLowerCase();
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === value;
  if (!value.startsWith(first)) return false;
  const last = rest.at(-1) ?? '';
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const at = value.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
}

/** "service checkout, severity P2 or P3" */
export function describeMatchers(matchers: Matchers): string {
  const parts = Object.entries(matchers).map(([name, values]) => `${name} ${values.join(' or ')}`);
  return parts.length === 0 ? 'every alert' : parts.join(', ');
}
