import type { Value } from '../types.ts';

/** What JavaScript's own operators compare as the query language does: cells that are neither null nor made of parts. */
export type Plain = number | bigint | string | boolean;

export const isPlain = (value: Value | undefined): value is Plain => typeof value !== 'object' && value !== undefined;

/** A list of so many places, to be filled. */
export function room(length: number): Value[] {
  const list: Value[] = [];
  list.length = length;
  return list;
}
