/** An example of the documentation that the engine answers otherwise than the page prints, and why. */
export interface Known {
  readonly page: string;
  /** Which of the page's examples: 0 is the first. */
  readonly index: number;
  readonly reason: string;
}

const known = (page: string, index: number, reason: string): Known => ({ page, index, reason });

const otherTime = 'the printed result depends on the moment at which it was asked';
const chance = 'the result is a matter of chance';
const broken = 'what the file holds as the query is not one: text of the page has come between';
const noReduce = 'reduce is not supported: how it finds its patterns is not documented';

/** Examples whose values differ. */
export const knownDifferences: readonly Known[] = [
  known('array-iff-function.md', 2, 'the page prints another condition than the query has; the result is the same'),
  known('bin-function.md', 3, 'reads the table StormEvents, which is not in the file'),
  known('cursor-current.md', 0, 'cursor_current() is not supported: there is no cursor over a database here'),
  known('datetime-utc-to-local-function.md', 0, otherTime),
  known(
    'join-innerunique.md',
    2,
    'which of two rows of a key stays is open: the page prints both outcomes for the same query, we give the other',
  ),
  known('parse-json-function.md', 1, 'the page prints a text with quotes without its backslashes'),
  known('parse-operator.md', 0, broken),
  known('parse-url-function.md', 0, 'the page prints the path without the slash that it begins with'),
  known('range-function.md', 1, 'the page leaves most of the result out (“.....”)'),
  known('range-function.md', 3, 'the file has the result of another example in front of this one’s'),
  known('range-operator.md', 0, otherTime),
  known('reduce-operator.md', 0, noReduce),
  known('reduce-operator.md', 1, noReduce),
  known('reduce-operator.md', 2, noReduce),
  known('reduce-operator.md', 3, noReduce),
  known('replace-regex-function.md', 0, 'the page prints the whole numbers of range as fractions'),
  known('row-rank-min-function.md', 0, broken),
  known('strcat-function.md', 1, 'the page prints the lines of a text as a numbered list'),
  known('toguid-function.md', 0, 'the page prints “isn’t” where the query says “is not”'),
  known('toscalar-function.md', 0, chance),
  known('trim-start-function.md', 0, 'the page prints an address in angle brackets'),
];

/** Examples whose values are equal, but whose columns the page calls otherwise than the service would. */
export const knownNames: readonly Known[] = [
  known('cos-function.md', 0, 'the page says “result” for a column without a name'),
  known('extract-all-function.md', 0, 'the page says “ID” for “Id”'),
  known('extract-all-function.md', 1, 'the page says “ID” for “Id”'),
  known('extract-all-function.md', 2, 'the page says “ID” for “Id”'),
  known('extract-all-function.md', 3, 'the page says “ID” for “Id”'),
  known('mv-apply-operator.md', 2, 'the page says “Val1” for “Val”'),
  known('parse-command-line-function.md', 0, 'the page says “Result” for a column without a name'),
  known('sin-function.md', 0, 'the page says “result” for a column without a name'),
  known('tohex-function.md', 0, 'the page says “print_04” for “print_4”'),
  known('variancep-aggregation-function.md', 0, 'the page says “variance_x” for “variancep_x”'),
];
