import { KqlFailure } from '../../failure.ts';
import { type Named, ofTexts } from './define.ts';

// The parameters of RFC 3492, section 5.
const base = 36;
const [smallest, largest] = [1, 26];

/** Names have 63 letters at most; the work grows with the square of the length. */
const longest = 2000;

function checked(text: string): string {
  if (text.length > longest) throw new KqlFailure('limit', `Punycode is for names: at most ${longest} characters.`);
  return text;
}

function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / 700) : Math.floor(delta / 2);
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((base - smallest) * largest) / 2; k += base) rest = Math.floor(rest / (base - smallest));
  return k + Math.floor(((base - smallest + 1) * rest) / (rest + 38));
}

const threshold = (k: number, bias: number): number => Math.min(largest, Math.max(smallest, k - bias));
const digit = (value: number): string => String.fromCodePoint(value < 26 ? value + 97 : value + 22);

function variableLength(delta: number, bias: number): string {
  let text = '';
  let rest = delta;
  for (let k = base; ; k += base) {
    const limit = threshold(k, bias);
    if (rest < limit) return text + digit(rest);
    text += digit(limit + ((rest - limit) % (base - limit)));
    rest = Math.floor((rest - limit) / (base - limit));
  }
}

function encode(text: string): string {
  const points = Array.from(checked(text), (letter) => letter.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < 128);
  let output = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '');
  let [next, delta, bias, handled] = [128, 0, 72, basic.length];
  while (handled < points.length) {
    const smallestLeft = Math.min(...points.filter((point) => point >= next));
    delta += (smallestLeft - next) * (handled + 1);
    next = smallestLeft;
    for (const point of points) {
      if (point < next) delta += 1;
      if (point !== next) continue;
      output += variableLength(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    next += 1;
  }
  return output;
}

/** Empty: the text is no Punycode. */
function decode(text: string): string {
  const cut = checked(text).lastIndexOf('-');
  const points = Array.from(text.slice(0, Math.max(0, cut)), (letter) => letter.codePointAt(0) ?? 0);
  let [at, next, bias, place] = [cut + 1, 128, 72, 0];
  while (at < text.length) {
    const before = place;
    for (let [k, weight] = [base, 1]; ; k += base, at += 1) {
      const value = digitValue(text.charCodeAt(at));
      if (value === undefined || !Number.isSafeInteger(value * weight)) return '';
      place += value * weight;
      const limit = threshold(k, bias);
      if (value < limit) break;
      weight *= base - limit;
    }
    at += 1;
    bias = adapt(place - before, points.length + 1, before === 0);
    next += Math.floor(place / (points.length + 1));
    place %= points.length + 1;
    if (next > 0x10_ff_ff) return '';
    points.splice(place, 0, next);
    place += 1;
  }
  return String.fromCodePoint(...points);
}

function digitValue(unit: number): number | undefined {
  if (unit >= 48 && unit <= 57) return unit - 22;
  if (unit >= 65 && unit <= 90) return unit - 65;
  return unit >= 97 && unit <= 122 ? unit - 97 : undefined;
}

// oxlint-disable-next-line no-control-regex -- the range of ASCII begins with control characters
const beyondAscii = /[^\u0000-\u007F]/;
const labels = (text: string, convert: (label: string) => string): string => text.split('.').map(convert).join('.');

export const punycode: Named = [
  ['punycode_from_string', ofTexts('string', encode)],
  ['punycode_to_string', ofTexts('string', decode)],
  [
    'punycode_domain_from_string',
    ofTexts('string', (text) => labels(text, (label) => (beyondAscii.test(label) ? `xn--${encode(label)}` : label))),
  ],
  [
    'punycode_domain_to_string',
    ofTexts('string', (text) => labels(text, (label) => (label.startsWith('xn--') ? decode(label.slice(4)) : label))),
  ],
];
