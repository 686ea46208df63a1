import { nothing, uploadTicket } from './schema.ts';
import type { SlackWeb } from './web.ts';

export interface Upload {
  readonly name: string;
  readonly content: Uint8Array;
  readonly alt?: string | undefined;
  /** Where to show the file; undefined: nowhere yet (a picture that a message will show). */
  readonly share?: { readonly channel: string; readonly thread: string | undefined } | undefined;
}

/** Uploads a file in Slack's three steps; settles with its id. Throws SlackFailure. */
export async function uploadFile(web: SlackWeb, upload: Upload, signal: AbortSignal): Promise<string> {
  const ticket = await web.call(
    'files.getUploadURLExternal',
    { filename: upload.name, length: upload.content.byteLength, ...(upload.alt === undefined ? {} : { alt_txt: upload.alt }) },
    uploadTicket,
    signal,
  );
  await web.upload(ticket.url, upload.content, signal);
  const shown =
    upload.share === undefined
      ? {}
      : { channel_id: upload.share.channel, ...(upload.share.thread === undefined ? {} : { thread_ts: upload.share.thread }) };
  await web.call('files.completeUploadExternal', { files: [{ id: ticket.file, title: upload.name }], ...shown }, nothing, signal);
  return ticket.file;
}
