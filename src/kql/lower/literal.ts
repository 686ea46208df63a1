import { datetimeText, parseDatetime } from '../engine/values/datetime-text.ts';
import { parseDecimal } from '../engine/values/decimal.ts';
import { exact } from '../engine/values/integers.ts';
import { parseTimespan, timespanText } from '../engine/values/timespan-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part } from '../parser/tree.ts';
import type { Expression } from '../plan.ts';
import type { KqlType, Value } from '../types.ts';
import { atIn, type Context, semantic, unsupported } from './context.ts';
import { plainText, quoted } from './tree-text.ts';

type Literal = Extract<Expression, { kind: 'literal' }>;

const typeOfKind: Readonly<Record<string, KqlType>> = {
  BooleanLiteralExpression: 'bool',
  IntLiteralExpression: 'int',
  LongLiteralExpression: 'long',
  RealLiteralExpression: 'real',
  DecimalLiteralExpression: 'decimal',
  DateTimeLiteralExpression: 'datetime',
  TimespanLiteralExpression: 'timespan',
  GuidLiteralExpression: 'guid',
  StringLiteralExpression: 'string',
  CompoundStringLiteralExpression: 'string',
  NullLiteralExpression: 'dynamic',
  DynamicExpression: 'dynamic',
};

export const isLiteral = (node: KustoNode): boolean => typeOfKind[kindOf(node)] !== undefined;

/** A literal of any type, with its value as types.ts says. Dates are read from the text: the parser's own would be of the host's zone. */
export function literal(node: KustoNode, context: Context): Literal {
  const type = typeOfKind[kindOf(node)];
  if (type === undefined) throw unsupported(`The literal ${quoted(node, context)}`, node, context);
  return { kind: 'literal', type, value: valueOf(node, type, context), at: atIn(node, context) };
}

function valueOf(node: KustoNode, type: KqlType, context: Context): Value {
  const kind = kindOf(node);
  if (kind === 'CompoundStringLiteralExpression') return plainText(node);
  if (kind === 'NullLiteralExpression') return null;
  if (kind === 'DynamicExpression') {
    const inner = part(node, 'Expression');
    return inner === undefined ? null : dynamicValue(inner, context);
  }
  const token = part(node, 'Token');
  const text = token?.ValueText ?? token?.Text ?? '';
  if (type === 'string') return text;
  const value = scalarValue(text, type);
  if (value === undefined) throw semantic(`“${token?.Text ?? text}” is no ${type}.`, node, context);
  return value;
}

/** What a text means as a literal of this type; undefined where it means nothing. */
function scalarValue(text: string, type: KqlType): Value | undefined {
  const bare = text.trim();
  const lower = bare.toLowerCase();
  if (type === 'string') return text;
  if (lower === 'null' || lower === '') return null;
  switch (type) {
    case 'bool':
      return lower === 'true' || lower === '1' ? true : lower === 'false' || lower === '0' ? false : undefined;
    case 'int':
    case 'long':
      return wholeNumber(lower, type);
    case 'real':
      return realNumber(lower);
    case 'decimal':
      return parseDecimal(lower) ?? undefined;
    case 'guid':
      return guid(lower);
    case 'datetime':
      return parseDatetime(withDashes(bare)) ?? undefined;
    case 'timespan':
      return parseTimespan(bare) ?? undefined;
    case 'dynamic':
      return undefined;
  }
}

/** `datetime(2025, 6, 14)` is a date in parts; more of them are the time of day. `datetime(2025 - 06 - 14)` is a date, too. */
function withDashes(text: string): string {
  const date = /^\d+ *- *\d+ *- *\d+\b/.exec(text);
  if (date !== null) return date[0].replaceAll(' ', '') + text.slice(date[0].length);
  const [year, month, day, hour, minute = '0', second = '0', ...rest] = text.split(/\s*,\s*/);
  if (day === undefined || rest.length > 0 || !/^[\d\s.,]+$/.test(text)) return text;
  return `${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute}:${second}`}`;
}

function wholeNumber(text: string, type: 'int' | 'long'): Value | undefined {
  if (!/^[+-]?(?:\d+|0x[\da-f]+)$/.test(text)) return undefined;
  const negative = text.startsWith('-');
  const digits = BigInt(text.replace(/^[+-]/, ''));
  // Hexadecimal says the bits: 0xFFFFFFFFFFFFFFFF is -1.
  const bits = type === 'int' ? 32 : 64;
  const value = negative ? -digits : text.includes('x') ? BigInt.asIntN(bits, digits) : digits;
  if (BigInt.asIntN(bits, value) !== value) return undefined;
  return exact(value);
}

function realNumber(text: string): number | undefined {
  if (text === 'nan') return Number.NaN;
  if (/^[+-]?inf(?:inity)?$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const ratio = /^([+-]?\d+)\/(\d+)$/.exec(text);
  if (ratio !== null) return Number(ratio[1]) / Number(ratio[2]);
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function guid(text: string): string | undefined {
  const digits = text.replaceAll(/[-{}()]/g, '');
  if (!/^[\da-f]{32}$/.test(digits)) return undefined;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

/** What stands in `dynamic(…)`. Dates and spans in it are kept as their text. */
function dynamicValue(node: KustoNode, context: Context): Exclude<Value, undefined> {
  switch (kindOf(node)) {
    case 'JsonObjectExpression':
      return Object.fromEntries(elements(part(node, 'Pairs')).map((pair) => jsonPair(pair, context)));
    case 'JsonArrayExpression':
      return elements(part(node, 'Values')).map((value) => dynamicValue(value, context));
    case 'UnaryMinusExpression': {
      const value = dynamicInner(node, context);
      return typeof value === 'number' || typeof value === 'bigint' ? -value : value;
    }
    case 'UnaryPlusExpression':
    case 'ParenthesizedExpression':
      return dynamicInner(node, context);
    default: {
      const { type, value } = literal(node, context);
      if (value === null || (typeof value !== 'number' && typeof value !== 'bigint'))
        return isDecimal(value) ? Number(value.decimal) : value;
      if (type === 'datetime') return datetimeText(value);
      return type === 'timespan' ? timespanText(value) : value;
    }
  }
}

const isDecimal = (value: Value): value is { readonly decimal: string } =>
  typeof value === 'object' && value !== null && 'decimal' in value && typeof value.decimal === 'string';

function dynamicInner(node: KustoNode, context: Context): Value {
  const inner = part(node, 'Expression');
  return inner === undefined ? null : dynamicValue(inner, context);
}

function jsonPair(pair: KustoNode, context: Context): readonly [string, Value] {
  const value = part(pair, 'Value');
  return [part(pair, 'Name')?.ValueText ?? '', value === undefined ? null : dynamicValue(value, context)];
}

/** The literal as one of another type, where a place (a column of a datatable, a parameter) has that type; undefined: it cannot be. */
export function literalAs(found: Literal, type: KqlType): Literal | undefined {
  if (found.type === type) return found;
  const { value } = found;
  if (value === null) return { ...found, type, value: type === 'string' ? '' : null };
  if (type === 'dynamic') return { ...found, type };
  const numeric = typeof value === 'number' || typeof value === 'bigint';
  if (type === 'string') return found.type === 'guid' ? { ...found, type } : undefined;
  if (found.type === 'string' && typeof value === 'string') {
    const read = scalarValue(value, type);
    return read === undefined ? undefined : { ...found, type, value: read };
  }
  if (!numeric || (found.type !== 'int' && found.type !== 'long' && found.type !== 'real')) return undefined;
  if (type === 'real') return { ...found, type, value: Number(value) };
  if (type === 'decimal') return { ...found, type, value: parseDecimal(String(value)) };
  const whole = (type === 'long' || type === 'int') && found.type !== 'real';
  return whole ? { ...found, type } : undefined;
}
