import { KqlFailure } from '../../failure.ts';
import type { KqlType, Value } from '../../types.ts';
import type { CallShape, ScalarFunction } from '../shapes.ts';
import { converter } from '../values/convert.ts';
import { asValue, type Bag, type Int, isBag, isInt, isList, type List } from '../values/guards.ts';
import { fromReal } from '../values/integers.ts';
import { toText, writerOf } from '../values/text.ts';

export type Operation = (...values: readonly Value[]) => Value;
export type Named = readonly (readonly [string, ScalarFunction])[];

export function scalar(type: KqlType | ScalarFunction['type'], make: ScalarFunction['make']): ScalarFunction {
  return { type: typeof type === 'string' ? () => type : type, make };
}

/** A function that looks at its arguments only, not at what is known before the first row. */
export function direct(type: KqlType | ScalarFunction['type'], operation: Operation): ScalarFunction {
  return scalar(type, () => operation);
}

const asIs = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** Reads the argument at this place as text, whatever its type; null is the empty text. */
export function textAt(call: CallShape, index: number): (value: Value | undefined) => string {
  const type = call.types[index] ?? 'string';
  if (type === 'string') return asIs;
  const write = writerOf(type);
  return (value) => write(value ?? null);
}

/** Reads it as a double; null stays null. */
export function realAt(call: CallShape, index: number): (value: Value | undefined) => number | null {
  const type = call.types[index] ?? 'real';
  const convert = converter(type, 'real');
  return (value) => {
    if (typeof value === 'number' && type !== 'datetime') return value;
    const real = convert(value ?? null);
    return typeof real === 'number' ? real : null;
  };
}

/** Reads it as a whole number, ticks included; null stays null. */
export function longAt(call: CallShape, index: number): (value: Value | undefined) => Int | null {
  const type = call.types[index] ?? 'long';
  if (type === 'datetime' || type === 'timespan') return (value) => (isInt(value) ? value : null);
  const convert = converter(type, 'long');
  return (value) => {
    if (typeof value === 'number') return fromReal(value);
    const long = convert(value ?? null);
    return isInt(long) ? long : null;
  };
}

/** Small whole numbers: positions, lengths, counts. Beyond a double they are as good as endless. */
export function countAt(call: CallShape, index: number): (value: Value | undefined) => number | null {
  const read = longAt(call, index);
  return (value) => {
    const long = read(value);
    return long === null ? null : Number(long);
  };
}

/** A list argument: an array, or its JSON text. */
export function toList(value: Value | undefined): List | null {
  return isList(value) ? value : null;
}

export function toBag(value: Value | undefined): Bag | null {
  return isBag(value) ? value : null;
}

/** One item of a list as text, as tostring gives it. */
export function itemText(item: unknown): string {
  return typeof item === 'string' ? item : toText(asValue(item), 'dynamic');
}

/** All arguments as texts. */
export function ofTexts(type: KqlType, operation: (first: string, second: string, third: string) => Value): ScalarFunction {
  return scalar(type, (call) => {
    const [first, second, third] = [textAt(call, 0), textAt(call, 1), textAt(call, 2)];
    return (a, b, c) => operation(first(a), second(b), third(c));
  });
}

/** One number to one number, in doubles; null stays null. */
export function ofReal(operation: (value: number) => number): ScalarFunction {
  return scalar('real', (call) => {
    const read = realAt(call, 0);
    return (value) => {
      const number = read(value);
      return number === null ? null : operation(number);
    };
  });
}

export function ofReals(operation: (a: number, b: number) => number | null): ScalarFunction {
  return scalar('real', (call) => {
    const [first, second] = [realAt(call, 0), realAt(call, 1)];
    return (x, y) => {
      const a = first(x);
      const b = second(y);
      return a === null || b === null ? null : operation(a, b);
    };
  });
}

/** The service refuses such an argument. */
export function refused(call: Pick<CallShape, 'name'>, why: string): KqlFailure {
  return new KqlFailure('semantic', `${call.name}(): ${why}`);
}

/** `prepare` runs once per argument while that does not change from row to row: regexes, zones, formats. */
export function remember<Made>(prepare: (text: string) => Made): (text: string) => Made {
  let last: { readonly text: string; readonly made: Made } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, made: prepare(text) };
    return last.made;
  };
}

/** The type that values of all these types can be turned into: long and real give real, unlike ones dynamic. */
export function commonType(types: readonly KqlType[]): KqlType {
  const order: readonly KqlType[] = ['int', 'long', 'real', 'decimal'];
  const [first = 'dynamic', ...rest] = types;
  return rest.reduce<KqlType>((common, type) => {
    if (common === type) return common;
    const widest = Math.max(order.indexOf(common), order.indexOf(type));
    return order.includes(common) && order.includes(type) ? (order[widest] ?? common) : 'dynamic';
  }, first);
}
