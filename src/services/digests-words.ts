import { readClauses, readList, shorten } from '../core/clauses.ts';
import { dayGroups, dayNumber, daysField, namesOfDays } from '../core/digest-times.ts';
import { UserError } from '../core/errors.ts';
import type { Suggest } from '../core/ports.ts';
import type { Word } from '../core/words.ts';
import { readZone } from './time-zones.ts';

/** What `digest add` asks for, before anything is looked up. */
export interface WantedDigest {
  readonly cron: string;
  /** undefined: the person's own. */
  readonly timeZone: string | undefined;
  /** undefined: all. */
  readonly services: readonly string[] | undefined;
}

/** Reads `daily at 09:00 [in ZONE] [of SERVICE, …] [here]`. Throws UserError. */
export function readWantedDigest(words: readonly Word[], suggest: Suggest, examples: readonly string[]): WantedDigest {
  const spoken = words.filter((word) => word.quoted || word.text.toLowerCase() !== 'here');
  const clauses = readClauses(spoken, { keywords: ['at', 'in', 'of'], mostHead: 13, most: { of: 99 }, examples, suggest });
  const time = clauses.of('at')?.[0];
  if (clauses.head.length === 0 || time === undefined) throw new UserError('Say on which days and at what time.', examples);
  const services = clauses.of('of');
  const everything = services === undefined || (services.length === 1 && services[0]?.toLowerCase() === 'all');
  return {
    cron: `${readTime(time, examples)} * * ${readDays(clauses.head, suggest, examples)}`,
    timeZone: readZone(clauses.of('in')?.[0], suggest, examples),
    services: everything ? undefined : readList(services, 'service', examples),
  };
}

/** "09:00" → "0 9". */
function readTime(typed: string, examples: readonly string[]): string {
  const match = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/u.exec(typed);
  if (match === null) throw new UserError(`“${shorten(typed)}” is not a time of day; write it as 09:00.`, examples);
  return `${Number(match[2])} ${Number(match[1])}`;
}

function readDays(typed: readonly string[], suggest: Suggest, examples: readonly string[]): string {
  const group = typed.length === 1 ? dayGroups.get(typed[0]?.toLowerCase() ?? '') : undefined;
  if (group !== undefined) return group;
  const numbers = readList(typed, 'day', examples).map((name) => {
    const day = dayNumber(name);
    if (day !== undefined) return day;
    const near = suggest(name.toLowerCase(), namesOfDays);
    const hint = near === undefined ? 'Days are daily, weekdays, weekends, or mon, tue and so on.' : `Did you mean “${near}”?`;
    throw new UserError(`“${shorten(name)}” is not a day. ${hint}`, examples);
  });
  return daysField(numbers);
}
