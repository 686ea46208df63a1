import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from './calendar.ts';
import type { Int } from './guards.ts';
import { add, big, divide, exact, fromReal, modulo, multiply, negate } from './integers.ts';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** `[-][d.]hh:mm:ss[.fffffff]`, as the service writes it. */
export function timespanText(ticks: Int): string {
  const sign = ticks < 0 ? '-' : '';
  const size = ticks < 0 ? exact(-big(ticks)) : ticks;
  const days = divide(size, ticksPerDay) ?? 0;
  const rest = Number(modulo(size, ticksPerDay) ?? 0);
  const hours = Math.floor(rest / ticksPerHour);
  const minutes = Math.floor((rest % ticksPerHour) / ticksPerMinute);
  const seconds = Math.floor((rest % ticksPerMinute) / ticksPerSecond);
  const fraction = rest % ticksPerSecond;
  const clock = `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}`;
  return `${sign}${days === 0 ? '' : `${days}.`}${clock}${fraction === 0 ? '' : `.${pad(fraction, 7)}`}`;
}

const clockForm = /^([+-])?(?:(\d+)[.:](?=\d+:\d+:))?(\d+):(\d+)(?::(\d+)(?:\.(\d+))?)?$/;
const unitForm = /^([+-]?\d+(?:\.\d+)?)\s*([a-z]+)?$/i;

const units: ReadonlyMap<string, number> = new Map(
  Object.entries({
    'd day days': ticksPerDay,
    'h hr hrs hour hours': ticksPerHour,
    'm min mins minute minutes': ticksPerMinute,
    's sec secs second seconds': ticksPerSecond,
    'ms milli millis millisecond milliseconds millisec': 10_000,
    'micro micros microsecond microseconds microsec': 10,
    'nano nanos nanosecond nanoseconds nanosec': 0.01,
    'tick ticks': 1,
  }).flatMap(([names, ticks]) => names.split(' ').map((name) => [name, ticks] as const)),
);

/** `1.02:03:04.5678901`, `02:03`, `1.5h`, `10 ms`; a bare number counts days. Null: the text is no timespan. */
export function parseTimespan(text: string): Int | null {
  const trimmed = text.trim();
  const clock = clockForm.exec(trimmed);
  if (clock) {
    const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = clock;
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
    const clockTicks =
      Number(hours) * ticksPerHour +
      Number(minutes) * ticksPerMinute +
      Number(seconds) * ticksPerSecond +
      Number(fraction.slice(0, 7).padEnd(7, '0'));
    const ticks = add(multiply(exact(BigInt(days)), ticksPerDay), clockTicks);
    return sign === '-' ? negate(ticks) : ticks;
  }
  const unit = unitForm.exec(trimmed);
  if (!unit) return null;
  const perUnit = unit[2] === undefined ? ticksPerDay : units.get(unit[2].toLowerCase());
  if (perUnit === undefined) return null;
  const amount = unit[1] ?? '';
  // Whole amounts stay exact beyond 2^53.
  if (!amount.includes('.') && perUnit >= 1) return multiply(exact(BigInt(amount.replace('+', ''))), perUnit);
  return fromReal(Math.round(Number(amount) * perUnit));
}
