import { IANAZone } from 'luxon';
import type { CallShape } from '../shapes.ts';
import { inRange, ticksPerMinute, toUnixMs } from '../values/calendar.ts';
import { type Int, isInt } from '../values/guards.ts';
import { add, subtract } from '../values/integers.ts';
import { type Named, type Operation, refused, remember, scalar, textAt } from './define.ts';

/** Clocks change at whole quarters of an hour only. */
const quarterMs = 900_000;
const mostRemembered = 20_000;

/** Ticks east of Greenwich at a moment, which is UTC. The rows of a log share few quarters of an hour, and a look-up is slow. */
type Offset = (utc: Int) => number;

function offsetsOf(zone: IANAZone): Offset {
  const known = new Map<number, number>();
  return (utc) => {
    const quarter = Math.floor(toUnixMs(utc) / quarterMs);
    const remembered = known.get(quarter);
    if (remembered !== undefined) return remembered;
    if (known.size >= mostRemembered) known.clear();
    const offset = Math.round(zone.offset(quarter * quarterMs) * ticksPerMinute);
    known.set(quarter, offset);
    return offset;
  };
}

function toLocal(offset: Offset, utc: Int): Int {
  return add(utc, offset(utc));
}

/**
 * The offset of a local time is that of the moment it stands for; a second look settles it around a change of the clocks. A time
 * that the clocks leave out counts as one of the time after it.
 */
function toUtc(offset: Offset, local: Int): Int {
  const first = subtract(local, offset(local));
  const second = subtract(local, offset(first));
  if (toLocal(offset, second) === local || toLocal(offset, first) === local) return second;
  return first < second ? first : second;
}

function inZone(convert: (offset: Offset, ticks: Int) => Int): (call: CallShape) => Operation {
  return (call) => {
    const name = textAt(call, 1);
    const prepare = remember((text) => {
      const zone = IANAZone.create(text);
      if (!zone.isValid) throw refused(call, `there is no time zone called “${text}”.`);
      return offsetsOf(zone);
    });
    return (date, zone) => {
      const found = prepare(name(zone));
      return isInt(date) ? inRange(convert(found, date)) : null;
    };
  };
}

export const zones: Named = [
  ['datetime_utc_to_local', scalar('datetime', inZone(toLocal))],
  ['datetime_local_to_utc', scalar('datetime', inZone(toUtc))],
];
