import type { Picture as Drawn } from '../../src/core/chart.ts';
import type { ChartRenderer, DocumentFormat, Log, TimeText } from '../../src/core/ports.ts';
import { surfaces } from './limits.ts';
import { type Picture, renderDocument } from './render.ts';

/** What Slack would be sent, without sending it. A picture stands in the blocks under its file's name. */
export function createSlackFormat({
  charts,
  time,
  log,
}: {
  readonly charts: ChartRenderer;
  readonly time: TimeText;
  readonly log: Log;
}): DocumentFormat {
  return {
    name: 'slack',
    render: async (document, { signal }) => {
      const pictures = new Map<Drawn, Picture>();
      const files: { readonly name: string; readonly content: Uint8Array }[] = [];
      for (const block of document.blocks) {
        if (block.kind !== 'chart') continue;
        try {
          const image = await charts.render(block.chart, { signal });
          const name = `chart-${files.length + 1}.png`;
          files.push({ name, content: image.png });
          pictures.set(block.chart, { kind: 'uploaded', id: name });
        } catch (error) {
          log.warn({ error, chart: block.chart.title }, 'a chart is shown as text');
        }
      }
      const { blocks, text, attachments } = renderDocument(document, { time, pictures, surface: surfaces.message });
      const attached = attachments.map(({ name, content }) => ({ name, content: new TextEncoder().encode(content) }));
      return { payload: { blocks, text }, files: [...files, ...attached] };
    },
  };
}
