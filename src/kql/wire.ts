import { datetimeText } from './engine/values/datetime-text.ts';
import { isDecimal, isInt } from './engine/values/guards.ts';
import { jsonText } from './engine/values/json.ts';
import { timespanText } from './engine/values/timespan-text.ts';
import type { Table } from './table.ts';
import type { KqlType, Value } from './types.ts';

/** The service leaves out zeros at the end of a second's fraction: "14:05:00.12Z", "14:05:00Z". */
const shortened = (text: string): string => text.replace(/\.?0+Z$/u, 'Z');

function realJson(value: Value): string {
  const number = Number(value);
  return Number.isFinite(number) ? String(number) : JSON.stringify(String(number));
}

/** A dynamic is sent as text: JSON, but for a text, which is sent as it is. */
const dynamicJson = (value: Value): string => JSON.stringify(typeof value === 'string' ? value : jsonText(value));

/** The cell as JSON. Longs are written with all their digits, also where a double would not hold them. */
export function cellJson(value: Value, type: KqlType): string {
  if (value === null) return type === 'string' ? '""' : 'null';
  switch (type) {
    case 'bool':
    case 'int':
    case 'long':
      return typeof value === 'object' ? 'null' : String(value);
    case 'real':
      return realJson(value);
    case 'decimal':
      return JSON.stringify(isDecimal(value) ? value.decimal : value);
    case 'string':
    case 'guid':
      return JSON.stringify(value);
    case 'datetime':
      return JSON.stringify(isInt(value) ? shortened(datetimeText(value)) : value);
    case 'timespan':
      return JSON.stringify(isInt(value) ? timespanText(value) : value);
    case 'dynamic':
      return dynamicJson(value);
  }
}

/** The rows of a table as the JSON text of a list of lists, as the service sends them. */
export function writeRows(table: Table): string {
  const columns = table.columns.map(({ type }, at) => ({ type, values: table.values(at) }));
  const rows = Array.from(
    { length: table.length },
    (_, row) => `[${columns.map(({ type, values }) => cellJson(values[row] ?? null, type)).join(',')}]`,
  );
  return `[${rows.join(',')}]`;
}
