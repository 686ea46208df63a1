/** The scalar types of the query language. `guid` and `datetime` values compare by what they mean, not by how they are written. */
export const kqlTypes = ['bool', 'int', 'long', 'real', 'decimal', 'string', 'datetime', 'timespan', 'guid', 'dynamic'] as const;
export type KqlType = (typeof kqlTypes)[number];

export interface ColumnSpec {
  readonly name: string;
  readonly type: KqlType;
}

/** A number that is exact where a double is not: of 128 bits, as the service's `decimal`. See decimal.ts. */
export interface Decimal {
  readonly decimal: string;
}

/**
 * One cell, by the type of its column; `null` is the null of every type but string, which has only the empty one.
 * bool: boolean · int: number · long: number, or bigint where a double would not be exact · real: number (NaN and infinities
 * too) · decimal: Decimal · string: string · datetime: 100 ns ticks since `epoch`, number or bigint as long · timespan: 100 ns
 * ticks, likewise · guid: string in lower case · dynamic: what JSON can say (null, boolean, number, bigint, string, array,
 * object), where a datetime or timespan literal inside is its text.
 */
export type Value = null | boolean | number | bigint | string | Decimal | readonly unknown[] | { readonly [key: string]: unknown };

/** What a datetime of zero ticks is: the years 1991 to 2048 are then exact as doubles. Milliseconds since 1970 (UTC). */
export const epochMs = Date.UTC(2020, 0, 1);
export const ticksPerMs = 10_000;
