/** All times of the page are told in this zone. */
export const zone = 'Europe/Berlin';
export const zoneName = 'Berlin time';

const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });

/** "13:26" */
export const timeOfDay = (at: string): string => format.format(new Date(at));
