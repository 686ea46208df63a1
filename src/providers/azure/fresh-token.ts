import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';

/** How many refused tokens are remembered: there is one for each audience, for an hour. */
const mostRemembered = 20;

/**
 * A token may be refused before its time: keys were changed, or it was revoked. Then the same is asked once more with a fresh one,
 * which from then on goes in the place of the one that was refused, since the clients keep that. `fetchToken` gives a new token for
 * what is asked; undefined: there is none to be had.
 */
export function withFreshTokens(
  inner: HttpClient,
  fetchToken: (request: PipelineRequest) => Promise<string | undefined> | undefined,
): HttpClient {
  const fresh = new Map<string, Promise<string | undefined>>();

  const replace = (refused: string, request: PipelineRequest): Promise<string | undefined> => {
    // Of several that are refused at once, one fetches.
    const fetching = fresh.get(refused) ?? Promise.resolve(fetchToken(request)).catch(() => undefined);
    fresh.set(refused, fetching);
    for (const oldest of fresh.keys()) if (fresh.size > mostRemembered) fresh.delete(oldest);
    return fetching;
  };

  const sendWith = (request: PipelineRequest, token: string): Promise<PipelineResponse> => {
    request.headers.set('authorization', `Bearer ${token}`);
    return inner.sendRequest(request);
  };

  return {
    sendRequest: async (request) => {
      const given = /^Bearer (.+)$/u.exec(request.headers.get('authorization') ?? '')?.[1];
      if (given === undefined) return inner.sendRequest(request);
      const known = await fresh.get(given);
      const response = await (known === undefined ? inner.sendRequest(request) : sendWith(request, known));
      if (response.status !== 401) return response;
      // What was fetched for it is refused as well by now.
      if (known !== undefined) fresh.delete(given);
      const token = await replace(given, request);
      if (token === undefined) fresh.delete(given);
      return token === undefined ? response : sendWith(request, token);
    },
  };
}
