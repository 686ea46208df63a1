import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from './errors.ts';
import { quoteWord, readWords } from './words.ts';

const read = (typed: string): readonly string[] => readWords(typed).all.map((word) => word.text);

describe('reading words', () => {
  it('splits at any kind of space, non-breaking and narrow ones too', () => {
    expect(read('chart\u00a0cpu\u202fof\tbps-website\n over 6h')).toEqual(['chart', 'cpu', 'of', 'bps-website', 'over', '6h']);
  });

  it.each([
    ['straight', '"key vault"'],
    ['single', "'key vault'"],
    ['curly', '“key vault”'],
    ['curly single', '‘key vault’'],
    ['low', '„key vault“'.replace('“', '”')],
    ['mixed by a keyboard', '“key vault"'],
    ['French', '«key vault»'],
  ])('holds a name in %s quotes together', (_name, typed) => {
    expect(read(`resources kind ${typed}`)).toEqual(['resources', 'kind', 'key vault']);
  });

  it('leaves apostrophes inside words and quotes that never close as they are', () => {
    expect(read("what's ana's “open")).toEqual(["what's", "ana's", '“open']);
  });

  it('looks once for what closes a quote: 12,000 characters of open quotes take no time', () => {
    const times = [1, 2, 3].map(() => {
      const before = process.threadCpuUsage();
      expect(readWords("'a ".repeat(4_000)).all).toHaveLength(4_000);
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000;
    });
    expect(Math.min(...times)).toBeLessThan(50);
    expect(readWords("'a b' 'c “d e”").all.map((one) => one.text)).toEqual(['a b', "'c", 'd e']);
  });

  it('makes a comma a word of its own, outside of quotes', () => {
    expect(read('cpu of a,b , "c,d"')).toEqual(['cpu', 'of', 'a', ',', 'b', ',', 'c,d']);
  });

  it('drops what nobody sees: zero-width characters and marks of writing direction', () => {
    expect(read('ch\u200bart \u202ecpu\u202c')).toEqual(['chart', 'cpu']);
  });

  it('takes what a client turned into a link or a mention for the name it shows', () => {
    expect(read('cpu of <http://shop.example|shop.example> by <@U1|ana>')).toEqual(['cpu', 'of', 'shop.example', 'by', 'ana']);
    expect(read('<http://x|> <@U1> <a|b>')).toEqual(['<http://x|>', '<@U1>', '<a|b>']);
  });

  it('keeps emoji and right-to-left words', () => {
    expect(read('chart 🔥 של شبكة')).toEqual(['chart', '🔥', 'של', 'شبكة']);
  });

  it('knows which words were quoted, so that a name may equal a keyword', () => {
    expect(readWords('chart cpu of "over"').all.at(-1)).toMatchObject({ text: 'over', quoted: true });
  });

  it('refuses a text that is too long with a sentence, and reads 10 kB of junk', () => {
    expect(() => readWords('x'.repeat(12_001))).toThrow(UserError);
    expect(() => readWords('“‘"\u0000<&'.repeat(1_400))).not.toThrow();
  });

  it('never throws but for length, and every word lies where it says in the cleaned text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (typed) => {
        const words = readWords(typed);
        for (const word of words.all) {
          expect(word.end).toBeGreaterThan(word.start);
          expect(words.text.slice(word.start, word.end)).toContain(word.text);
        }
      }),
    );
  });

  it('reads back any name that was quoted for a button', () => {
    const name = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom('"', "'", '”', '“', '«', '»', ' ', ','),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        ),
        minLength: 1,
        maxLength: 60,
      })
      .filter((one) => readWords(one).text === one);
    fc.assert(
      fc.property(name, (one) => {
        const words = read(`chart ${quoteWord(one)} of x`);
        expect([words.length, words[0], words[2], words[3]]).toEqual([4, 'chart', 'of', 'x']);
        const everyKind = /["”]/u.test(one) && one.includes("'") && one.includes('»');
        expect(words[1]).toBe(everyKind ? one.replaceAll(/["”]/gu, "'") : one);
      }),
    );
  });
});
