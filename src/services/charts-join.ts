import type { Word } from '../core/words.ts';
import { aggregationNames, keywords } from './charts-wish.ts';
import { metricNamed } from './metric-names.ts';

/** Words that belong together although they stand apart: a metric whose name holds an option's word ("network in"), "6 h". */
export function joinWords(words: readonly Word[]): readonly Word[] {
  return joinDurations(joinMetric(words));
}

/** The metric's words are no options any more. */
function joinMetric(words: readonly Word[]): readonly Word[] {
  const begin = words.length > 1 && aggregationNames.has(words[0]?.text.toLowerCase() ?? '') ? 1 : 0;
  for (let end = Math.min(words.length, begin + mostMetricWords); end > begin + 1; end -= 1) {
    const name = words.slice(begin, end);
    if (name.some(isKeyword) && metricNamed(name.map((one) => one.text).join(' ')) !== undefined)
      return words.map((word, index) => (index >= begin && index < end ? { ...word, quoted: true } : word));
  }
  return words;
}

const mostMetricWords = 4;
/** Each begins with the letter that stands for it. */
const unit = /^(?:[wdhms]|weeks?|days?|hours?|minutes?|seconds?|mins?|hrs?)$/iu;
const takesDuration: ReadonlySet<string> = new Set(['over', 'every', 'vs']);

/** `over 6 h`, `vs 2 weeks`, `every 1 h 30 m` */
function joinDurations(words: readonly Word[]): readonly Word[] {
  const joined: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    joined.push(word);
    if (!isKeyword(word) || !takesDuration.has(word.text.toLowerCase())) continue;
    const pairs: string[] = [];
    let next = at + 1;
    for (; isPair(words[next], words[next + 1]); next += 2)
      pairs.push(`${words[next]?.text ?? ''}${words[next + 1]?.text.charAt(0) ?? ''}`);
    const first = words[at + 1];
    if (pairs.length === 0 || first === undefined) continue;
    joined.push({ ...first, text: pairs.join('') });
    at = next - 1;
  }
  return joined;
}

function isPair(count: Word | undefined, name: Word | undefined): boolean {
  return count !== undefined && name !== undefined && /^\d{1,9}$/u.test(count.text) && !name.quoted && unit.test(name.text);
}

function isKeyword({ text, quoted }: Word): boolean {
  return !quoted && keywords.some((one) => one === text.toLowerCase());
}
