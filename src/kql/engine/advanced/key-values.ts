export interface PairOptions {
  /** Between pairs, and between a key and its value. Without them everything that is no letter, digit or underscore is between. */
  readonly pair: string | undefined;
  readonly keyValue: string | undefined;
  /** One character for both sides, or the opening and the closing one. */
  readonly quotes: string | undefined;
  readonly escape: string | undefined;
  /** Values without quotes reach to the next of these keys, whatever stands between. */
  readonly greedyFor: readonly string[] | undefined;
}

type Pair = readonly [key: string, value: string];

const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** All pairs in the order of the text, without white space around keys and values. */
export function splitPairs(text: string, options: PairOptions): readonly Pair[] {
  return options.pair === undefined || options.keyValue === undefined
    ? loosePairs(text, options)
    : pairsBetween(text, options.pair, options.keyValue, options);
}

/** A value in quotes that begins here, and where it ends; undefined: none begins here. */
function quoted(text: string, from: number, { quotes, escape }: PairOptions): { readonly value: string; readonly end: number } | undefined {
  const [opening, closing = opening] = quotes ?? '';
  if (opening === undefined || text[from] !== opening) return undefined;
  let value = '';
  for (let place = from + 1; place < text.length; place++) {
    const character = text[place];
    if (character === escape && place + 1 < text.length) {
      place += 1;
      value += text[place];
    } else if (character === closing) return { value, end: place + 1 };
    else value += character;
  }
  return undefined;
}

function skipBlanks(text: string, from: number): number {
  let place = from;
  while (place < text.length && /\s/.test(text[place] ?? '')) place += 1;
  return place;
}

function pairsBetween(text: string, pair: string, keyValue: string, options: PairOptions): readonly Pair[] {
  const pairs: Pair[] = [];
  let place = 0;
  while (place < text.length) {
    place = skipBlanks(text, place);
    const named = quoted(text, place, options);
    const keyEnd = text.indexOf(keyValue, named?.end ?? place);
    if (keyEnd < 0) break;
    const key = named?.value ?? text.slice(place, keyEnd).split(pair).at(-1) ?? '';
    // A blank that parts the pairs also stands behind a pair without a value: then the value is empty.
    const from = pair.trim() === '' ? keyEnd + keyValue.length : skipBlanks(text, keyEnd + keyValue.length);
    const inQuotes = quoted(text, from, options);
    const end = inQuotes?.end ?? valueEnd(text, from, pair, keyValue, options);
    pairs.push([key.trim(), inQuotes?.value ?? text.slice(from, end).trim()]);
    const next = text.indexOf(pair, end);
    if (next < 0) break;
    place = next + pair.length;
  }
  return pairs;
}

function valueEnd(text: string, from: number, pair: string, keyValue: string, { greedyFor }: PairOptions): number {
  const starts =
    greedyFor === undefined ? [text.indexOf(pair, from)] : greedyFor.map((key) => text.indexOf(`${pair}${key}${keyValue}`, from));
  return starts.filter((start) => start >= 0).reduce((one, other) => Math.min(one, other), text.length);
}

/** Words one after the other: a key, then its value. */
function loosePairs(text: string, options: PairOptions): readonly Pair[] {
  const words: string[] = [];
  let place = 0;
  while (place < text.length) {
    const inQuotes = quoted(text, place, options);
    if (inQuotes !== undefined) {
      words.push(inQuotes.value);
      place = inQuotes.end;
    } else if (isWord(text[place])) {
      const start = place;
      while (isWord(text[place])) place += 1;
      words.push(text.slice(start, place));
    } else place += 1;
  }
  // Which words are keys is not said: each may be one, and the next its value. The keys asked for decide.
  return words.slice(0, -1).map((word, index): Pair => [word, words[index + 1] ?? '']);
}
