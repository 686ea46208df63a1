import type { KqlType, Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { compareValues } from '../values/compare.ts';
import { converter } from '../values/convert.ts';
import { commonType, direct, type Named, type Operation, scalar } from './define.ts';

const and: Operation = (...values) => {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : values.every((value) => value !== 0);
};

const or: Operation = (...values) => {
  if (values.some((value) => value === true || (typeof value === 'number' && value !== 0))) return true;
  return values.includes(null) ? null : false;
};

/** A branch in the type of the whole. */
function branch(call: CallShape, index: number): (value: Value | undefined) => Value {
  const type = call.types[index] ?? call.type;
  const convert = converter(type, call.type);
  return (value) => (value === null || value === undefined ? (call.type === 'string' ? '' : null) : convert(value));
}

function choose(call: CallShape): Operation {
  const [yes, no] = [branch(call, 1), branch(call, 2)];
  return (condition, a, b) => (condition === true ? yes(a) : no(b));
}

function firstThatHolds(call: CallShape): Operation {
  const branches = call.types.map((_type, index) => branch(call, index));
  const last = call.types.length - 1;
  return (...values) => {
    for (let index = 0; index < last; index += 2) {
      if (values[index] === true) return branches[index + 1]?.(values[index + 1]) ?? null;
    }
    return branches[last]?.(values[last]) ?? null;
  };
}

function coalesce(call: CallShape): Operation {
  const branches = call.types.map((_type, index) => branch(call, index));
  return (...values) => {
    for (const [index, value] of values.entries()) {
      const made = branches[index]?.(value) ?? null;
      if (made !== null && made !== '') return made;
    }
    return call.type === 'string' ? '' : null;
  };
}

/** The largest (1) or smallest (-1). Null loses against every value in both. */
function extreme(sign: 1 | -1): (call: CallShape) => Operation {
  return (call) => {
    const branches = call.types.map((_type, index) => branch(call, index));
    return (...values) => {
      let best: Value | undefined;
      for (const [index, value] of values.entries()) {
        const made = branches[index]?.(value) ?? null;
        if (best === undefined) best = made;
        else if (made === null || best === null) best ??= made;
        else if (compareValues(made, best) * sign > 0) best = made;
      }
      return best ?? null;
    };
  };
}

const isNothing = (value: Value | undefined): boolean => value === null || value === undefined;
/** Strings have no null: isnull says false for every one of them. */
const isNull = (types: readonly KqlType[]): ((value: Value | undefined) => boolean) => (types[0] === 'string' ? () => false : isNothing);
const isEmpty = (value: Value | undefined): boolean => isNothing(value) || value === '';

const branchType = (types: readonly KqlType[]): KqlType => commonType(types.slice(1));
const caseType = (types: readonly KqlType[]): KqlType =>
  commonType(types.filter((_type, index) => index % 2 === 1 || index === types.length - 1));
const empty = direct('bool', (value) => isEmpty(value));
const notEmpty = direct('bool', (value) => !isEmpty(value));
const notNull = scalar('bool', ({ types }) => {
  const test = isNull(types);
  return (value) => !test(value);
});

export const logic: Named = [
  ['and', direct('bool', and)],
  ['or', direct('bool', or)],
  ['not', direct('bool', (value) => (typeof value === 'boolean' ? !value : typeof value === 'number' ? value === 0 : null))],
  ['iff', scalar(branchType, choose)],
  ['iif', scalar(branchType, choose)],
  ['case', scalar(caseType, firstThatHolds)],
  ['coalesce', scalar(commonType, coalesce)],
  ['max_of', scalar(commonType, extreme(1))],
  ['min_of', scalar(commonType, extreme(-1))],
  ['isnull', scalar('bool', ({ types }) => isNull(types))],
  ['isnotnull', notNull],
  ['notnull', notNull],
  ['isempty', empty],
  ['isnotempty', notEmpty],
  ['notempty', notEmpty],
];
