import { cut, limits } from './limits.ts';
import { patiently } from './patiently.ts';
import { nothing, uploadTicket } from './schema.ts';
import type { SlackWeb } from './web.ts';

export interface Upload {
  readonly name: string;
  readonly content: Uint8Array;
  readonly alt?: string | undefined;
  /** Where to show the file; undefined: nowhere yet (a picture that a message will show). */
  readonly share?: { readonly channel: string; readonly thread: string | undefined } | undefined;
}

/**
 * Uploads a file in Slack's three steps; settles with its id. A rate limit that ends within a few seconds is waited for, once.
 * Throws SlackFailure.
 */
export function uploadFile(web: SlackWeb, upload: Upload, signal: AbortSignal): Promise<string> {
  return patiently(() => uploadOnce(web, upload, signal), signal);
}

async function uploadOnce(web: SlackWeb, upload: Upload, signal: AbortSignal): Promise<string> {
  const name = fileName(upload.name);
  const ticket = await web.call(
    'files.getUploadURLExternal',
    { filename: name, length: upload.content.byteLength, ...(upload.alt === undefined ? {} : { alt_txt: upload.alt }) },
    uploadTicket,
    signal,
  );
  await web.upload(ticket.url, upload.content, signal);
  const shown =
    upload.share === undefined
      ? {}
      : { channel_id: upload.share.channel, ...(upload.share.thread === undefined ? {} : { thread_ts: upload.share.thread }) };
  await web.call('files.completeUploadExternal', { files: [{ id: ticket.file, title: name }], ...shown }, nothing, signal);
  return ticket.file;
}

/** One line without what could steer its display or pass for a path; a name that nothing is left of becomes "file". */
function fileName(wanted: string): string {
  const name = wanted.replaceAll(/[\s/\\]+/gu, ' ').trim();
  return cut(name, limits.fileName).trim() || 'file';
}
