const days: readonly (readonly string[])[] = [
  ['sun', 'sunday'],
  ['mon', 'monday'],
  ['tue', 'tues', 'tuesday'],
  ['wed', 'wednesday'],
  ['thu', 'thur', 'thurs', 'thursday'],
  ['fri', 'friday'],
  ['sat', 'saturday'],
];

/** Names for sets of days, as the cron field for the day of the week. */
const dayNames: Readonly<Record<string, string>> = { daily: '*', weekdays: '1-5', weekends: '0,6' };

/**
 * Reads when a digest is posted: "daily 09:00", "weekdays 9:00", "mon,wed 08:30", with a 24-hour clock and without regard to
 * case. Gives five cron fields; undefined when the words are not such a time.
 */
export function readDigestTime(words: string): { readonly cron: string } | undefined {
  const [, onDays, hours, minutes] = /^(.+?)\s+(\d{1,2}):(\d{2})$/u.exec(words.trim().toLowerCase()) ?? [];
  if (onDays === undefined || hours === undefined || minutes === undefined) return undefined;
  const weekdays = readDays(onDays);
  const hour = Number(hours);
  const minute = Number(minutes);
  if (weekdays === undefined || hour > 23 || minute > 59) return undefined;
  return { cron: `${minute} ${hour} * * ${weekdays}` };
}

/** The cron field for the day of the week; days are numbered from Sunday = 0. */
function readDays(words: string): string | undefined {
  if (Object.hasOwn(dayNames, words)) return dayNames[words];
  const numbers = words.split(',').map((word) => days.findIndex((names) => names.includes(word.trim())));
  if (numbers.includes(-1)) return undefined;
  return [...new Set(numbers)].toSorted((one, other) => one - other).join(',');
}
