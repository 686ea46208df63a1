import type { Block, Document } from '../../src/core/document.ts';
import type { ChartRenderer, SignedFiles, TimeText } from '../../src/core/ports.ts';
import { type Rendered, toActivity } from './activity.ts';
import { type AdaptiveCard, type CardElement, toCard } from './card.ts';
import { writeInFull } from './full-text.ts';
import { type Caps, capsInTurn, fits, limits } from './limits.ts';
import { drawActions } from './render-actions.ts';
import { type Attachment, type Drawn, drawBlock } from './render-blocks.ts';
import { richText, run } from './render-text.ts';
import { cut, inert } from './text.ts';

export interface RenderNeeds {
  readonly charts: Pick<ChartRenderer, 'render'>;
  /** undefined: pictures travel inside the message, and files show their beginning only. */
  readonly files: SignedFiles | undefined;
  readonly time: TimeText;
}

/** A Document as an Adaptive Card within the platform's sizes. What does not fit is cut visibly and linked to in full. */
export async function renderDocument(document: Document, needs: RenderNeeds, signal: AbortSignal): Promise<Rendered> {
  const attachments = await attach(document, needs, signal);
  const summary = cut(inert(document.summary), limits.summary) || 'Tocsin';
  let rest: readonly CardElement[] | undefined;
  let card: AdaptiveCard = toCard([], summary);
  for (const caps of capsInTurn) {
    const drawn = drawAll(document.blocks, caps, attachments, needs.time);
    if (drawn.cut === 'cut') rest ??= [await linkToRest(document, needs)];
    card = toCard([...drawn.elements, ...(drawn.cut === 'cut' ? (rest ?? []) : [])], summary);
    if (fits(toActivity({ card, summary }))) return { card, summary };
  }
  return { card: toCard(keepWhatFits(card.body, summary), summary), summary };
}

/** For a Document that Teams found too large: what it is about, its buttons as far as they go, and a link to all of it. */
export async function renderShort(document: Document, needs: RenderNeeds): Promise<Rendered> {
  const summary = cut(inert(document.summary), limits.summary) || 'Tocsin';
  let kept: readonly CardElement[] = [richText(run(summary, { weight: 'Bolder' })), await linkToRest(document, needs)];
  for (const [number, block] of document.blocks.entries()) {
    if (block.kind !== 'actions') continue;
    const more = [...kept, ...drawActions(block.items, number)];
    if (fits(toActivity({ card: toCard(more, summary), summary }), limits.short)) kept = more;
  }
  return { card: toCard(kept, summary), summary };
}

function drawAll(blocks: readonly Block[], caps: Caps, attachments: ReadonlyMap<number, Attachment>, time: TimeText): Drawn {
  const drawn = blocks.slice(0, caps.blocks).map((block, number) => drawBlock(block, number, { caps, attachments, time }));
  const elements = drawn.flatMap((one, number) => (blocks[number - 1]?.kind === 'divider' ? underLine(one.elements) : one.elements));
  const missing = blocks.length - drawn.length;
  if (missing > 0) elements.push(richText(run(`${drawn.length} of ${blocks.length} parts shown`, { isSubtle: true, size: 'Small' })));
  return { elements, cut: missing > 0 || drawn.some((one) => one.cut === 'cut') ? 'cut' : 'whole' };
}

function underLine([first, ...others]: readonly CardElement[]): readonly CardElement[] {
  return first === undefined ? [] : [{ ...first, separator: true, spacing: 'Medium' }, ...others];
}

/** The last resort, for documents of nothing but buttons and fields: elements from the top while they fit. */
function keepWhatFits(body: readonly CardElement[], summary: string): readonly CardElement[] {
  const kept: CardElement[] = [];
  const ending = richText(run('The rest does not fit into a message.', { isSubtle: true, size: 'Small' }));
  for (const element of body) {
    if (!fits(toActivity({ card: toCard([...kept, element, ending], summary), summary }))) break;
    kept.push(element);
  }
  return [...kept, ending];
}

async function linkToRest(document: Document, needs: RenderNeeds): Promise<CardElement> {
  const file = {
    kind: 'file',
    name: 'message.txt',
    mediaType: 'text/plain; charset=utf-8',
    content: writeInFull(document, needs.time),
  } as const;
  const kept = needs.files === undefined ? undefined : await publish(needs.files, file);
  if (kept?.kind === 'link') {
    const selectAction = { type: 'Action.OpenUrl', url: kept.url } as const;
    return richText(run('This message was cut. The rest is in the file ', { isSubtle: true }), run(file.name, { selectAction }));
  }
  const where = kept?.kind === 'absent' ? kept.reason : 'With server.publicUrl set, the rest would be linked to here.';
  return richText(run(`This message was cut; tocsin run shows all of it in the terminal. ${where}`, { isSubtle: true, size: 'Small' }));
}

/** Draws the charts and publishes the files, all at once; a failure costs only its own block. */
async function attach(document: Document, needs: RenderNeeds, signal: AbortSignal): Promise<ReadonlyMap<number, Attachment>> {
  const found = await Promise.all(
    document.blocks.map(async (block, number): Promise<readonly [number, Attachment] | undefined> => {
      if (block.kind === 'chart') return [number, await drawChart(block, needs, signal)];
      if (block.kind === 'file' && needs.files !== undefined) {
        return [number, await publish(needs.files, block)];
      }
      return undefined;
    }),
  );
  return new Map(found.filter((one) => one !== undefined));
}

async function drawChart(block: Extract<Block, { kind: 'chart' }>, needs: RenderNeeds, signal: AbortSignal): Promise<Attachment> {
  try {
    const { png } = await needs.charts.render(block.chart, { signal });
    const url = await needs.files?.publish('chart.png', 'image/png', png);
    if (url === undefined && png.byteLength > limits.picture)
      return { kind: 'absent', reason: 'The picture is too large to travel inside a message.' };
    return { kind: 'picture', url: url ?? `data:image/png;base64,${Buffer.from(png).toString('base64')}` };
  } catch {
    signal.throwIfAborted();
    return { kind: 'absent', reason: 'The picture could not be drawn; these are its words.' };
  }
}

async function publish(files: SignedFiles, block: Extract<Block, { kind: 'file' }>): Promise<Attachment> {
  try {
    return { kind: 'link', url: await files.publish(block.name, block.mediaType, new TextEncoder().encode(block.content)) };
  } catch {
    return { kind: 'absent', reason: 'The file could not be kept.' };
  }
}
