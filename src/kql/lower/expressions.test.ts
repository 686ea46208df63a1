import { describe, expect, it } from 'vitest';
import { expressionText, lowered } from './plan-text.fixture.ts';

/** What `where …` becomes over the table of requests. */
function condition(text: string): string {
  const step = lowered(`requests | where ${text}`).result.steps[0];
  return step?.kind === 'where' ? expressionText(step.predicate) : '';
}

describe('a condition', () => {
  it.each([
    ['(duration + 1) * 2 > -3', '>(*(+(duration, 1), 2), -3)'],
    ['duration % 2 <= - duration', '<=(%(duration, 2), unary-(duration))'],
    ['name <> "a" or name =~ "b" or name !~ "c"', 'or(or(!=(name, "a"), =~(name, "b")), !~(name, "c"))'],
    ['name contains "a" and name !contains_cs "b"', 'and(contains(name, "a"), !contains_cs(name, "b"))'],
    ['name hasprefix_cs "a" and name !hassuffix "b"', 'and(hasprefix_cs(name, "a"), !hassuffix(name, "b"))'],
    ['name startswith "a" and name !endswith_cs "b"', 'and(startswith(name, "a"), !endswith_cs(name, "b"))'],
    ['name matches regex "a.*"', 'matches regex(name, "a.*")'],
    ['name in ("a", "b") and name !in~ ("c")', 'and(in(name, "a", "b"), !in~(name, "c"))'],
    ['name in ((deps | project id)) or name in (deps)', 'or(in(name, (deps | project columns: [id:string=id])), in(name, (deps)))'],
    ['name has_any (dynamic(["a"])) and name has_all ("b", "c")', 'and(has_any(name, dynamic ["a"]), has_all(name, "b", "c"))'],
    ['duration between (1 .. 5)', 'between(duration, 1, 5)'],
    ['timestamp !between (datetime(2020-01-01) .. 1d)', '!between(timestamp, datetime 0, timespan 864000000000)'],
    ['bag.a["x y"].b[0][-1] == bag[name]', '==(bag["a"]["x y"]["b"][0][-1], bag[name])'],
    ['* has "x"', 'has(*, "x")'],
    ['not(isempty(name)) and case(true, true, false)', 'and(not(isempty(name)), case(true, true, false))'],
    ['duration > toscalar(deps | count)', '>(duration, (deps | count name: Count))'],
    ['column_ifexists("name", "") == column_ifexists("nope", "x")', '==(name, "x")'],
  ])('%s', (text, expected) => {
    expect(condition(text)).toBe(expected);
  });
});

describe('a name', () => {
  it('that means nothing is named with its place', () => {
    expect(() => lowered('requests | where Foo > 1')).toThrow(
      expect.objectContaining({
        kind: 'semantic',
        message: expect.stringContaining('“Foo”'),
        at: { start: 17, length: 3 },
        code: 'SEM0100',
      }),
    );
  });

  it('may be a column that only shows when the query runs', () => {
    expect(() => lowered('requests | evaluate bag_unpack(bag) | where Foo > 1')).not.toThrow();
  });
});
