import { z } from 'zod';
import type { Log, RawRequest, RawResponse, Route, Signatures } from '../../src/core/ports.ts';
import type { Feed } from './bolt.ts';
import { verifySlackRequest } from './verify.ts';

export interface HttpNeeds {
  readonly signingSecrets: readonly string[];
  readonly signatures: Signatures;
  readonly log: Log;
  /** Signatures are checked against real time, whatever the bot's clock says. Milliseconds since 1970 (UTC). */
  readonly realNow: () => number;
  /** undefined until the adapter has started. */
  readonly feed: () => Feed | undefined;
}

/** Events, slash commands and clicks by signed HTTP, all at one address. */
export function createRoutes(needs: HttpNeeds): readonly Route[] {
  return [{ method: 'POST', path: '/slack/events', secret: [], handle: (request) => handle(request, needs) }];
}

async function handle(request: RawRequest, needs: HttpNeeds): Promise<RawResponse> {
  const verdict = verifySlackRequest(request, { secrets: needs.signingSecrets, signatures: needs.signatures, realNow: needs.realNow() });
  if (!verdict.genuine) {
    needs.log.warn({ reason: verdict.reason }, 'a request that claims to be from Slack was refused');
    return plain(verdict.status, 'not signed by Slack');
  }
  const body = readBody(request);
  if (body === undefined) return plain(400, 'neither JSON nor a form');
  if (body['type'] === 'url_verification') return plain(200, z.string().catch('').parse(body['challenge']));
  if (body['ssl_check'] !== undefined) return plain(200, '');
  const feed = needs.feed();
  if (feed === undefined) return plain(503, 'not started yet');
  try {
    const fed = await feed(body);
    if (!fed.acknowledged) return plain(503, 'not taken down');
    return fed.body === undefined || fed.body === '' ? plain(200, '') : json(fed.body);
  } catch (error) {
    // Not acknowledged: Slack sends events again.
    needs.log.error({ error }, 'something from Slack was not acknowledged');
    return plain(503, 'not taken down');
  }
}

const anyObject = z.record(z.string(), z.unknown());

/** JSON (events), or a form: a slash command's fields, or `payload` with the JSON of a click. */
function readBody(request: RawRequest): Readonly<Record<string, unknown>> | undefined {
  const text = new TextDecoder().decode(request.body);
  if (!/^application\/x-www-form-urlencoded/iu.test(request.headers['content-type'] ?? '')) return readJson(text);
  const fields = Object.fromEntries(new URLSearchParams(text));
  return fields['payload'] === undefined ? fields : readJson(fields['payload']);
}

function readJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return anyObject.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function plain(status: number, body: string): RawResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

function json(body: unknown): RawResponse {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}
