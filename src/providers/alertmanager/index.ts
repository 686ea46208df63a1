import type { AlertSource, RawRequest, Signatures, Verdict } from '../../core/ports.ts';
import { readGroup } from './read.ts';
import { type Group, groupSchema } from './schema.ts';

export interface AlertmanagerNeeds {
  /** Bearer tokens, each accepted; undefined: none is. */
  readonly token?: readonly string[] | undefined;
  /** Basic authentication, with any of the passwords; undefined: it is not accepted. */
  readonly username?: string | undefined;
  readonly password?: readonly string[] | undefined;
  readonly signatures: Signatures;
}

/** The webhook receiver of Prometheus' Alertmanager. */
export function createAlertmanager(needs: AlertmanagerNeeds): AlertSource {
  return {
    name: 'alertmanager',
    doors: [{ path: '/webhooks/alertmanager', secretParams: [], verify: (request) => verify(request, needs) }],
    identify: (request) => identify(request, needs.signatures),
    read: (body, received) => readGroup(body, received.at),
  };
}

function verify(request: RawRequest, { token = [], username, password = [], signatures }: AlertmanagerNeeds): Verdict {
  const given = request.headers['authorization'];
  if (given === undefined) return { genuine: false, status: 401, reason: 'the header Authorization is missing' };
  const basic = username === undefined ? [] : password.map((one) => `Basic ${base64(`${username}:${one}`)}`);
  const accepted = [...token.filter((one) => one !== '').map((one) => `Bearer ${one}`), ...basic];
  // Only the scheme's name may be written in another case. Hashes are compared, so that no length shows.
  const written = signatures.hash(given.replace(/^bearer /iu, 'Bearer ').replace(/^basic /iu, 'Basic '));
  const fitting = accepted.filter((one) => signatures.same(written, signatures.hash(one)));
  return fitting.length > 0 ? { genuine: true } : { genuine: false, status: 401, reason: 'the token or password is wrong' };
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** A group is posted again and again while nothing in it changes: the alerts, their states and times are the event. */
function identify(request: Pick<RawRequest, 'body'>, signatures: Signatures): string {
  const parsed = groupSchema.safeParse(parseJson(request.body));
  return `alertmanager:${signatures.hash(parsed.success ? JSON.stringify(stateOf(parsed.data)) : request.body)}`;
}

function stateOf({ alerts }: Group): readonly string[] {
  const lines = alerts.map(({ status, fingerprint, labels, startsAt, endsAt }) => {
    const which = fingerprint ?? Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return JSON.stringify([which, status, startsAt, status === 'resolved' ? endsAt : undefined]);
  });
  return lines.toSorted();
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
