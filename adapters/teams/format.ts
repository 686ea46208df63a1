import type { ChartRenderer, DocumentFormat, TimeText } from '../../src/core/ports.ts';
import { renderDocument } from './render.ts';

/** `tocsin run --format teams`: the payload is the Adaptive Card; pictures and files are handed out beside it. */
export function createTeamsFormat(needs: { readonly charts: Pick<ChartRenderer, 'render'>; readonly time: TimeText }): DocumentFormat {
  return {
    name: 'teams',
    render: async (document, { signal }) => {
      const files: { name: string; content: Uint8Array }[] = [];
      const charts: Pick<ChartRenderer, 'render'> = {
        render: async (chart, options) => {
          const image = await needs.charts.render(chart, options);
          files.push({ name: `chart-${files.length + 1}.png`, content: image.png });
          return image;
        },
      };
      const { card } = await renderDocument(document, { charts, files: undefined, time: needs.time }, signal);
      for (const block of document.blocks) {
        if (block.kind === 'file') files.push({ name: block.name, content: new TextEncoder().encode(block.content) });
      }
      return { payload: card, files };
    },
  };
}
