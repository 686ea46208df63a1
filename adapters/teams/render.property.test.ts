import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateCard } from '../../emulators/teams/validate-card.ts';
import { type FormField, searchSources } from '../../src/core/actions.ts';
import type { Block, Document, Run } from '../../src/core/document.ts';
import { dotCharts, utcTime } from '../../test/fakes/teams-needs.ts';
import { toActivity } from './activity.ts';
import { fits } from './limits.ts';
import { renderDocument } from './render.ts';
import { inert, visible } from './text.ts';

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.stringMatching(/^[<>@[\]()*_`~#|{}&;:/\\ a-zA-Z\u202e\u200b\ud83d\n]{0,80}$/u),
  fc.constantFrom('<at>everyone</at>', '[x](http://e.example)', '**b**', '{{TIME(2026-01-01T00:00:00Z)}}', 'www.evil.example', '\ud800'),
);
const tone = fc.constantFrom('good', 'warning', 'bad', 'unknown', 'neutral');
const run: fc.Arbitrary<Run> = fc.oneof(
  nasty.map((text): Run => ({ kind: 'plain', text })),
  nasty.map((text): Run => ({ kind: 'code', text })),
  fc.tuple(nasty, nasty).map(([text, url]): Run => ({ kind: 'link', text, url })),
  nasty.map((name): Run => ({ kind: 'mention', platform: 'teams', id: name, name })),
);
const common = { name: nasty, label: nasty, initial: fc.option(nasty, { nil: undefined }), required: fc.boolean() };
const field: fc.Arbitrary<FormField> = fc.oneof(
  fc.record({ kind: fc.constant('text'), ...common, multiline: fc.boolean() }),
  fc.record({ kind: fc.constant('choice'), ...common, options: fc.array(nasty, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('search'), ...common, source: fc.constantFrom(...searchSources) }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  nasty.map((text): Block => ({ kind: 'heading', text })),
  fc.array(run, { maxLength: 5 }).map((runs): Block => ({ kind: 'text', runs })),
  fc.tuple(tone, fc.array(run, { maxLength: 3 })).map(([tone, runs]): Block => ({ kind: 'note', tone, runs })),
  fc
    .array(fc.record({ label: nasty, value: fc.array(run, { maxLength: 2 }), tone }), { maxLength: 4 })
    .map((facts): Block => ({ kind: 'facts', facts })),
  fc
    .tuple(fc.array(nasty, { maxLength: 4 }), fc.array(fc.array(fc.record({ text: nasty, tone }), { maxLength: 5 }), { maxLength: 6 }))
    .map(([titles, rows]): Block => ({ kind: 'table', columns: titles.map((title) => ({ title, align: 'left' })), rows })),
  fc.tuple(nasty, nasty).map(([url, alt]): Block => ({ kind: 'image', url, alt })),
  fc
    .tuple(nasty, nasty)
    .map(([label, command]): Block => ({ kind: 'actions', items: [{ kind: 'button', label, command, look: 'plain' }] })),
  fc
    .tuple(nasty, nasty, nasty, fc.array(field, { maxLength: 5 }))
    .map(([title, submit, command, fields]): Block => ({ kind: 'form', title, submit, command, fields })),
  fc.tuple(nasty, nasty).map(([name, content]): Block => ({ kind: 'file', name, mediaType: 'text/plain', content })),
);
const document: fc.Arbitrary<Document> = fc.record({ summary: nasty, blocks: fc.array(block, { maxLength: 8 }) });

const { signal } = new AbortController();

describe('whatever a document says', () => {
  it('its card is small enough, whole, and has nothing that pings, links or formats', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (one) => {
        const { card, summary } = await renderDocument(one, { charts: dotCharts, files: undefined, time: utcTime }, signal);
        const json = JSON.stringify(card);
        expect(fits(toActivity({ card, summary }))).toBe(true);
        expect(JSON.parse(json)).toEqual(card);
        expect(validateCard(card)).toEqual([]);
        for (const label of labelsIn(card)) expect(label).not.toMatch(/[<>[\]*`@]|:\/\//u);
        expect(json).not.toMatch(/"type":"(TextBlock|FactSet)"|"entities"|"text":"[^"]*\{\{(DATE|TIME)/u);
        for (const [, url] of json.matchAll(/"url":"([^"]*)"/gu)) expect(url).toMatch(/^(https?:\/\/|data:image\/png;base64,)/u);
        expect(summary).not.toMatch(/[<>[\]*`@]|:\/\//u);
        expect(summary).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('visible text keeps every readable character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 100 }), (words) => {
        expect(visible(words).replaceAll('{ ', '{')).toBe(words.replaceAll('{ ', '{'));
      }),
    );
  });

  it('inert text reads the same twice', () => {
    fc.assert(
      fc.property(nasty, (words) => {
        expect(inert(inert(words))).toBe(inert(words));
      }),
    );
  });
});

/** What a client may read as markup, whatever it is said to be: titles of buttons and choices, labels, placeholders. */
function labelsIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, child]: [string, unknown]) => {
    if (typeof child !== 'string') return labelsIn(child);
    return ['title', 'label', 'placeholder', 'errorMessage'].includes(key) ? [child] : [];
  });
}
