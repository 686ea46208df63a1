import { shorten } from '../clauses.ts';
import type { Alert } from './alert.ts';

/** What an alert is called by. `labels` may be missing where an older version kept the alert. */
export type Nameable = Pick<Alert, 'key' | 'source' | 'rule' | 'title' | 'resources'> & {
  readonly labels?: Alert['labels'] | undefined;
};

/** Names of labels that say nothing about which of several alerts of one rule it is. */
const saysNothing: ReadonlySet<string> = new Set(['alertname', 'severity', 'kind', 'prometheus', 'receiver']);
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

/**
 * Which one it is of those of its rule: "web-b, Instance inst-2". Of resources and labels only what differs among them and does not
 * stand in the title; empty for the only one of its rule.
 */
export function distinctionOf(alert: Nameable, among: readonly Nameable[]): string {
  const others = among.filter((one) => one.key !== alert.key && one.source === alert.source && one.rule === alert.rule);
  if (others.length === 0) return '';
  const theirs = others.slice(-mostCompared).map((one) => new Set(partsOf(one)));
  return within(
    partsOf(alert).filter((part) => theirs.some((parts) => !parts.has(part))),
    alert.title,
  );
}

/** Its title, of at most so many characters, and which one it is where several of its rule stand together. */
export function nameOf(alert: Nameable, among: readonly Nameable[], longest = Number.POSITIVE_INFINITY): string {
  const which = distinctionOf(alert, among);
  const title = shorten(alert.title, longest);
  return which === '' ? title : `${title} [${which}]`;
}

/** By what its source knows it, whoever else there is: "rule slow-responses, web-b, Instance inst-2". */
export function identityOf(alert: Nameable): string {
  return [`rule ${alert.rule}`, ...partsOf(alert).slice(0, 2 * mostParts)].map(shown).join(', ');
}

interface Part {
  readonly name: string | undefined;
  readonly value: string;
}

/** Parts are compared as text: "Instance\ninst-2", and resources by their own name alone. */
function partsOf({ resources, labels = {} }: Nameable): readonly string[] {
  const named = resources.map((id): Part => ({ name: undefined, value: id.split('/').at(-1) ?? id }));
  const labelled = Object.entries(tellingLabels(labels)).map(([name, value]): Part => ({ name, value }));
  return [...named, ...labelled].map(({ name, value }) => (name === undefined ? value : `${name}\n${value}`));
}

function within(parts: readonly string[], title: string): string {
  const missing = parts.filter((part) => !title.includes(part.split('\n').at(-1) ?? part));
  return missing.slice(0, mostParts).map(shown).join(', ');
}

const shown = (part: string): string => oneLine(shorten(part, longestShown));

/** Titles and values come from outside, where they may be written over several lines. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();
