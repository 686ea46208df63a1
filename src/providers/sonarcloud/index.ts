import type { AlertSource, Verdict } from '../../core/alert-ports.ts';
import type { RawRequest, Signatures } from '../../core/ports.ts';
import { readAnalysis } from './read.ts';

export interface SonarcloudNeeds {
  /** Each of them is accepted. */
  readonly webhookSecret: readonly string[];
  readonly signatures: Signatures;
}

/** The webhook of SonarCloud (and of SonarQube Server, which posts the same). */
export function createSonarcloud({ webhookSecret, signatures }: SonarcloudNeeds): AlertSource {
  return {
    name: 'sonarcloud',
    doors: [{ path: '/webhooks/sonarcloud', secretParams: [], verify: (request) => verify(request, webhookSecret, signatures) }],
    // Nothing in the message numbers it, and nothing but the body is signed.
    identify: (request) => `sonarcloud:${signatures.hash(request.body)}`,
    read: (body, received) => readAnalysis(body, received.at),
  };
}

function verify(request: RawRequest, secrets: readonly string[], signatures: Signatures): Verdict {
  const given = request.headers['x-sonar-webhook-hmac-sha256'];
  if (given === undefined || given === '') return { genuine: false, status: 401, reason: 'the signature is missing' };
  const fitting = secrets.filter((secret) => secret !== '' && signatures.same(given, signatures.hmac(secret, request.body)));
  return fitting.length > 0 ? { genuine: true } : { genuine: false, status: 401, reason: 'the signature is wrong' };
}
