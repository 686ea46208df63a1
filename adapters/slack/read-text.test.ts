import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMention, readSlackText } from './read-text.ts';

describe('text as Slack sends it', () => {
  it.each([
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['&amp;lt;', '&lt;'],
    ['see <http://example.com|example.com> now', 'see example.com now'],
    ['<https://example.com/a?b=1&amp;c=2>', 'https://example.com/a?b=1&c=2'],
    ['<mailto:ana@example.com|ana@example.com>', 'ana@example.com'],
    ['ask <@U0BEN00001|ben> or <@U0ANA00001>', 'ask ben or U0ANA00001'],
    ['in <#C0OPS00001|ops> and <#C0OPS00001>', 'in #ops and #C0OPS00001'],
    ['<!channel> <!here|here> <!subteam^S1|@oncall>', 'channel here oncall'],
    ['&lt;!channel&gt;', '<!channel>'],
  ])('reads %s as %s', (wire, words) => {
    expect(readSlackText(wire)).toBe(words);
  });

  it.each([
    ['<@UBOT> chart cpu of checkout', 'chart cpu of checkout'],
    ['<@UBOT>: ack', 'ack'],
    ['hey <@UBOT|tocsin> services', 'services'],
    ['services, please <@UBOT>', 'services, please'],
    ['<@UBOT>', ''],
  ])('takes the words behind the mention of %s', (wire, words) => {
    expect(readMention(wire, 'UBOT')).toBe(words);
  });

  it('gives back whatever was typed, once Slack has escaped it', () => {
    const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
        expect(readSlackText(escape(typed))).toBe(typed);
      }),
    );
  });

  it('never fails, whatever comes', () => {
    const wild = fc
      .array(fc.constantFrom('<', '>', '|', '@', '!', '#', '&', 'amp;', '&lt;', '<@UBOT>', 'x', '\u202e', '🙂', ' '))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(wild, (typed) => {
        expect(readSlackText(typed)).toBeTypeOf('string');
        expect(readMention(typed, 'UBOT')).toBeTypeOf('string');
      }),
    );
  });
});
