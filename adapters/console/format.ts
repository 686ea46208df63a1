import type { ChartRenderer, DocumentFormat, TimeText } from '../../src/core/ports.ts';
import { collectAttachments } from './attachments.ts';
import { cleanData } from './clean.ts';
import { renderText } from './render.ts';

/** Text for a terminal; the payload is a string. Pictures and files are named in it and handed over beside it. */
export function createTextFormat({ charts, time }: { readonly charts: ChartRenderer; readonly time: TimeText }): DocumentFormat {
  return {
    name: 'text',
    render: async (document, { signal }) => {
      const { files, nameOf } = await collectAttachments(document, charts, signal);
      return { payload: renderText(document, { time, fileOf: nameOf }), files };
    },
  };
}

/** The document itself, for scripts. */
export function createJsonFormat({ charts }: { readonly charts: ChartRenderer }): DocumentFormat {
  return {
    name: 'json',
    render: async (document, { signal }) => {
      const { files } = await collectAttachments(document, charts, signal);
      return { payload: cleanData(document), files };
    },
  };
}
