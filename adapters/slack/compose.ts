import type { Picture as Drawn } from '../../src/core/chart.ts';
import type { Document } from '../../src/core/document.ts';
import type { ChartRenderer, Log, TimeText } from '../../src/core/ports.ts';
import { SlackFailure, toFailure } from './errors.ts';
import { cut, limits, type Surface, surfaces } from './limits.ts';
import type { Attachment } from './part.ts';
import { type Picture, type Rendered, renderDocument, renderPlainly } from './render.ts';
import { uploadFile } from './upload.ts';
import type { SlackWeb } from './web.ts';

export interface ComposeNeeds {
  readonly web: SlackWeb;
  readonly charts: ChartRenderer;
  readonly time: TimeText;
  readonly log: Log;
}

/** A message with its pictures uploaded, and what is sent instead when Slack does not take it so. */
export interface Composed extends Rendered {
  /** The same message for when Slack will not show the pictures; undefined: it has none. */
  readonly withoutPictures: Rendered | undefined;
  readonly plainly: () => Rendered;
}

/** What every post, edit and answer says, with all that could bring it to life switched off. */
export function messageFields(rendered: Rendered): Readonly<Record<string, unknown>> {
  return {
    text: rendered.text,
    blocks: rendered.blocks,
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Draws the charts, uploads them side by side and renders. A chart that fails becomes its alt text, and says so. */
export async function compose(
  document: Document,
  needs: ComposeNeeds,
  signal: AbortSignal,
  surface: Surface = surfaces.message,
): Promise<Composed> {
  const pictures = await uploadCharts(document, needs, signal);
  const { time } = needs;
  const rendered = renderDocument(document, { time, pictures, surface });
  const plainly = (): Rendered => renderPlainly(document, rendered, time);
  const isShown = [...pictures.values()].some((picture) => picture.kind === 'uploaded');
  if (!isShown) return { ...rendered, withoutPictures: undefined, plainly };
  const bare = new Map(
    [...pictures.keys()].map((chart) => [chart, { kind: 'absent', reason: 'Slack did not show the picture.' } as const]),
  );
  return { ...rendered, withoutPictures: renderDocument(document, { time, pictures: bare, surface }), plainly };
}

async function uploadCharts(document: Document, needs: ComposeNeeds, signal: AbortSignal): Promise<ReadonlyMap<Drawn, Picture>> {
  const pictures = new Map<Drawn, Picture>();
  const charts = document.blocks.filter((block) => block.kind === 'chart');
  await Promise.all(
    charts.map(async ({ chart, alt }, index) => {
      let reason = 'The picture could not be drawn.';
      try {
        const { png } = await needs.charts.render(chart, { signal });
        reason = 'The picture could not be uploaded.';
        const upload = { name: `chart-${index + 1}.png`, content: png, alt: cut(alt, limits.altText) };
        pictures.set(chart, { kind: 'uploaded', id: await uploadFile(needs.web, upload, signal) });
      } catch (error) {
        needs.log.warn({ error, chart: chart.title }, 'a chart is shown as text');
        pictures.set(chart, { kind: 'absent', reason });
      }
    }),
  );
  return pictures;
}

// A picture can be shown a moment after its upload: until then Slack calls the blocks invalid.
const pictureWaitsMs = [100, 300, 700, 1_500];

/** What Slack says of blocks it does not take, whatever they are. */
const refusals = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_too_long', 'msg_blocks_too_long', 'view_too_large']);

/** What Slack answered, and the files that go with what it took. */
export interface Sent<T> {
  readonly answer: T;
  readonly attachments: readonly Attachment[];
}

/**
 * Sends. Where Slack does not know the pictures yet, again after a moment, then without them; where it takes the blocks in no
 * way, as plain text, because a layout must not cost anybody the answer. Throws SlackFailure.
 */
export async function sendComposed<T>(
  composed: Composed,
  send: (rendered: Rendered) => Promise<T>,
  log: Log,
  signal: AbortSignal,
): Promise<Sent<T>> {
  const attempt = async (rendered: Rendered): Promise<Sent<T> | { readonly refusal: string }> => {
    try {
      return { answer: await send(rendered), attachments: rendered.attachments };
    } catch (error) {
      const { code } = toFailure(error);
      if (!refusals.has(code)) throw error;
      log.warn({ error }, 'Slack did not take the blocks of a message');
      return { refusal: code };
    }
  };
  for (const waitMs of composed.withoutPictures === undefined ? [] : pictureWaitsMs) {
    const tried = await attempt(composed);
    if ('answer' in tried) return tried;
    if (tried.refusal !== 'invalid_blocks') break;
    await wait(waitMs, signal);
  }
  const tried = await attempt(composed.withoutPictures ?? composed);
  if ('answer' in tried) return tried;
  const plainly = composed.plainly();
  return { answer: await send(plainly), attachments: plainly.attachments };
}

/** Puts the attachments below a message; gives back the names of those that may not be there. They are extras: the message stands. */
export async function shareAttachments(
  attachments: readonly Attachment[],
  share: { readonly channel: string; readonly thread: string | undefined },
  needs: ComposeNeeds,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { name, content } of attachments) {
    try {
      await uploadFile(needs.web, { name, content: new TextEncoder().encode(content), share }, signal);
    } catch (error) {
      needs.log.warn({ error, file: name }, 'a file could not be attached');
      missing.push(name);
    }
  }
  return missing;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new SlackFailure('timeout', 'not sent', { when: 'later', afterMs: 5_000 }, signal.reason));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
