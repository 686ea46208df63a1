import type { types } from '@slack/bolt';
import type { Picture as Drawn } from '../../src/core/chart.ts';
import type { Block, Document, Fact, Run } from '../../src/core/document.ts';
import type { TimeText } from '../../src/core/ports.ts';
import { clean } from './clean.ts';
import { shown } from './label.ts';
import { cut, limits, type Surface } from './limits.ts';
import { linkable, neutral } from './neutral.ts';
import type { Attachment, Part } from './part.ts';
import { plainDocument } from './plain-document.ts';
import { renderActions } from './render-actions.ts';
import { renderForm } from './render-form.ts';
import { renderTable } from './render-table.ts';
import { quote, type RichElement, remark, richElements, runText, section, toneMark } from './render-text.ts';

/** What became of a chart's picture: Slack's id of it, or a sentence that says why there is none. */
export type Picture = { readonly kind: 'uploaded'; readonly id: string } | { readonly kind: 'absent'; readonly reason: string };

export interface RenderNeeds {
  readonly time: TimeText;
  /** A chart whose picture is absent is drawn as its alt text, with the reason. */
  readonly pictures: ReadonlyMap<Drawn, Picture>;
  readonly surface: Surface;
}

export interface Rendered {
  readonly blocks: readonly types.KnownBlock[];
  /** The fallback that notifications show, already neutral. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** Holds everything a cut message says. */
const fullText = 'message.txt';

/** Draws a document within Slack's limits; what does not fit is cut visibly and, where files can be, attached in full. Pure. */
export function renderDocument(document: Document, needs: RenderNeeds): Rendered {
  const { surface } = needs;
  let tables = 0;
  const parts = document.blocks.map((block, index) => {
    if (block.kind !== 'table') return renderBlock(block, `b${index}`, needs);
    tables += 1;
    const file = tables === 1 ? 'table.csv' : `table-${tables}.csv`;
    return renderTable(block, tables <= surface.tables ? 'native' : 'text', surface.files === 'none' ? undefined : file);
  });
  const { kept, lost } = fitParts(parts, surface);
  const blocks = kept.flatMap((part) => part.blocks);
  const attachments = kept.flatMap((part) => part.attachments);
  const whole = lost === 0 && kept.every((part) => part.words === 'all');
  const cutFile = whole ? [] : [plainFile(document, needs.time)];
  const files = surface.files === 'none' ? [] : [...lostAttachments(parts, kept), ...attachments, ...cutFile];
  const counted = remark(`${kept.length} of ${parts.length} parts shown${allIn(surface)}`);
  return { blocks: lost === 0 ? blocks : [...blocks, counted], text: fallback(document), attachments: files };
}

/**
 * For when Slack takes the blocks in no way: the beginning of what they say as plain text, all of it as a file. Whatever else
 * went with the message still does.
 */
export function renderPlainly(document: Document, rendered: Rendered, time: TimeText): Rendered {
  const file = plainFile(document, time);
  const refused = `Slack refused the layout of this message. Here is its text; all of it is in ${fullText}.`;
  const text = neutral(`${refused}\n\n${file.content}`, limits.plainMessage);
  return { blocks: [], text, attachments: [...rendered.attachments.filter(({ name }) => name !== fullText), file] };
}

function plainFile(document: Document, time: TimeText): Attachment {
  return { name: fullText, mediaType: 'text/plain', content: plainDocument(document, time) };
}

function fallback(document: Document): string {
  return neutral(document.summary.trim() === '' ? 'Tocsin' : document.summary);
}

/** Where the rest is, as the end of a remark. */
function allIn(surface: Surface): string {
  return surface.files === 'none' ? '' : `; all of it is in ${fullText}`;
}

function lostAttachments(parts: readonly Part[], kept: readonly Part[]): readonly Attachment[] {
  return parts.filter((part) => !kept.includes(part)).flatMap((part) => part.attachments);
}

/** Controls first, then content in order for as long as blocks and characters last; the order of the message is kept. */
function fitParts(parts: readonly Part[], surface: Surface): { readonly kept: readonly Part[]; readonly lost: number } {
  const keep = new Set<Part>();
  let blocks = 1;
  let characters = 100;
  let full = false;
  for (const kind of ['control', 'content'] as const) {
    full = false;
    for (const part of parts.filter((one) => one.kind === kind)) {
      const length = readableLength(part.blocks);
      full ||= blocks + part.blocks.length > surface.blocks || characters + length > surface.characters;
      if (full) continue;
      blocks += part.blocks.length;
      characters += length;
      keep.add(part);
    }
  }
  const kept = parts.filter((part) => keep.has(part));
  return { kept, lost: parts.length - kept.length };
}

/** The characters people can read in a payload: every string below a key called "text". */
function readableLength(value: unknown, key = ''): number {
  if (typeof value === 'string') return key === 'text' || key === 'alt_text' ? value.length : 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + readableLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, item]) => sum + readableLength(item, name), 0);
}

const content = (...blocks: readonly types.KnownBlock[]): Part => ({ kind: 'content', blocks, attachments: [], words: 'all' });

function renderBlock(block: Exclude<Block, { kind: 'table' }>, id: string, needs: RenderNeeds): Part {
  switch (block.kind) {
    case 'heading':
      return content(header(block.text));
    case 'text':
      return paragraph(block.runs, section, needs);
    case 'facts':
      return paragraph(factRuns(block.facts, needs.time), section, needs);
    case 'chart':
      return content(...chart(block.chart, block.alt, needs));
    case 'figure':
      return content(header(block.value), remark(cut(shown(block.label), limits.label)));
    case 'preformatted':
      return preformatted(block.text, needs);
    case 'image':
      return content(image(block.url, block.alt));
    case 'actions':
      return renderActions(block.items, id);
    case 'form':
      return renderForm(block, id);
    case 'divider':
      return content({ type: 'divider' });
    case 'note':
      return paragraph([{ kind: 'plain', text: toneMark(block.tone) }, ...block.runs], quote, needs);
    case 'file':
      if (needs.surface.files === 'none') return content(remark(`${cut(block.name, limits.label)}: files come with messages only`));
      return {
        kind: 'content',
        blocks: [
          remark(
            `${needs.surface.files === 'apart' ? 'Sent to you, in our own conversation' : 'Attached'}: ${cut(block.name, limits.label)}`,
          ),
        ],
        attachments: [{ name: block.name, mediaType: block.mediaType, content: block.content }],
        words: 'all',
      };
  }
}

function header(text: string): types.HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(clean(text).trim() === '' ? '–' : text, limits.header), emoji: false } };
}

function paragraph(
  runs: readonly Run[],
  frame: (elements: readonly RichElement[]) => types.RichTextBlock,
  { time, surface }: RenderNeeds,
): Part {
  const { elements, total, shown } = richElements(runs, time, limits.text);
  if (shown === total) return content(frame(elements));
  const cutRemark = remark(`${shown} of ${total} characters shown${allIn(surface)}`);
  return { ...content(frame(elements), cutRemark), words: 'shortened' };
}

function preformatted(text: string, { surface }: RenderNeeds): Part {
  const words = clean(text);
  const kept = words.slice(0, limits.text);
  const block: types.RichTextBlock = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: kept === '' ? ' ' : kept }] }],
  };
  if (kept.length === words.length) return content(block);
  return { ...content(block, remark(`${kept.length} of ${words.length} characters shown${allIn(surface)}`)), words: 'shortened' };
}

function factRuns(facts: readonly Fact[], time: TimeText): readonly Run[] {
  return facts.flatMap((fact, index): readonly Run[] => [
    { kind: 'bold', text: `${index === 0 ? '' : '\n'}${fact.label}: ` },
    { kind: 'plain', text: toneMark(fact.tone) },
    ...(fact.value.every((run) => runText(run, time) === '') ? [{ kind: 'plain' as const, text: '–' }] : fact.value),
  ]);
}

function chart(drawn: Drawn, alt: string, needs: RenderNeeds): readonly types.KnownBlock[] {
  const picture = needs.pictures.get(drawn);
  if (picture?.kind === 'uploaded') return [{ type: 'image', slack_file: { id: picture.id }, alt_text: altText(alt) }];
  const words = section([{ type: 'text', text: cut(clean(alt) === '' ? drawn.title : alt, limits.text) }]);
  return [words, remark(picture?.reason ?? 'The picture could not be drawn.')];
}

function image(url: string, alt: string): types.KnownBlock {
  const address = linkable(url);
  if (address === undefined)
    return section([{ type: 'text', text: cut(clean(alt) === '' ? 'An image that cannot be shown.' : alt, limits.text) }]);
  return { type: 'image', image_url: address, alt_text: altText(alt) };
}

function altText(alt: string): string {
  return cut(clean(alt) === '' ? 'chart' : alt, limits.altText);
}
