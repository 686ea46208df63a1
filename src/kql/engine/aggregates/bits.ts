import type { AggregateFunction, Value } from '../shapes.ts';
import { exact } from '../values/integers.ts';

/** All bits of 64, so by bigint. Null where there was no number. */
const bitwise = (combine: (one: bigint, other: bigint) => bigint): AggregateFunction => ({
  type: () => 'long',
  make: () => () => {
    let bits: bigint | undefined;
    return {
      add: (value: Value = null) => {
        if (typeof value !== 'number' && typeof value !== 'bigint') return;
        bits = bits === undefined ? BigInt(value) : combine(bits, BigInt(value));
      },
      result: () => (bits === undefined ? null : exact(bits)),
    };
  },
});

export const allAnd = bitwise((one, other) => one & other);
export const allOr = bitwise((one, other) => one | other);
export const allXor = bitwise((one, other) => one ^ other);
