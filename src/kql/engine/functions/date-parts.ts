import type { CallShape } from '../shapes.ts';
import {
  dayNumberOf,
  daysInMonth,
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
import { type Int, isInt } from '../values/guards.ts';
import { add, big, divide, exact, floorTo, multiply, subtract } from '../values/integers.ts';
import { dayOfYear, isoWeek } from './dates.ts';
import { longAt, type Named, type Operation, refused, remember, scalar, textAt } from './define.ts';

/** Parts of a length that is always the same, in ticks; a nanosecond is less than one tick. */
const fixedParts: ReadonlyMap<string, number> = new Map(
  Object.entries({
    week: 7 * ticksPerDay,
    day: ticksPerDay,
    hour: ticksPerHour,
    minute: ticksPerMinute,
    second: ticksPerSecond,
    millisecond: 10_000,
    microsecond: 10,
  }),
);
const monthsIn: ReadonlyMap<string, number> = new Map(Object.entries({ year: 12, quarter: 3, month: 1 }));

const singular = (name: string): string => name.toLowerCase().replaceAll('_', '').replace(/s$/, '');

/** On a day that the month does not have: its last one. */
function addMonths(date: Int, months: Int): Int | null {
  const moment = momentOf(date);
  const index = moment.year * 12 + moment.month - 1 + Number(months);
  const year = Math.floor(index / 12);
  if (!(year >= 0 && year <= 9999)) return null;
  const month = index - year * 12 + 1;
  return inRange(ticksOf(dayNumberOf(year, month, Math.min(moment.day, daysInMonth(year, month))), moment.ticks));
}

function adder(call: CallShape, name: string): (date: Int, amount: Int) => Int | null {
  const part = singular(name);
  const months = monthsIn.get(part);
  if (months !== undefined) return (date, amount) => addMonths(date, multiply(amount, months));
  const ticks = fixedParts.get(part);
  if (ticks !== undefined) return (date, amount) => inRange(exact(big(date) + big(amount) * BigInt(ticks)));
  if (part === 'nanosecond') return (date, amount) => inRange(add(date, divide(amount, 100) ?? 0));
  throw refused(call, `there is no part of a date called “${name}”.`);
}

function datetimeAdd(call: CallShape): Operation {
  const [part, amount] = [textAt(call, 0), longAt(call, 1)];
  const prepare = remember((name) => adder(call, name));
  return (name, by, date) => {
    const add = prepare(part(name));
    const number = amount(by);
    return number === null || !isInt(date) ? null : add(date, number);
  };
}

/** How many borders of the part lie between the two, from the second to the first. */
function difference(call: CallShape, name: string): (a: Int, b: Int) => Int | null {
  const part = singular(name);
  const months = monthsIn.get(part);
  if (months !== undefined) {
    const indexOf = (date: Int): number => {
      const moment = momentOf(date);
      return Math.floor((moment.year * 12 + moment.month - 1) / months);
    };
    return (a, b) => indexOf(a) - indexOf(b);
  }
  if (part === 'week') {
    const weekOf = (date: Int): number => {
      const { dayNumber } = momentOf(date);
      return (dayNumber - weekdayOf(dayNumber)) / 7;
    };
    return (a, b) => Math.round(weekOf(a) - weekOf(b));
  }
  const ticks = fixedParts.get(part);
  if (ticks !== undefined) return (a, b) => divide(subtract(floorTo(a, ticks), floorTo(b, ticks)), ticks);
  if (part === 'nanosecond') return (a, b) => multiply(subtract(a, b), 100);
  throw refused(call, `there is no part of a date called “${name}”.`);
}

function datetimeDiff(call: CallShape): Operation {
  const part = textAt(call, 0);
  const prepare = remember((name) => difference(call, name));
  return (name, a, b) => {
    const between = prepare(part(name));
    return isInt(a) && isInt(b) ? between(a, b) : null;
  };
}

const parts: ReadonlyMap<string, (moment: Moment) => number> = new Map(
  Object.entries<(moment: Moment) => number>({
    year: (moment) => moment.year,
    quarter: (moment) => Math.ceil(moment.month / 3),
    month: (moment) => moment.month,
    weekofyear: isoWeek,
    week: isoWeek,
    day: (moment) => moment.day,
    dayofyear: dayOfYear,
    hour: (moment) => Math.floor(moment.ticks / ticksPerHour),
    minute: (moment) => Math.floor(moment.ticks / ticksPerMinute) % 60,
    second: (moment) => Math.floor(moment.ticks / ticksPerSecond) % 60,
    millisecond: (moment) => Math.floor((moment.ticks % ticksPerSecond) / 10_000),
    microsecond: (moment) => Math.floor((moment.ticks % ticksPerSecond) / 10),
    nanosecond: (moment) => (moment.ticks % ticksPerSecond) * 100,
  }),
);

function datetimePart(call: CallShape): Operation {
  const part = textAt(call, 0);
  const prepare = remember((name) => {
    const read = parts.get(singular(name));
    if (read === undefined) throw refused(call, `there is no part of a date called “${name}”.`);
    return read;
  });
  return (name, date) => {
    const read = prepare(part(name));
    return isInt(date) ? read(momentOf(date)) : null;
  };
}

export const dateParts: Named = [
  ['datetime_add', scalar('datetime', datetimeAdd)],
  ['datetime_diff', scalar('long', datetimeDiff)],
  ['datetime_part', scalar('int', datetimePart)],
  ['datepart', scalar('int', datetimePart)],
];
