/** All times of the page are told in this zone. */
export const zone = 'Europe/Berlin';
export const zoneName = 'Berlin time';

const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
const longDay = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' });

/** "13:26" */
export const timeOfDay = (at: string): string => time.format(new Date(at));

/** "2026-11-20" */
export const dayOf = (at: string | number): string => isoDay.format(new Date(at));

/** "Today", "Yesterday", "Friday 20 November"; `now` in milliseconds since 1970. */
export function nameOfDay(at: string, now: number): string {
  const day = dayOf(at);
  if (day === dayOf(now)) return 'Today';
  if (day === dayOf(now - 86_400_000)) return 'Yesterday';
  return longDay.format(new Date(at));
}
