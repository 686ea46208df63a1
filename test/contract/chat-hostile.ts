import fc from 'fast-check';
import { expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { type Document, moment } from '../../src/core/document.ts';
import { sampleChart } from '../fakes/chart-samples.ts';
import { bait } from '../harness/live-markup.ts';
import { baitedDocuments } from './bait-documents.ts';
import type { ChatUnderTest } from './chat-under-test.ts';

const signal = new AbortController().signal;

/** What each adapter does to text and addresses from outside: they are shown, and nothing else. */
export function describeHostileTexts(platform: string, chat: () => ChatUnderTest): void {
  /** Everything that the platform received for the document; a platform may take files as messages of their own. */
  const received = async (document: Document) => {
    const before = chat().shown().length;
    const delivery = await chat().adapter.post({ platform, channel: chat().channel }, document, { mark: 'contract-hostile', signal });
    expect(delivery).toMatchObject({ ok: true });
    const since = chat().shown().slice(before);
    expect(since.length).toBeGreaterThan(0);
    return since;
  };
  const staysDead = async (document: Document) => {
    for (const { raw } of await received(document)) expect(chat().live(raw)).toBeUndefined();
  };

  it('lets nothing that came from outside notify, link or format, in any block and in the fallback text', async () => {
    const baits = fc.constantFrom(
      '<!channel>',
      '<!here|here>',
      '<@U0ANA00001>',
      '<at>Ana</at>',
      '@channel',
      '[x](https://evil.example)',
      '<https://evil.example|x>',
      'https://evil.example',
      '**bold**',
      '*b* _i_ ~s~ `c`',
      '\u001b[31mred',
      '\u202eabc',
      '&lt;!channel&gt;',
      '![i](https://evil.example/i.png)',
      '# heading',
    );
    const nasty = fc
      .array(fc.oneof(baits, fc.string({ unit: 'binary', maxLength: 12 })), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join(' '));
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => staysDead(everywhere(text))),
      { numRuns: 40 },
    );
  });

  it.each([
    ['once', bait],
    ['100 KB of it', bait.repeat(Math.ceil(100_000 / bait.length))],
  ])('36 lets nothing in an alert, a silence or a note notify, link or format, in any message about them: %s', async (_much, text) => {
    for (const document of baitedDocuments(text)) {
      const since = await received(document);
      for (const { raw } of since) expect(chat().live(raw)).toBeUndefined();
      const shown = since.map((one) => one.text).join(' ');
      // A terminal takes any length; a chat is told that there is more.
      if (text.length > 100_000 && chat().adapter.edit !== undefined) expect(shown).toMatch(/…| of \d+ characters shown/u);
    }
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'http://evil.example/x',
    'https://evil.example/x',
    'https://portal.azure.com@evil.example/x',
    'https://portal.azure.com.evil.example/x',
  ])('36 makes no link of “%s” in an alert', async (url) => {
    for (const document of baitedDocuments('Slow', url))
      for (const { raw } of await received(document)) expect(chat().live(raw)).toBeUndefined();
  });

  it('36 makes a link of an address that people can trust', async () => {
    const url = 'https://portal.azure.com/#view/alert';
    const [card] = baitedDocuments('Slow', url);
    if (card === undefined) throw new Error('there is no card');
    expect((await received(card)).map((one) => one.raw).join(' ')).toContain(url);
  });
}

const chart = sampleChart({ series: [] });

/** The text in every place a document has for text. */
function everywhere(text: string): Document {
  return {
    summary: text,
    blocks: [
      { kind: 'heading', text },
      {
        kind: 'text',
        runs: [
          { kind: 'plain', text },
          { kind: 'bold', text },
          { kind: 'code', text },
          { kind: 'link', text, url: 'javascript:alert(1)' },
          { kind: 'mention', platform: 'slack', id: text, name: text },
          moment(0, 'UTC'),
        ],
      },
      { kind: 'facts', facts: [{ label: text, value: [{ kind: 'plain', text }], tone: 'bad' }] },
      { kind: 'table', columns: [{ title: text, align: 'left' }], rows: [[{ text }]] },
      { kind: 'note', tone: 'warning', runs: [{ kind: 'plain', text }] },
      { kind: 'figure', value: text, label: text },
      { kind: 'preformatted', text },
      { kind: 'chart', chart: { ...chart, title: text }, alt: text },
      { kind: 'image', url: text, alt: text },
      { kind: 'file', name: text, mediaType: 'text/plain', content: text },
      { kind: 'actions', items: [button(text, 'help'), { kind: 'select', label: text, options: [{ label: text, command: 'help' }] }] },
      {
        kind: 'form',
        title: text,
        submit: text,
        command: 'help',
        fields: [
          { kind: 'text', name: 'words', label: text, initial: text, multiline: false, required: true },
          { kind: 'choice', name: 'one', label: text, options: [text], required: false },
          { kind: 'search', name: 'of', label: text, initial: text, source: 'targets', required: false },
        ],
      },
    ],
  };
}
