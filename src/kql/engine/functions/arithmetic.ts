import { KqlFailure } from '../../failure.ts';
import type { KqlType, Value } from '../../types.ts';
import { inRange, toAbsoluteTicks } from '../values/calendar.ts';
import { toDecimal, type WideDecimal, wide } from '../values/decimal.ts';
import { type Int, isInt } from '../values/guards.ts';
import { add, divide, fromReal, modulo, multiply, negate, subtract, wrapInt } from '../values/integers.ts';
import { type Named, type Operation, scalar } from './define.ts';

interface Operator {
  readonly name: string;
  readonly whole: (a: Int, b: Int) => Int | null;
  readonly real: (a: number, b: number) => number;
  readonly decimal: (a: WideDecimal, b: WideDecimal) => WideDecimal | null;
}

function euclidean(a: number, b: number): number {
  const rest = a % b;
  return rest < 0 ? rest + Math.abs(b) : rest;
}

const plus: Operator = { name: '+', whole: add, real: (a, b) => a + b, decimal: (a, b) => a.plus(b) };
const minus: Operator = { name: '-', whole: subtract, real: (a, b) => a - b, decimal: (a, b) => a.minus(b) };
const times: Operator = { name: '*', whole: multiply, real: (a, b) => a * b, decimal: (a, b) => a.times(b) };
const over: Operator = { name: '/', whole: divide, real: (a, b) => a / b, decimal: (a, b) => (b.isZero() ? null : a.div(b)) };
const rest: Operator = {
  name: '%',
  whole: modulo,
  real: euclidean,
  decimal: (a, b) => {
    if (b.isZero()) return null;
    const left = a.mod(b);
    return left.isNegative() && !left.isZero() ? left.plus(b.abs()) : left;
  },
};

const wholeTypes: ReadonlySet<KqlType> = new Set(['int', 'long', 'bool']);

/** Numbers among themselves; a dynamic counts as what it holds. */
function onNumbers(operator: Operator, types: readonly KqlType[]): Operation {
  if (types.includes('decimal')) {
    return (a = null, b = null) => {
      const [x, y] = [wide(a), wide(b)];
      const result = x === null || y === null ? null : operator.decimal(x, y);
      return result === null ? null : toDecimal(result);
    };
  }
  const { whole, real } = operator;
  if (types.every((type) => wholeTypes.has(type))) return (a, b) => (isInt(a) && isInt(b) ? whole(a, b) : null);
  if (types.includes('real')) {
    return (a, b) => {
      if (typeof a === 'number' && typeof b === 'number') return real(a, b);
      return isInt(a) && isInt(b) ? real(Number(a), Number(b)) : null;
    };
  }
  const isWhole = (value: Int): boolean => typeof value === 'bigint' || Number.isInteger(value);
  return (a, b) => {
    if (!isInt(a) || !isInt(b)) return null;
    return isWhole(a) && isWhole(b) ? whole(a, b) : real(Number(a), Number(b));
  };
}

/** Dates and durations: adding and taking away ticks. */
function onTicks(operator: Operator, result: KqlType): Operation {
  const { whole } = operator;
  return (a, b) => {
    if (!isInt(a) || !isInt(b)) return null;
    const ticks = whole(a, b);
    return ticks !== null && result === 'datetime' ? inRange(ticks) : ticks;
  };
}

/** A duration times, or by, a number. */
function scaled(operator: Operator, types: readonly KqlType[]): Operation {
  if (types.every((type) => type === 'timespan' || wholeTypes.has(type))) return onTicks(operator, 'timespan');
  return (a = null, b = null) => {
    const [x, y] = [wide(a), wide(b)];
    return x === null || y === null ? null : fromReal(operator.real(Number(x), Number(y)));
  };
}

const ratio: Operation = (a, b) => (isInt(a) && isInt(b) ? Number(a) / Number(b) : null);

function numberType([left = 'long', right = 'long']: readonly KqlType[]): KqlType {
  if (left === 'decimal' || right === 'decimal') return 'decimal';
  if (left === 'real' || right === 'real') return 'real';
  return left === 'dynamic' && right === 'dynamic' ? 'dynamic' : 'long';
}

function timeType(name: string, left: KqlType, right: KqlType): KqlType {
  const dates = [left, right].filter((type) => type === 'datetime').length;
  switch (name) {
    case '+':
      return dates > 0 ? 'datetime' : 'timespan';
    case '-':
      return dates === 1 ? 'datetime' : 'timespan';
    case '/':
      return right === 'timespan' ? 'real' : 'timespan';
    default:
      return 'timespan';
  }
}

const isTime = (type: KqlType): boolean => type === 'datetime' || type === 'timespan';

function typeOf(operator: Operator): (types: readonly KqlType[]) => KqlType {
  return (types) => {
    const [left = 'long', right = 'long'] = types;
    return isTime(left) || isTime(right) ? timeType(operator.name, left, right) : numberType(types);
  };
}

function onTimes(operator: Operator, left: KqlType, right: KqlType): Operation {
  const result = timeType(operator.name, left, right);
  switch (operator.name) {
    case '+':
    case '-':
      if (left === 'datetime' && right === 'datetime' && operator.name === '+') break;
      if (left !== 'datetime' && right === 'datetime' && operator.name === '-') break;
      return onTicks(operator, result);
    case '*':
      if (left === right || left === 'datetime' || right === 'datetime') break;
      return scaled(operator, [left, right]);
    case '/':
      if (right === 'datetime') break;
      if (left === 'datetime')
        return right === 'timespan' ? (a, b = null) => ratio(isInt(a) ? toAbsoluteTicks(a) : null, b) : refuse(operator, left, right);
      return right === 'timespan' ? ratio : scaled(operator, [left, right]);
    case '%':
      if (right === 'datetime') break;
      if (left === 'datetime') return (a, b) => (isInt(a) && isInt(b) ? modulo(toAbsoluteTicks(a), b) : null);
      return scaled(operator, [left, right]);
    default:
      break;
  }
  return refuse(operator, left, right);
}

function refuse(operator: Operator, left: KqlType, right: KqlType): never {
  throw new KqlFailure('semantic', `The operator “${operator.name}” does not work between ${left} and ${right}.`, { code: 'SEM0024' });
}

function binary(operator: Operator): Named[number] {
  const type = typeOf(operator);
  return [
    operator.name,
    scalar(type, ({ types }) => {
      const [left = 'long', right = 'long'] = types;
      if (isTime(left) || isTime(right)) return onTimes(operator, left, right);
      if ([left, right].some((each) => each === 'string' || each === 'guid')) refuse(operator, left, right);
      return onNumbers(operator, types);
    }),
  ];
}

function opposite(value: Value | undefined, type: KqlType): Value {
  if (type === 'decimal') {
    const number = wide(value ?? null);
    return number === null ? null : toDecimal(number.neg());
  }
  if (!isInt(value)) return null;
  if (type === 'real') return -Number(value);
  if (type === 'int') return wrapInt(negate(value));
  return typeof value === 'number' && !Number.isInteger(value) ? -value : negate(value);
}

export const arithmetic: Named = [
  ...[plus, minus, times, over, rest].map(binary),
  [
    'unary-',
    scalar(
      ([type = 'long']) => type,
      ({ types: [type = 'long'] }) =>
        (value) =>
          opposite(value, type),
    ),
  ],
];
