import { readClauses, readList, shorten } from '../core/clauses.ts';
import { readDigestTime } from '../core/digest-times.ts';
import { readDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import { fitsPattern, labelPrefix, type Matchers, nameMeant, valuesThatExist } from '../core/model/matchers.ts';
import type { SilenceTimes } from '../core/model/silence.ts';
import { readMoment } from '../core/moments.ts';
import type { Suggest } from '../core/ports.ts';
import type { Word } from '../core/words.ts';

/** A silence as it was typed; names and moments are resolved later. */
export interface WantedSilence {
  readonly match: Matchers;
  readonly lastsMs: number;
  /** As typed; undefined: from now. */
  readonly from: string | undefined;
  /** Cron fields; undefined: once. */
  readonly every: string | undefined;
  readonly timeZone: string | undefined;
  readonly reason: string;
}

const matched = ['alert', 'rule', 'severity', 'source', 'resource'] as const;
const keywords = ['of', ...matched, 'where', 'for', 'from', 'every', 'in', 'because'] as const;
/** A silence that nobody would remember hides what it was not meant to hide. */
const longestMs = 30 * 86_400_000;

/** Reads "of checkout rule slow-* for 2h because deploy". Throws UserError with what is missing. */
export function readSilence(words: readonly Word[], suggest: Suggest, examples: readonly string[]): WantedSilence {
  const clauses = readClauses(words, {
    keywords,
    mostHead: 0,
    most: { of: 20, where: 60, because: 200, from: 2, every: 2, alert: 20, rule: 20, severity: 20, source: 20, resource: 20 },
    examples,
    suggest,
  });
  const listOf = (keyword: (typeof keywords)[number]): readonly string[] => {
    const given = clauses.of(keyword);
    return given === undefined ? [] : readList(given, keyword === 'of' ? 'service' : keyword, examples);
  };
  const match: Matchers = {
    ...(clauses.of('of') === undefined ? {} : { service: listOf('of') }),
    ...Object.fromEntries(matched.filter((name) => clauses.of(name) !== undefined).map((name) => [name, listOf(name)])),
    ...readLabels(clauses.of('where') ?? [], suggest, examples),
  };
  if (Object.keys(match).length === 0) throw new UserError('Say what is silenced: “of SERVICE”, “alert A-…” or “rule NAME”.', examples);
  checkValues(match, suggest, examples);
  return {
    match,
    lastsMs: readLength(clauses.of('for')?.[0], examples),
    from: clauses.of('from')?.join(' '),
    every: readEvery(clauses.of('every')?.join(' '), examples),
    timeZone: clauses.of('in')?.[0],
    reason: clauses.of('because')?.join(' ') ?? '',
  };
}

/** A value that no alert can have would keep nothing quiet. Names of services are looked up in the catalogue later. */
function checkValues(match: Matchers, suggest: Suggest, examples: readonly string[]): void {
  for (const [name, values] of Object.entries(match)) {
    const all = valuesThatExist(name, undefined);
    const wrong = all === undefined ? undefined : values.find((value) => !all.some((one) => fitsPattern(value, one)));
    if (all === undefined || wrong === undefined) continue;
    const near = suggest(wrong, all);
    const hint = near === undefined ? `There are ${all.join(', ')}.` : `Did you mean ${near}?`;
    throw new UserError(`There is no ${name} “${shorten(wrong)}”. ${hint}`, examples);
  }
}

/** When it holds, in the zone of whoever typed it. Throws UserError for what is no moment, or is over already. */
export function silenceTimes(wanted: WantedSilence, { now, timeZone }: { readonly now: number; readonly timeZone: string }): SilenceTimes {
  const zone = wanted.timeZone ?? timeZone;
  if (wanted.every !== undefined) return { kind: 'recurring', cron: wanted.every, timeZone: zone, lastsMs: wanted.lastsMs };
  const from = wanted.from === undefined ? now : readMoment(wanted.from, zone, now);
  if (from === undefined) throw new UserError(`“${shorten(wanted.from ?? '')}” is not a moment. Write 22:00 or 2026-11-20 22:00.`, []);
  const to = from + wanted.lastsMs;
  if (to <= now) throw new UserError('That silence would be over already.', []);
  return { kind: 'once', from, to };
}

function readLength(typed: string | undefined, examples: readonly string[]): number {
  if (typed === undefined) throw new UserError('Say how long: “for 2h”.', examples);
  const ms = readDuration(typed);
  if (ms === undefined || ms === 0) throw new UserError(`“${shorten(typed)}” is not a length of time such as 30m, 2h or 1d.`, examples);
  if (ms > longestMs)
    throw new UserError('A silence lasts 30 days at most. What is to stay silent for longer belongs into tocsin.yaml.', examples);
  return ms;
}

function readEvery(typed: string | undefined, examples: readonly string[]): string | undefined {
  if (typed === undefined) return undefined;
  const read = readDigestTime(typed);
  if (read === undefined)
    throw new UserError(`“${shorten(typed)}” is not days and a time, such as “sun 02:00” or “mon,wed 08:30”.`, examples);
  return read.cron;
}

/** "where namespace=packamal, pod=web-*" */
function readLabels(words: readonly string[], suggest: Suggest, examples: readonly string[]): Matchers {
  if (words.length === 0) return {};
  const pairs = readList(words, 'label', examples).map((pair) => {
    const [, name, value] = /^([^=]+)=(.+)$/u.exec(pair) ?? [];
    if (name === undefined || value === undefined) throw new UserError(`“${shorten(pair)}” is not a label: write NAME=VALUE.`, examples);
    const slip = nameMeant(name, suggest);
    if (slip !== undefined)
      throw new UserError(
        `Did you mean ${slip} by “${shorten(name)}”? A label that is called so is written ${labelPrefix}${shorten(name)}.`,
        examples,
      );
    return [name, value] as const;
  });
  return Object.fromEntries([...Map.groupBy(pairs, ([name]) => name)].map(([name, all]) => [name, all.map(([, value]) => value)]));
}
