import { cut, limits } from './limits.ts';
import { patiently } from './patiently.ts';
import { nothing, type Ticket, uploadTicket } from './schema.ts';
import type { SlackWeb } from './web.ts';

export interface Upload {
  readonly name: string;
  readonly content: Uint8Array;
  readonly alt?: string | undefined;
  /** Where to show the file; undefined: nowhere yet (a picture that a message will show). */
  readonly share?: { readonly channel: string; readonly thread: string | undefined } | undefined;
}

/**
 * Uploads a file in Slack's three steps; settles with its id. Each that shows nothing yet is repeated once after a hiccup; the
 * last one, where it shows the file, only when Slack did not take it. Throws SlackFailure.
 */
export async function uploadFile(web: SlackWeb, upload: Upload, signal: AbortSignal): Promise<string> {
  const name = fileName(upload.name);
  const described = { filename: name, length: upload.content.byteLength, ...(upload.alt === undefined ? {} : { alt_txt: upload.alt }) };
  const ask = (): Promise<Ticket> => web.call('files.getUploadURLExternal', described, uploadTicket, signal);
  const ticket = await patiently(ask, signal, { repeatable: 'yes' });
  await patiently(() => web.upload(ticket.url, upload.content, signal), signal, { repeatable: 'yes' });
  const shown =
    upload.share === undefined
      ? {}
      : { channel_id: upload.share.channel, ...(upload.share.thread === undefined ? {} : { thread_ts: upload.share.thread }) };
  const complete = { files: [{ id: ticket.file, title: name }], ...shown };
  await patiently(() => web.call('files.completeUploadExternal', complete, nothing, signal), signal, {
    repeatable: upload.share === undefined ? 'yes' : undefined,
  });
  return ticket.file;
}

/** One line without what could steer its display or pass for a path; a name that nothing is left of becomes "file". */
function fileName(wanted: string): string {
  const name = wanted.replaceAll(/[\s/\\]+/gu, ' ').trim();
  return cut(name, limits.fileName).trim() || 'file';
}
