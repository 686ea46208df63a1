import {
  dayNumberOf,
  daysInMonth,
  inRange,
  momentOf,
  ticksOf,
  ticksPerDay,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from './calendar.ts';
import type { Int } from './guards.ts';
import { subtract } from './integers.ts';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** `2017-10-15T12:00:00.0000000Z`. */
export function datetimeText(value: Int): string {
  const { year, month, day, ticks } = momentOf(value);
  const clock = [ticks / ticksPerHour, (ticks % ticksPerHour) / ticksPerMinute, (ticks % ticksPerMinute) / ticksPerSecond];
  const time = clock.map((part) => pad(Math.floor(part), 2)).join(':');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${time}.${pad(ticks % ticksPerSecond, 7)}Z`;
}

const time = String.raw`(?:(?:T|\s+)(?<hour>\d{1,2})(?::(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:[.,](?<fraction>\d+))?)?)?)?`;
const zone = String.raw`(?:\s*(?<half>AM|PM))?(?:\s*(?<zone>Z|UTC|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|[+-]\d{2}:?\d{2}|[+-]\d{1,2}))?`;
const form = (date: string): RegExp => new RegExp(`^${date}${time}${zone}$`, 'i');

const forms: readonly RegExp[] = [
  form(String.raw`(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})`),
  form(String.raw`(?<year>\d{4})[/.](?<month>\d{1,2})[/.](?<day>\d{1,2})`),
  // The service reads dates with the year last as Americans do.
  form(String.raw`(?<month>\d{1,2})[/-](?<day>\d{1,2})[/-](?<year>\d{4})`),
  form(String.raw`(?:[a-z]{3,9},?\s+)?(?<day>\d{1,2})[ -](?<name>[a-z]{3,9})[ -](?<year>\d{4}|\d{2})`),
  form(String.raw`(?:[a-z]{3,9},?\s+)?(?<name>[a-z]{3,9})\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})`),
  form(String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`),
  /^(?<year>\d{4})(?:-(?<month>\d{1,2}))?$/,
];

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const fullMonths = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const zoneHours: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 }),
);

function monthOf(groups: Readonly<Record<string, string | undefined>>): number {
  const name = groups['name']?.toLowerCase();
  if (name === undefined) return Number(groups['month'] ?? 1);
  return Math.max(months.indexOf(name), fullMonths.indexOf(name)) + 1;
}

function yearOf(written: string): number {
  const year = Number(written);
  if (written.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function hourOf(written: string | undefined, half: string | undefined): number {
  const hour = Number(written ?? 0);
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

function offsetOf(written: string | undefined): number {
  const name = written?.toLowerCase() ?? 'z';
  if (name === 'z' || name === 'utc' || name === 'gmt') return 0;
  const named = zoneHours.get(name);
  if (named !== undefined) return named * ticksPerHour;
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * ticksPerHour + Number(minutes) * ticksPerMinute);
}

function assemble(groups: Readonly<Record<string, string | undefined>>): Int | null {
  const year = yearOf(groups['year'] ?? '');
  const month = monthOf(groups);
  const day = Number(groups['day'] ?? 1);
  const hour = hourOf(groups['hour'], groups['half']);
  const minute = Number(groups['minute'] ?? 0);
  const second = Number(groups['second'] ?? 0);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (!(hour <= 23) || minute > 59 || second > 59) return null;
  const fraction = Number((groups['fraction'] ?? '').slice(0, 7).padEnd(7, '0'));
  const ticks = hour * ticksPerHour + minute * ticksPerMinute + second * ticksPerSecond + fraction;
  return inRange(subtract(ticksOf(dayNumberOf(year, month, day), ticks), offsetOf(groups['zone'])));
}

/** In any form the service reads: ISO 8601, RFC 822 and 850, “sortable” ones, month/day/year. Without a zone it is UTC. Null: no date. */
export function parseDatetime(text: string): Int | null {
  const trimmed = text.trim();
  for (const each of forms) {
    const groups = each.exec(trimmed)?.groups;
    if (groups) return assemble(groups);
  }
  return null;
}

/** From parts that may be out of their range; null where they are, as the service answers. */
export function datetimeOf(year: number, month: number, day: number, ticksInDay: number): Int | null {
  if (!Number.isInteger(year) || year < 1 || year > 9999 || !Number.isInteger(month) || month < 1 || month > 12) return null;
  if (!Number.isInteger(day) || day < 1 || day > daysInMonth(year, month)) return null;
  if (!(ticksInDay >= 0 && ticksInDay < ticksPerDay)) return null;
  return inRange(ticksOf(dayNumberOf(year, month, day), Math.floor(ticksInDay)));
}
