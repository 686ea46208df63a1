const days: readonly (readonly string[])[] = [
  ['sun', 'sunday'],
  ['mon', 'monday'],
  ['tue', 'tues', 'tuesday'],
  ['wed', 'wednesday'],
  ['thu', 'thur', 'thurs', 'thursday'],
  ['fri', 'friday'],
  ['sat', 'saturday'],
];

/** Names for sets of days, each with the cron field for the day of the week. */
export const dayGroups: ReadonlyMap<string, string> = new Map([
  ['daily', '*'],
  ['weekdays', '1,2,3,4,5'],
  ['weekends', '0,6'],
]);

/** Everything a day or a set of days can be called, in lower case. */
export const namesOfDays: readonly string[] = [...dayGroups.keys(), ...days.flat()];

/** Sunday is 0; undefined for what is no day. Without regard to case. */
export function dayNumber(name: string): number | undefined {
  const number = days.findIndex((names) => names.includes(name.toLowerCase()));
  return number === -1 ? undefined : number;
}

/** The cron field for several days. */
export function daysField(numbers: readonly number[]): string {
  return [...new Set(numbers)].toSorted((one, other) => one - other).join(',');
}

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

function readDays(words: string): string | undefined {
  const group = dayGroups.get(words);
  if (group !== undefined) return group;
  const numbers = words.split(',').map((word) => dayNumber(word.trim()));
  return numbers.includes(undefined) ? undefined : daysField(numbers.filter((one) => one !== undefined));
}
