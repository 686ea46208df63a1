import type { HttpClient } from '@azure/core-rest-pipeline';

/** What one answer may weigh, unpacked: reading it takes memory and time many times over. */
const mostBytes = 16 * 1024 * 1024;

export interface SizeLimit {
  /** Ends the request once too much of the answer has come. */
  readonly signal: AbortSignal;
  readonly onDownloadProgress: (progress: { readonly loadedBytes: number }) => void;
  readonly sentence: string;
}

export function createSizeLimit(): SizeLimit {
  const tooMuch = new AbortController();
  return {
    signal: tooMuch.signal,
    onDownloadProgress: ({ loadedBytes }) => {
      if (loadedBytes > mostBytes) tooMuch.abort();
    },
    sentence: `The answer is larger than ${mostBytes / 1024 / 1024} MB. Ask for fewer rows, or for fewer or smaller columns.`,
  };
}

/** The client reads an answer twice before it hands it over; it is given an empty one, and the true one stands beside it as `whole`. */
export function sparingClient(inner: HttpClient): HttpClient {
  return {
    sendRequest: async (request) => {
      const response = await inner.sendRequest(request);
      if (response.status !== 200 || typeof response.bodyAsText !== 'string') return response;
      return Object.assign(response, { whole: response.bodyAsText, bodyAsText: '{"tables":[]}' });
    },
  };
}
