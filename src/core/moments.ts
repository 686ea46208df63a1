const day = 86_400_000;

/**
 * Reads a moment in a time zone: "2026-11-20", "2026-11-20 14:05", "2026-11-20T14:05", with "Z" or an offset as that says,
 * "14:05", "8am", "8:30pm" (today), "today", "yesterday", "yesterday 22:00", "now". Milliseconds since 1970 (UTC); undefined for
 * anything else. A local time that summer time skips is read as the same time after the change, one that comes twice as the first.
 */
export function readMoment(words: string, zone: string, now: number): number | undefined {
  const text = words.trim().toLowerCase();
  if (text === 'now') return now;
  const iso = readIso(text, zone);
  if (iso !== undefined) return iso;
  const { date, time } = /^(?<date>today|yesterday|\d{4}-\d{2}-\d{2})?(?:^| at | |$)(?<time>.*)$/u.exec(text)?.groups ?? {};
  const begin = date === undefined ? localDate(now, zone) : dateOf(date, zone, now);
  const after = time === '' && date !== undefined ? 0 : readTimeOfDay(time ?? '');
  return begin === undefined || after === undefined ? undefined : fromLocal(begin + after, zone);
}

/** Whether it names a time of any day: "22:00", "8am". */
export function isTimeOfDay(words: string): boolean {
  return readTimeOfDay(words.trim().toLowerCase()) !== undefined;
}

/** Milliseconds since midnight, as clocks show it. */
function readTimeOfDay(text: string): number | undefined {
  const [, hours = '', minutes, half] = /^(\d{1,2})(?::(\d{2}))?(?: ?(am|pm))?$/u.exec(text) ?? [];
  const hour = Number(hours);
  const minute = Number(minutes ?? 0);
  // "14" alone may mean anything.
  if (hours === '' || minute > 59 || (minutes === undefined && half === undefined)) return undefined;
  if (half === undefined) return hour < 24 ? (hour * 60 + minute) * 60_000 : undefined;
  return hour >= 1 && hour <= 12 ? (((hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minute) * 60_000 : undefined;
}

/** Midnight of the day, as clocks in the zone would show it, in UTC. */
function dateOf(word: string, zone: string, now: number): number | undefined {
  if (word === 'today') return localDate(now, zone);
  if (word === 'yesterday') return localDate(now, zone) - day;
  return readIso(word, 'UTC');
}

/** Whether it is a time zone's name: "Europe/Berlin", "UTC". */
export function isTimeZone(zone: string): boolean {
  try {
    return /^[a-z]/iu.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

function readIso(text: string, zone: string): number | undefined {
  const [, date, time = '00:00', seconds = ':00', offset] =
    /^(\d{4}-\d{2}-\d{2})(?:[t ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(z|[+-]\d{2}:\d{2})?)?$/u.exec(text) ?? [];
  if (date === undefined) return undefined;
  const local = Date.parse(`${date}T${time}${seconds}${offset?.toUpperCase() ?? 'Z'}`);
  // Date.parse reads 30 February as 2 March.
  if (Number.isNaN(local) || new Date(Date.parse(`${date}T00:00Z`)).toISOString().slice(0, 10) !== date) return undefined;
  return offset === undefined ? fromLocal(local, zone) : local;
}

/** The moment at which clocks in `zone` first show what `local` says in UTC; where they skip it, they are read as before the change. */
function fromLocal(local: number, zone: string): number {
  const before = local - offsetAt(local - day, zone);
  const after = local - offsetAt(local + day, zone);
  const shown = [before, after].filter((at) => at + offsetAt(at, zone) === local);
  return shown.length === 0 ? before : Math.min(...shown);
}

function localDate(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone)) / day) * day;
}

/** What clocks in `zone` show at that moment, to the second: "2026-11-20 14:05:09". */
export function clockText(at: number, zone: string): string {
  const shown = at + offsetAt(at, zone);
  return new Date(shown).toISOString().slice(0, 19).replace('T', ' ');
}

/** British English abbreviates the European zones, American English the American ones; each gives "GMT+1" for the others. */
const locales = ['en-GB', 'en-US', 'en-ZA', 'en-AU'] as const;

/** "CET", "UTC", "GMT+2" at that moment. */
export function zoneText(at: number, zone: string): string {
  const names = locales.map((locale) => {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
  });
  return names.find((name) => !name.startsWith('GMT')) ?? names[0] ?? 'UTC';
}

/** How far the clocks in `zone` are ahead of UTC at that moment, in ms. */
function offsetAt(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
    part['second'] ?? 0,
  );
  return shown - Math.floor(at / 1_000) * 1_000;
}
