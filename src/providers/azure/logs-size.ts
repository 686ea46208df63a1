import type { HttpClient } from '@azure/core-rest-pipeline';
import { unlessAborted } from './single-flight.ts';

/** What one answer may weigh, unpacked: reading it takes memory and time many times over. */
const mostBytes = 16 * 1024 * 1024;

/** More came than anybody reads. `message` is for people. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';

  constructor() {
    super(`The answer is larger than ${mostBytes / 1024 / 1024} MB. Ask for fewer rows, or for fewer or smaller columns.`);
  }
}

/**
 * The client would take in an answer of any size, and read it twice before it hands it over. So it is given an empty one, and the
 * true one stands beside it as `whole`. Throws AnswerTooLarge, and stops receiving then.
 */
export function sparingClient(inner: HttpClient): HttpClient {
  return {
    sendRequest: async (request) => {
      request.streamResponseStatusCodes = new Set([200]);
      const { readableStreamBody, ...response } = await inner.sendRequest(request);
      if (readableStreamBody === undefined) return response;
      const { abortSignal } = request;
      const reading = textOf(readableStreamBody);
      // A packed stream does not end by itself when what it unpacks is ended.
      const whole = abortSignal instanceof AbortSignal ? await unlessAborted(reading, abortSignal) : await reading;
      return Object.assign(response, { whole, bodyAsText: '{"tables":[]}' });
    },
  };
}

async function textOf(stream: AsyncIterable<string | Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const own = Buffer.from(chunk);
    bytes += own.length;
    // Leaving the loop ends the stream.
    if (bytes > mostBytes) throw new AnswerTooLarge();
    chunks.push(own);
  }
  return Buffer.concat(chunks).toString('utf8');
}
