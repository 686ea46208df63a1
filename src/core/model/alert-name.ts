import { shorten } from '../clauses.ts';
import type { Alert, AlertSourceName } from './alert.ts';

/** What an alert is called by. `labels` may be missing where an older version kept the alert. */
export type Nameable = Pick<Alert, 'key' | 'source' | 'rule' | 'title' | 'resources'> & {
  readonly labels?: Alert['labels'] | undefined;
};

/** Names of labels that say nothing about which of several alerts of one rule it is. */
const saysNothing: ReadonlySet<string> = new Set(['alertname', 'severity', 'kind', 'prometheus', 'receiver']);
/** Labels that many alerts have in common: where there are too many, they go last. */
const tellsLittle: ReadonlySet<string> = new Set([
  'cluster',
  'namespace',
  'job',
  'endpoint',
  'container',
  'service',
  'environment',
  'team',
]);
/** Of these, labels tell where the rule looks, not by what it splits: said only where they differ. */
const splitsByNothing: ReadonlySet<AlertSourceName> = new Set(['sentry']);
/** Longer values are texts, not names. */
const longestValue = 60;
const mostKept = 12;
/** In a storm of one rule, these are enough to see what differs. */
const mostCompared = 50;
const mostParts = 3;
const longestShown = 80;

/** The labels that can tell alerts of one rule apart: what an incident keeps of them. */
export function tellingLabels(labels: Alert['labels']): Alert['labels'] {
  const telling = Object.entries(labels).filter(([name, value]) => !saysNothing.has(name) && value !== '' && value.length <= longestValue);
  return Object.fromEntries(telling.slice(0, mostKept));
}

/** What alerts that stand together are called. */
export interface AlertNames {
  /**
   * Which one it is of those of its rule: "web-b, Instance inst-2". The labels by which its rule splits always, for the others may
   * come later or stand elsewhere; resources where they differ; nothing that stands in the title.
   */
  readonly distinctionOf: (alert: Nameable) => string;
  /** Its title, of at most so many characters, and which one it is: "Slow responses [Instance inst-2]". */
  readonly nameOf: (alert: Nameable, longest?: number) => string;
}

/** In a storm there are thousands, and whoever names many of them asks here once: they are sorted by rule only once. */
export function namesAmong(alerts: readonly Nameable[]): AlertNames {
  const ofRule = Map.groupBy(alerts, ({ rule }) => rule);
  const compared = new Map<string, readonly Compared[]>();
  const comparedWith = ({ source, rule }: Nameable): readonly Compared[] => {
    const id = `${source}\n${rule}`;
    const known = compared.get(id);
    if (known !== undefined) return known;
    // One more than are compared: the alert itself is perhaps among them.
    const latest = (ofRule.get(rule) ?? []).filter((one) => one.source === source).slice(-mostCompared - 1);
    const found = latest.map((one) => ({ key: one.key, parts: new Set(partsOf(one)) }));
    compared.set(id, found);
    return found;
  };
  const distinctionOf = (alert: Nameable): string => {
    const others = comparedWith(alert).filter(({ key }) => key !== alert.key);
    const own = partsOf(alert);
    const differing = new Set(own.filter((part) => others.some(({ parts }) => !parts.has(part))));
    const always = new Set(splitsByNothing.has(alert.source) ? [] : labelPartsOf(alert));
    const missing = own.filter((part) => (differing.has(part) || always.has(part)) && !isSaidIn(alert.title, valueOf(part)));
    const rank = (part: string): number => (differing.has(part) ? 0 : tellsLittle.has(nameOfPart(part)) ? 2 : 1);
    const kept = new Set(missing.toSorted((one, other) => rank(one) - rank(other)).slice(0, mostParts));
    return missing
      .filter((part) => kept.has(part))
      .map(shown)
      .join(', ');
  };
  return {
    distinctionOf,
    nameOf: (alert, longest = Number.POSITIVE_INFINITY) => {
      const which = distinctionOf(alert);
      const title = shorten(alert.title, longest);
      return which === '' ? title : `${title} [${which}]`;
    },
  };
}

/** What an alert is called where it stands alone. */
export const nameAlone = (alert: Nameable): string => namesAmong([]).nameOf(alert);

interface Compared {
  readonly key: string;
  readonly parts: ReadonlySet<string>;
}

/** By what its source knows it, whoever else there is: "rule slow-responses, web-b, Instance inst-2". */
export function identityOf(alert: Nameable): string {
  return [`rule ${alert.rule}`, ...partsOf(alert).slice(0, 2 * mostParts)].map(shown).join(', ');
}

/** Parts are compared as text: "Instance\ninst-2", and resources by their own name alone. */
function partsOf(alert: Nameable): readonly string[] {
  return [...alert.resources.map((id) => id.split('/').at(-1) ?? id), ...labelPartsOf(alert)];
}

function labelPartsOf({ labels = {} }: Nameable): readonly string[] {
  return Object.entries(tellingLabels(labels)).map(([name, value]) => `${name}\n${value}`);
}

const nameOfPart = (part: string): string => part.split('\n')[0] ?? part;
const valueOf = (part: string): string => part.split('\n').at(-1) ?? part;

/** As words of its own: "1" does not stand in "above 1000 ms of web-1". */
function isSaidIn(title: string, value: string): boolean {
  // An id that ends with a slash has no name of its own.
  if (value === '') return true;
  for (let at = title.indexOf(value); at !== -1; at = title.indexOf(value, at + 1))
    if (!goesOn.test(title.slice(at + value.length)) && !begunBefore.test(title.slice(Math.max(0, at - 2), at))) return true;
  return false;
}

/** A dot belongs to a word where the word goes on behind it: "web-1.shop", but not "of web-1." */
const goesOn = /^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u;
const begunBefore = /(?:[\p{L}\p{N}_-]|[\p{L}\p{N}]\.)$/u;

const shown = (part: string): string => oneLine(shorten(part, longestShown));

/** Titles and values come from outside, where they may be written over several lines. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();
