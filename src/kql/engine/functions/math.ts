import type { KqlType, Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { toDecimal, wide } from '../values/decimal.ts';
import { isInt } from '../values/guards.ts';
import { absolute } from '../values/integers.ts';
import { countAt, direct, type Named, type Operation, ofReal, ofReals, realAt, scalar } from './define.ts';
import { betaDensity, betaProbability, betaQuantile, erf, erfc, gamma, logGamma, welch } from './special-functions.ts';

const ownType = ([type = 'real']: readonly KqlType[]): KqlType => type;
/** Outside of its domain a function of the service gives null, not NaN. */
const within = (operation: (value: number) => number, inside: (value: number) => boolean): Named[number][1] =>
  scalar('real', (call) => {
    const read = realAt(call, 0);
    return (value) => {
      const number = read(value);
      return number === null || !inside(number) ? null : operation(number);
    };
  });

const notNegative = (value: number): boolean => value >= 0;
const unit = (value: number): boolean => value >= -1 && value <= 1;

/** Half away from zero, as C rounds. */
function roundTo(value: number, digits: number): number {
  const scale = 10 ** Math.abs(digits);
  const scaled = digits < 0 ? Math.abs(value) / scale : Math.abs(value) * scale;
  if (!Number.isFinite(scaled)) return value;
  const rounded = digits < 0 ? Math.round(scaled) * scale : Math.round(scaled) / scale;
  return value < 0 ? -rounded : rounded;
}

function round(call: CallShape): Operation {
  const digits = countAt(call, 1);
  const [type = 'real'] = call.types;
  if (type === 'decimal') {
    return (value = null, places = 0) => {
      const number = wide(value);
      const count = digits(places);
      return number === null || count === null ? null : toDecimal(number.toDecimalPlaces(Math.max(0, count), 4));
    };
  }
  return (value, places = 0) => {
    const count = digits(places);
    if (count === null || !isInt(value)) return null;
    if ((type === 'long' || type === 'int') && count >= 0) return value;
    return roundTo(Number(value), count) + 0;
  };
}

function ceiling([type = 'real']: readonly KqlType[]): Operation {
  if (type === 'decimal') return (value = null) => decimalOf(value, (number) => number.ceil());
  return (value) => (typeof value === 'number' ? Math.ceil(value) + 0 : isInt(value) ? value : null);
}

function decimalOf(value: Value, operation: (number: NonNullable<ReturnType<typeof wide>>) => NonNullable<ReturnType<typeof wide>>): Value {
  const number = wide(value);
  return number === null ? null : toDecimal(operation(number));
}

function abs([type = 'real']: readonly KqlType[]): Operation {
  if (type === 'decimal') return (value = null) => decimalOf(value, (number) => number.abs());
  return (value) => {
    if (typeof value === 'number') return Math.abs(value);
    return isInt(value) ? absolute(value) : null;
  };
}

const absType = ([type = 'real']: readonly KqlType[]): KqlType => (type === 'int' ? 'long' : type);

function ofThree(operation: (a: number, b: number, c: number) => number | null): Named[number][1] {
  return scalar('real', (call) => {
    const [first, second, third] = [realAt(call, 0), realAt(call, 1), realAt(call, 2)];
    return (x, y, z) => {
      const [a, b, c] = [first(x), second(y), third(z)];
      return a === null || b === null || c === null ? null : operation(a, b, c);
    };
  });
}

function welchTest(call: CallShape): Operation {
  const readers = call.types.map((_type, index) => realAt(call, index));
  return (...values) => {
    const numbers = values.map((value, index) => readers[index]?.(value) ?? Number.NaN);
    const [mean1 = 0, variance1 = 0, count1 = 0, mean2 = 0, variance2 = 0, count2 = 0] = numbers;
    return numbers.some(Number.isNaN) ? null : welch(mean1, variance1, count1, mean2, variance2, count2);
  };
}

/** Each row gets a number of its own: the engine does not fold this call into a constant. */
const random: Operation = (count) => {
  const size = isInt(count) ? Number(count) : 0;
  return size > 1 ? Math.floor(Math.random() * size) : Math.random();
};

const realTest = (test: (value: number) => boolean): Named[number][1] =>
  direct('bool', (value) => typeof value === 'number' && test(value));

export const math: Named = [
  ['abs', scalar(absType, ({ types }) => abs(types))],
  ['ceiling', scalar(ownType, ({ types }) => ceiling(types))],
  ['round', scalar(ownType, round)],
  ['sign', ofReal((value) => Math.sign(value))],
  ['sqrt', within(Math.sqrt, notNegative)],
  ['exp', ofReal(Math.exp)],
  ['exp2', ofReal((value) => 2 ** value)],
  ['exp10', ofReal((value) => 10 ** value)],
  ['log', within(Math.log, notNegative)],
  ['log2', within(Math.log2, notNegative)],
  ['log10', within(Math.log10, notNegative)],
  ['pow', ofReals((base, exponent) => base ** exponent)],
  ['sin', ofReal(Math.sin)],
  ['cos', ofReal(Math.cos)],
  ['tan', ofReal(Math.tan)],
  ['cot', ofReal((value) => 1 / Math.tan(value))],
  ['asin', within(Math.asin, unit)],
  ['acos', within(Math.acos, unit)],
  ['atan', ofReal(Math.atan)],
  ['atan2', ofReals(Math.atan2)],
  ['degrees', ofReal((value) => (value * 180) / Math.PI)],
  ['radians', ofReal((value) => (value * Math.PI) / 180)],
  ['pi', direct('real', () => Math.PI)],
  ['rand', direct('real', random)],
  ['isnan', realTest(Number.isNaN)],
  ['isinf', realTest((value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)],
  ['isfinite', direct('bool', (value) => isInt(value) && (typeof value === 'bigint' || Number.isFinite(value)))],
  ['gamma', ofReal(gamma)],
  ['loggamma', ofReal(logGamma)],
  ['erf', ofReal(erf)],
  ['erfc', ofReal(erfc)],
  ['beta_cdf', ofThree(betaProbability)],
  ['beta_inv', ofThree(betaQuantile)],
  ['beta_pdf', ofThree(betaDensity)],
  ['welch_test', scalar('real', welchTest)],
];
