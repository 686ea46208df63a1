import type { CallShape } from '../shapes.ts';
import { momentOf, ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from '../values/calendar.ts';
import { type Int, isInt } from '../values/guards.ts';
import { absolute, divide, modulo } from '../values/integers.ts';
import { type Named, type Operation, refused, remember, scalar, textAt } from './define.ts';

type Piece<Of> = (of: Of) => string;

interface Clock {
  readonly days: Int;
  /** Since midnight, or since the last whole day. */
  readonly ticks: number;
}

interface Dated extends Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const padded = (value: Int, width: number): string => String(value).padStart(width, '0');
const hourOf = (clock: Clock): number => Math.floor(clock.ticks / ticksPerHour);
const minuteOf = (clock: Clock): number => Math.floor(clock.ticks / ticksPerMinute) % 60;
const secondOf = (clock: Clock): number => Math.floor(clock.ticks / ticksPerSecond) % 60;
const fractionOf = (clock: Clock, digits: number): string => padded(clock.ticks % ticksPerSecond, 7).slice(0, digits);
const twelve = (hour: number): number => (hour % 12 === 0 ? 12 : hour % 12);

/** By the letter; the number of letters is the width. Undefined: the service does not know this run. */
type Specifier<Of> = (width: number) => Piece<Of> | undefined;

const upTo =
  <Of>(longest: number, piece: (of: Of, width: number) => string): Specifier<Of> =>
  (width) =>
    width > longest ? undefined : (of) => piece(of, width);

const clockSpecifiers = {
  f: upTo<Clock>(7, fractionOf),
  // Capital F leaves out zeros at the end.
  F: upTo<Clock>(7, (clock, digits) => fractionOf(clock, digits).replace(/0+$/, '')),
  H: upTo<Clock>(2, (clock, width) => padded(hourOf(clock), width)),
  m: upTo<Clock>(2, (clock, width) => padded(minuteOf(clock), width)),
  s: upTo<Clock>(2, (clock, width) => padded(secondOf(clock), width)),
};

const dateSpecifiers: Readonly<Record<string, Specifier<Dated>>> = {
  ...clockSpecifiers,
  d: upTo(2, (date, width) => padded(date.day, width)),
  h: upTo(2, (date, width) => padded(twelve(hourOf(date)), width)),
  M: upTo(2, (date, width) => padded(date.month, width)),
  y: (width) => {
    if (width === 4) return (date) => padded(date.year, 4);
    return width > 2 ? undefined : (date) => padded(date.year % 100, width);
  },
  t: (width) => (width === 2 ? (date) => (hourOf(date) < 12 ? 'AM' : 'PM') : undefined),
};

const spanSpecifiers: Readonly<Record<string, Specifier<Clock>>> = {
  ...clockSpecifiers,
  d: upTo(8, (span, width) => padded(span.days, width)),
  h: upTo(2, (span, width) => padded(hourOf(span), width)),
};

const delimiters = ' /-:,._[]';

function parseFormat<Of>(call: CallShape, format: string, specifiers: Readonly<Record<string, Specifier<Of>>>): readonly Piece<Of>[] {
  return [...format.matchAll(/([a-zA-Z])\1*|[^a-zA-Z]/g)].map(([run]) => {
    const letter = run.charAt(0);
    if (delimiters.includes(letter)) return () => run;
    const piece = Object.hasOwn(specifiers, letter) ? specifiers[letter]?.(run.length) : undefined;
    if (piece === undefined) throw refused(call, `the format does not know “${run}”.`);
    return piece;
  });
}

function formatter<Of>(specifiers: Readonly<Record<string, Specifier<Of>>>, read: (value: Int) => Of): (call: CallShape) => Operation {
  return (call) => {
    const format = textAt(call, 1);
    const prepare = remember((text) => parseFormat(call, text, specifiers));
    const constant = call.constants[1];
    if (constant !== undefined) prepare(format(constant));
    return (value, how) => {
      if (!isInt(value)) return '';
      const of = read(value);
      return prepare(format(how))
        .map((piece) => piece(of))
        .join('');
    };
  };
}

function spanOf(value: Int): Clock {
  const size = absolute(value);
  return { days: divide(size, ticksPerDay) ?? 0, ticks: Number(modulo(size, ticksPerDay) ?? 0) };
}

function dateOf(value: Int): Dated {
  const moment = momentOf(value);
  return { ...moment, days: moment.dayNumber };
}

export const dateFormats: Named = [
  ['format_datetime', scalar('string', formatter(dateSpecifiers, dateOf))],
  ['format_timespan', scalar('string', formatter(spanSpecifiers, spanOf))],
];
