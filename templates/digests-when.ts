import { dayGroups } from '../src/core/digest-times.ts';

const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** "daily at 09:00", "weekdays at 09:00" or "mon, wed at 08:30" for the cron expressions that `digest add` makes; any other is shown as it is. */
export function scheduleWords(cron: string): string {
  const match = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-6](?:,[0-6])*)$/u.exec(cron);
  const [, minute, hour, days] = match ?? [];
  if (minute === undefined || hour === undefined || days === undefined) return cron;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  const [group] = [...dayGroups].find(([, field]) => field === days) ?? [];
  const each = days.split(',').map((day) => dayNames[Number(day)] ?? day);
  return `${group ?? each.join(', ')} at ${time}`;
}
