import { DateTime, IANAZone } from 'luxon';
import { zoneText } from '../core/moments.ts';
import type { TimeText } from '../core/ports.ts';

const formats = { time: 'HH:mm', date: 'yyyy-MM-dd', datetime: 'yyyy-MM-dd HH:mm' } as const;

/** Moments in words. An unknown zone is read as UTC, because a wrong setting must not swallow a message. */
export function createTimeText(): TimeText {
  const isZone = (zone: string): boolean => /^[A-Za-z]/u.test(zone) && IANAZone.isValidZone(zone);
  const inZone = (at: number, zone: string): DateTime => DateTime.fromMillis(at, { zone: isZone(zone) ? zone : 'UTC', locale: 'en-GB' });
  return {
    isZone,
    format: (at, zone, style) => inZone(at, zone).toFormat(formats[style]),
    zoneName: (at, zone) => zoneText(at, isZone(zone) ? zone : 'UTC'),
  };
}
