import type { AlertSource, Verdict } from '../../core/alert-ports.ts';
import type { RawRequest, Signatures } from '../../core/ports.ts';
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
    identify: (request, receivedAt) => identify(request, receivedAt, needs.signatures),
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

/** A sender that got no answer sends the same once more within this. */
const repeatedMs = 60_000;

/**
 * The alerts, their states and times are the event. A group of which anything fires is posted again and again while it does, and
 * that is news: it still fires, or it fires again with the beginning it had before. So only of one minute it is the same event;
 * triage tells apart what is left. That all is over is told once.
 */
function identify(request: Pick<RawRequest, 'body'>, receivedAt: number, signatures: Signatures): string {
  const parsed = groupSchema.safeParse(parseJson(request.body));
  if (!parsed.success) return `alertmanager:${signatures.hash(request.body)}`;
  const identity = `alertmanager:${signatures.hash(JSON.stringify(stateOf(parsed.data)))}`;
  const fires = parsed.data.alerts.some(({ status }) => status === 'firing');
  return fires ? `${identity}:${Math.floor(receivedAt / repeatedMs)}` : identity;
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
