import type { Picture } from '../../src/core/chart.ts';
import type { Block, Document } from '../../src/core/document.ts';
import { ProviderError } from '../../src/core/errors.ts';
import type { ChartRenderer } from '../../src/core/ports.ts';

export interface Attachment {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface Attachments {
  readonly files: readonly Attachment[];
  /** The attachment's name of a chart or file; undefined: there is none. */
  readonly nameOf: (block: Block) => string | undefined;
}

/** Pictures and files of a document, each under a name of its own; a chart that cannot be drawn has none and stays text. */
export async function collectAttachments(
  document: Document,
  charts: Pick<ChartRenderer, 'render'>,
  signal: AbortSignal,
): Promise<Attachments> {
  const names = new Map<Block, string>();
  const files: Attachment[] = [];
  for (const block of document.blocks) {
    if (block.kind === 'chart') {
      const png = await picture(block.chart, charts, signal);
      if (png === undefined) continue;
      const name = `chart-${files.length + 1}.png`;
      names.set(block, name);
      files.push({ name, content: png });
    }
    if (block.kind === 'file') {
      const name = freeName(block.name, files);
      names.set(block, name);
      files.push({ name, content: new TextEncoder().encode(block.content) });
    }
  }
  return { files, nameOf: (block) => names.get(block) };
}

async function picture(chart: Picture, charts: Pick<ChartRenderer, 'render'>, signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    return (await charts.render(chart, { signal })).png;
  } catch (error) {
    // The alt text says what the picture would have shown; the renderer has logged why there is none.
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}

/** Letters, digits, dot, dash and underscore only, so that a name never leaves the folder it is written to. */
function freeName(wanted: string, taken: readonly Attachment[]): string {
  const bare = wanted
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^[._]+/u, '')
    .slice(0, 100);
  const name = bare === '' ? 'file' : bare;
  return taken.some((one) => one.name === name) ? `${taken.length + 1}-${name}` : name;
}
