const day = 86_400_000;

/**
 * Reads a moment in a time zone: "2026-11-20", "2026-11-20 14:05", "2026-11-20T14:05", with "Z" or an offset as that says,
 * "14:05" (today), "today", "yesterday", "now". Milliseconds since 1970 (UTC); undefined for anything else. A local time that
 * summer time skips is read as the same time after the change.
 */
export function readMoment(words: string, zone: string, now: number): number | undefined {
  const text = words.trim().toLowerCase();
  const today = localDate(now, zone);
  if (text === 'now') return now;
  if (text === 'today') return fromLocal(today, zone);
  if (text === 'yesterday') return fromLocal(today - day, zone);
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/u.exec(text) ?? [];
  if (hour !== undefined && minute !== undefined) {
    return Number(hour) < 24 && Number(minute) < 60 ? fromLocal(today + (Number(hour) * 60 + Number(minute)) * 60_000, zone) : undefined;
  }
  return readIso(text, zone);
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

/** The moment at which clocks in `zone` show what `local` says in UTC. The second look settles hours near a change of the clock. */
function fromLocal(local: number, zone: string): number {
  const first = local - offsetAt(local, zone);
  return local - offsetAt(first, zone);
}

function localDate(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone)) / day) * day;
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
