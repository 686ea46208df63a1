import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KqlFailure } from '../failure.ts';
import { lowered } from './plan-text.fixture.ts';

const whole = [
  'let f = (T:(name:string), p:string = "a") { T | where name == p }; requests | invoke f("b") | union withsource=S (deps | as D) | summarize arg_max(timestamp, *), n=count() by bin(timestamp, 1h)',
  'requests | mv-apply x = bag.a to typeof(long) on (top 2 by x) | join kind=leftouter (deps | project name, id) on $left.name == $right.id | parse name with * "a" b:long | render timechart with (title="x")',
  'datatable(a:string, d:dynamic)["x", dynamic({"a":[1,-2]})] | make-series n=count() default=0 on t from ago(1d) to now() step 1h | top-nested 2 of a by count() | scan declare(x:long=0) with (step s: true => x = s.x + 1;)',
] as const;

/** A query in which a piece is missing. */
const broken = fc
  .tuple(fc.constantFrom(...whole), fc.nat(), fc.nat(30))
  .map(([text, at, length]) => text.slice(0, at % text.length) + text.slice((at % text.length) + length));

it('a query that is not whole becomes a plan or a failure in words, never a fault of ours', () => {
  fc.assert(
    fc.property(broken, (text) => {
      try {
        expect(lowered(text).result.steps).toBeInstanceOf(Array);
      } catch (error) {
        expect(error).toBeInstanceOf(KqlFailure);
      }
    }),
  );
});
