import type { Verdict } from '../../src/core/alert-ports.ts';
import type { RawRequest, Signatures } from '../../src/core/ports.ts';

/** Slack allows five minutes between a request's timestamp and its arrival, either way. */
const windowSeconds = 5 * 60;

/**
 * Checks Slack's v0 signature over the raw bytes of a request: HMAC-SHA256 of `v0:timestamp:body` with any of the secrets
 * (several are valid while one is being replaced). `realNow` is real time in milliseconds, whatever the bot's clock says.
 */
export function verifySlackRequest(
  request: Pick<RawRequest, 'headers' | 'body'>,
  needs: { readonly secrets: readonly string[]; readonly signatures: Signatures; readonly realNow: number },
): Verdict {
  const timestamp = request.headers['x-slack-request-timestamp'];
  const signature = request.headers['x-slack-signature'];
  if (timestamp === undefined || signature === undefined) return refused('a signature header is missing');
  if (!/^\d{1,12}$/u.test(timestamp)) return refused('the timestamp is not a number');
  if (Math.abs(needs.realNow / 1_000 - Number(timestamp)) > windowSeconds) return refused('the timestamp is more than five minutes off');
  const signed = Buffer.concat([Buffer.from(`v0:${timestamp}:`), request.body]);
  // Every secret is tried, so that the time it takes does not tell which one matched.
  const matches = needs.secrets.filter((secret) => needs.signatures.same(`v0=${needs.signatures.hmac(secret, signed)}`, signature));
  return matches.length > 0 ? { genuine: true } : refused('the signature is wrong');
}

function refused(reason: string): Verdict {
  return { genuine: false, status: 401, reason };
}
