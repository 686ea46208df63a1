import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { OperationOptions } from './calls.ts';

/** GET of what has no client of its own. */
export interface ArmReader {
  /** `path` begins with "/" and holds the query. Throws what Azure's own clients throw. */
  readonly get: (path: string, options: OperationOptions) => Promise<unknown>;
}

export async function createArmReader(needs: {
  readonly host: string;
  readonly credential: TokenCredential;
  readonly httpClient: HttpClient;
}): Promise<ArmReader> {
  const { bearerTokenAuthenticationPolicy, createEmptyPipeline, createPipelineRequest, RestError } = await import(
    '@azure/core-rest-pipeline'
  );
  // Empty: repeating and times are our own affair (calls.ts).
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential: needs.credential, scopes: `https://${needs.host}/.default` }));
  return {
    get: async (path, { abortSignal, requestOptions }) => {
      const request = createPipelineRequest({ url: `https://${needs.host}${path}`, method: 'GET', abortSignal, ...requestOptions });
      request.headers.set('accept', 'application/json');
      const response = await pipeline.sendRequest(needs.httpClient, request);
      const body = readJson(response.bodyAsText);
      if (response.status === 200) return body;
      throw new RestError(`status ${response.status}`, { statusCode: response.status, ...codeOf(body), request, response });
    },
  };
}

function readJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** ARM says what is wrong as `{ "error": { "code": … } }`. */
function codeOf(body: unknown): { readonly code?: string } {
  if (typeof body !== 'object' || body === null || !('error' in body)) return {};
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('code' in error)) return {};
  return typeof error.code === 'string' ? { code: error.code } : {};
}
