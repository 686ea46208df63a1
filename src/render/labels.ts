import { type Brush, fitted, widthOf } from './brush.ts';

/** How much of what names have in common stays in front, to be recognised by. */
const head = 5;

/**
 * The names as they fit into `most`, cut in the middle, and still told apart: where cutting would make two of them the same, what
 * they have in common is cut instead, and where that is not enough they are numbered.
 */
export function distinctLabels(brush: Brush, names: readonly string[], { most, size }: { most: number; size: number }): readonly string[] {
  widthOf(brush, '', size);
  const plainly = names.map((name) => fitted(brush, name, most, 'middle'));
  const alike = Map.groupBy(
    names.map((_, index) => index).filter((index) => isFirst(names, index)),
    (index) => plainly[index] ?? '',
  );
  const shown = [...plainly];
  for (const [, indexes] of alike) {
    if (indexes.length < 2) continue;
    const common = commonStart(indexes.map((index) => names[index] ?? ''));
    for (const index of indexes) {
      const name = names[index] ?? '';
      shown[index] =
        common <= head + 3 ? (shown[index] ?? '') : fitted(brush, `${name.slice(0, head)}…${name.slice(common - 2)}`, most, 'end');
    }
  }
  return numbered(brush, names, shown, most);
}

function numbered(brush: Brush, names: readonly string[], shown: readonly string[], most: number): readonly string[] {
  const seen = new Map<string, number>();
  return shown.map((label, index) => {
    if (!isFirst(names, index)) return label;
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    if (count === 1) return label;
    const number = ` (${count})`;
    return `${fitted(brush, label, most - brush.measureText(number).width, 'end')}${number}`;
  });
}

/** The same name twice is the same thing twice. */
const isFirst = (names: readonly string[], index: number): boolean => names.indexOf(names[index] ?? '') === index;

function commonStart([first = '', ...others]: readonly string[]): number {
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return length;
}
