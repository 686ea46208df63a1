import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChatAdapter, ConnectionState, Delivery } from '../../src/core/chat.ts';
import type { Document } from '../../src/core/document.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import type { ChartRenderer, TimeText } from '../../src/core/ports.ts';
import { collectAttachments } from './attachments.ts';
import { deliveryOf } from './errors.ts';
import { renderText } from './render.ts';

export { createJsonFormat, createTextFormat } from './format.ts';
export { readInvocation } from './read-invocation.ts';

export interface ConsoleNeeds {
  readonly write: (text: string) => void;
  /** The folder that pictures and files are written to; made when it is needed. */
  readonly out: string;
  readonly charts: ChartRenderer;
  readonly time: TimeText;
}

export interface ConsoleAdapter extends ChatAdapter {
  /** Hands over a command as if it had been typed. Rejects before start. */
  readonly say: (invocation: Invocation) => Promise<void>;
}

/** The terminal as a chat: what is posted is printed, and what is printed stays. */
export function createConsoleAdapter({ write, out, charts, time }: ConsoleNeeds): ConsoleAdapter {
  let receive: ((invocation: Invocation) => Promise<void>) | undefined;
  let printed = 0;

  const print = async (document: Document, channel: string, signal: AbortSignal): Promise<Delivery> => {
    try {
      const { files, nameOf } = await collectAttachments(document, charts, signal);
      printed += 1;
      const ref = { platform: 'console', channel, id: String(printed) };
      const place = (name: string): string => join(out, `${printed}-${name}`);
      if (files.length > 0) await mkdir(out, { recursive: true });
      await Promise.all(files.map((file) => writeFile(place(file.name), file.content)));
      const pathOf: typeof nameOf = (block) => {
        const name = nameOf(block);
        return name === undefined ? undefined : place(name);
      };
      write(renderText(document, { time, fileOf: pathOf }));
      return { ok: true, ref };
    } catch (error) {
      return deliveryOf(error);
    }
  };

  return {
    platform: 'console',
    start: (listener) => {
      receive = listener.receive;
      return Promise.resolve();
    },
    stop: () => {
      receive = undefined;
      return Promise.resolve();
    },
    state: (): ConnectionState => ({ state: receive === undefined ? 'disconnected' : 'connected' }),
    say: async (invocation) => {
      if (receive === undefined) throw new Error('The console has not been started.');
      await receive(invocation);
    },
    post: (target, document, { signal }) => print(document, target.channel, signal),
    edit: undefined,
    find: undefined,
    // Whoever runs a command in a terminal sees that it has not ended yet.
    progress: undefined,
    respond: (invocation, reply, { signal }) => print(reply.document, invocation.place.channel, signal),
    routes: [],
    check: () => Promise.resolve([{ what: 'console', ok: true, detail: 'prints here' }]),
  };
}
