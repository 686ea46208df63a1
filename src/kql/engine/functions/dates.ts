import type { Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import {
  dayNumberOf,
  inRange,
  type Moment,
  momentOf,
  ticksOf,
  ticksPerDay,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
  weekdayOf,
} from '../values/calendar.ts';
import { converter } from '../values/convert.ts';
import { datetimeOf } from '../values/datetime-text.ts';
import { isInt } from '../values/guards.ts';
import { add, fromReal, multiply, subtract } from '../values/integers.ts';
import { countAt, direct, type Named, type Operation, realAt, scalar } from './define.ts';

/** What an index of a period is: the whole years, months, weeks or days since some start, so that periods can be counted. */
interface Period {
  readonly name: 'day' | 'week' | 'month' | 'year';
  readonly indexOf: (moment: Moment) => number;
  /** The day number on which the period with this index begins. */
  readonly dayOf: (index: number) => number;
}

const periods: readonly Period[] = [
  { name: 'day', indexOf: (moment) => moment.dayNumber, dayOf: (index) => index },
  // Weeks begin on Sunday; day 3 of 1970 was one.
  { name: 'week', indexOf: (moment) => (moment.dayNumber - weekdayOf(moment.dayNumber) - 3) / 7, dayOf: (index) => index * 7 + 3 },
  { name: 'month', indexOf: (moment) => moment.year * 12 + moment.month - 1, dayOf: (index) => dayNumberOf(0, index + 1, 1) },
  { name: 'year', indexOf: (moment) => moment.year, dayOf: (index) => dayNumberOf(index, 1, 1) },
];

function edge(period: Period, end: boolean): (call: CallShape) => Operation {
  return (call) => {
    const offset = countAt(call, 1);
    return (date, by = 0) => {
      const steps = offset(by);
      if (!isInt(date) || steps === null) return null;
      const index = period.indexOf(momentOf(date)) + steps;
      const start = ticksOf(period.dayOf(end ? index + 1 : index), 0);
      return inRange(end ? subtract(start, 1) : start);
    };
  };
}

function part(read: (moment: Moment) => number): Operation {
  return (date) => (isInt(date) ? read(momentOf(date)) : null);
}

/** Week of the year by ISO 8601: the one with the year's first Thursday is the first. */
export function isoWeek(moment: Moment): number {
  const thursday = moment.dayNumber - ((weekdayOf(moment.dayNumber) + 6) % 7) + 3;
  const year = momentOf(ticksOf(thursday, 0)).year;
  return Math.floor((thursday - dayNumberOf(year, 1, 1)) / 7) + 1;
}

export const dayOfYear = (moment: Moment): number => moment.dayNumber - dayNumberOf(moment.year, 1, 1) + 1;

const clockTicks = (hours: number, minutes: number, seconds: number): number =>
  hours * ticksPerHour + minutes * ticksPerMinute + Math.round(seconds * ticksPerSecond);

function makeDatetime(call: CallShape): Operation {
  if (call.types.length < 3) {
    const [type = 'string'] = call.types;
    const convert = converter(type, 'datetime');
    return (value = null) => convert(value);
  }
  const readers = call.types.map((_type, index) => realAt(call, index));
  return (...values) => {
    const parts = values.map((value, index) => readers[index]?.(value) ?? Number.NaN);
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
    if (!(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60)) return null;
    return datetimeOf(Math.trunc(year), Math.trunc(month), Math.trunc(day), clockTicks(Math.trunc(hour), Math.trunc(minute), second));
  };
}

/** make_timespan(hours, minutes[, seconds]) or (days, hours, minutes, seconds); hours to 23, minutes and seconds below 60. */
function makeTimespan(call: CallShape): Operation {
  if (call.types.length === 1) {
    const [type = 'string'] = call.types;
    const convert = converter(type, 'timespan');
    return (value = null) => convert(value);
  }
  const readers = call.types.map((_type, index) => realAt(call, index));
  return (...values) => {
    const parts = values.map((value, index) => readers[index]?.(value) ?? Number.NaN);
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.length === 4 ? parts : [0, ...parts];
    if (!(hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60) || !Number.isInteger(days)) return null;
    return add(multiply(days, ticksPerDay), clockTicks(Math.trunc(hours), Math.trunc(minutes), seconds));
  };
}

function fromUnix(ticksPerUnit: number): (call: CallShape) => Operation {
  const start = ticksOf(0, 0);
  return (call) => {
    const read = realAt(call, 0);
    return (value) => {
      const whole = isInt(value) && (typeof value === 'bigint' || Number.isInteger(value));
      if (whole && ticksPerUnit >= 1) return inRange(add(multiply(value, ticksPerUnit), start));
      if (whole) return inRange(add(typeof value === 'bigint' ? Number(value / 100n) : Math.trunc(value / 100), start));
      const number = read(value);
      const ticks = number === null ? null : fromReal(Math.round(number * ticksPerUnit));
      return ticks === null ? null : inRange(add(ticks, start));
    };
  };
}

function moved(sign: 1 | -1): (call: CallShape) => Operation {
  return ({ now }) =>
    (by = 0) =>
      isInt(now) && isInt(by) ? inRange(sign === 1 ? add(now, by) : subtract(now, by)) : null;
}

const weekday: Operation = (date): Value => (isInt(date) ? multiply(weekdayOf(momentOf(date).dayNumber), ticksPerDay) : null);

export const dates: Named = [
  ...periods.flatMap(
    (period): Named => [
      [`startof${period.name}`, scalar('datetime', edge(period, false))],
      [`endof${period.name}`, scalar('datetime', edge(period, true))],
    ],
  ),
  ['now', scalar('datetime', moved(1))],
  ['ago', scalar('datetime', moved(-1))],
  [
    'getyear',
    direct(
      'int',
      part((moment) => moment.year),
    ),
  ],
  [
    'getmonth',
    direct(
      'int',
      part((moment) => moment.month),
    ),
  ],
  [
    'monthofyear',
    direct(
      'int',
      part((moment) => moment.month),
    ),
  ],
  [
    'dayofmonth',
    direct(
      'int',
      part((moment) => moment.day),
    ),
  ],
  ['dayofyear', direct('int', part(dayOfYear))],
  ['dayofweek', direct('timespan', weekday)],
  [
    'hourofday',
    direct(
      'int',
      part((moment) => Math.floor(moment.ticks / ticksPerHour)),
    ),
  ],
  ['week_of_year', direct('int', part(isoWeek))],
  ['weekofyear', direct('int', part(isoWeek))],
  ['make_datetime', scalar('datetime', makeDatetime)],
  ['make_timespan', scalar('timespan', makeTimespan)],
  ['unixtime_seconds_todatetime', scalar('datetime', fromUnix(ticksPerSecond))],
  ['unixtime_milliseconds_todatetime', scalar('datetime', fromUnix(10_000))],
  ['unixtime_microseconds_todatetime', scalar('datetime', fromUnix(10))],
  ['unixtime_nanoseconds_todatetime', scalar('datetime', fromUnix(0.01))],
];
