import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, big, divide, exact, floorTo, modulo, multiply, negate, subtract } from './integers.ts';

const long = fc
  .oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -1000n, max: 1000n }),
    fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
  )
  .map(exact);
const wrapped = (value: bigint) => exact(BigInt.asIntN(64, value));

describe('64-bit whole numbers', () => {
  it('add, subtract and multiply as 64 bits do, for all longs', () => {
    fc.assert(
      fc.property(long, long, (a, b) => {
        expect(add(a, b)).toBe(wrapped(big(a) + big(b)));
        expect(subtract(a, b)).toBe(wrapped(big(a) - big(b)));
        expect(multiply(a, b)).toBe(wrapped(big(a) * big(b)));
        expect(negate(a)).toBe(wrapped(-big(a)));
      }),
    );
  });

  it('divide towards zero, with a rest that is never negative', () => {
    fc.assert(
      fc.property(long, long, (a, b) => {
        const divisor = big(b);
        if (divisor === 0n) {
          expect([divide(a, b), modulo(a, b)]).toEqual([null, null]);
          return;
        }
        expect(divide(a, b)).toBe(wrapped(big(a) / divisor));
        const rest = big(modulo(a, b) ?? -1);
        expect(rest >= 0n && rest < (divisor < 0n ? -divisor : divisor)).toBe(true);
        expect((big(a) - rest) % divisor).toBe(0n);
      }),
    );
  });

  it('hold each quantity in one way only', () => {
    expect(add(2 ** 53 - 1, 1)).toBe(2n ** 53n);
    expect(subtract(2n ** 53n, 1)).toBe(2 ** 53 - 1);
    expect(add(2n ** 63n - 1n, 1)).toBe(-(2n ** 63n));
    expect(Object.is(multiply(0, -5), 0)).toBe(true);
  });

  it('go down to the multiple below, for negative numbers too', () => {
    expect([floorTo(7, 5), floorTo(-7, 5), floorTo(-10, 5), floorTo(2n ** 60n + 1n, 2)]).toEqual([5, -10, -10, 2n ** 60n]);
  });
});
