import { DateTime, IANAZone } from 'luxon';
import type { TimeText } from '../core/ports.ts';

const formats = { time: 'HH:mm', date: 'yyyy-MM-dd', datetime: 'yyyy-MM-dd HH:mm' } as const;

/** British English abbreviates the European zones, American English the American ones; each gives "GMT+1" for the others. */
const locales = ['en-GB', 'en-US', 'en-ZA', 'en-AU'] as const;

/** Moments in words. An unknown zone is read as UTC, because a wrong setting must not swallow a message. */
export function createTimeText(): TimeText {
  const isZone = (zone: string): boolean => /^[A-Za-z]/u.test(zone) && IANAZone.isValidZone(zone);
  const inZone = (at: number, zone: string): DateTime => DateTime.fromMillis(at, { zone: isZone(zone) ? zone : 'UTC', locale: 'en-GB' });
  return {
    isZone,
    format: (at, zone, style) => inZone(at, zone).toFormat(formats[style]),
    zoneName: (at, zone) => {
      const moment = inZone(at, zone);
      const names = locales.map((locale) => moment.setLocale(locale).offsetNameShort ?? 'UTC');
      return names.find((name) => !name.startsWith('GMT')) ?? names[0] ?? 'UTC';
    },
  };
}
