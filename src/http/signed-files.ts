import type { KeptFiles, RawRequest, RawResponse, Route, Signatures, SignedFiles } from '../core/ports.ts';
import { answer } from './answers.ts';

/** A name that stays inside a folder, on every file system. */
const safeName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/u;

/**
 * Pictures and files behind links that nobody can guess: `publicUrl`/charts/NAME?type=…&signature=…, signed with `key`
 * over name and media type. Links have no end of their own; they work for as long as the file is kept.
 */
export function createSignedFiles(options: {
  readonly kept: Pick<KeptFiles, 'put' | 'get'>;
  /** Without a slash at its end: "https://tocsin.example.com". */
  readonly publicUrl: string;
  readonly key: string;
  readonly signatures: Signatures;
}): { readonly files: SignedFiles; readonly route: Route } {
  const { kept, key, signatures } = options;
  const sign = (name: string, mediaType: string): string => signatures.hmac(key, `${name}\n${mediaType}`);
  const origin = options.publicUrl.replace(/\/+$/u, '');

  const publish = async (name: string, mediaType: string, content: Uint8Array): Promise<string> => {
    // The content's hash makes names unique, and the same picture one file.
    const stored = `${signatures.hash(content).slice(0, 24)}-${name.replaceAll(/[^A-Za-z0-9._-]+/gu, '-').slice(-100)}`;
    await kept.put(stored, content);
    const query = new URLSearchParams({ type: mediaType, signature: sign(stored, mediaType) });
    return `${origin}/charts/${stored}?${query.toString()}`;
  };

  const handle = async (request: RawRequest): Promise<RawResponse> => {
    const name = request.params['name'] ?? '';
    const mediaType = request.query['type'] ?? '';
    if (!signatures.same(sign(name, mediaType), request.query['signature'] ?? ''))
      return answer(403, { error: 'This link is not genuine.' });
    const content = safeName.test(name) ? await kept.get(name) : undefined;
    if (content === undefined) return answer(404, { error: 'This file is no longer kept.' });
    return {
      status: 200,
      headers: {
        'content-type': mediaType,
        'cache-control': 'private, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': `${mediaType.startsWith('image/') ? 'inline' : 'attachment'}; filename="${name.slice(25)}"`,
      },
      body: content,
    };
  };
  return { files: { publish }, route: { method: 'GET', path: '/charts/:name', secret: [], handle } };
}
