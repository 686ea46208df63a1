import { decodeProtectedHeader, errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import { NotGenuine } from './errors.ts';
import { isGuarded } from './options.ts';
import type { IncomingActivity } from './schema.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface AuthenticationNeeds {
  readonly appId: string;
  readonly tenant: string;
  readonly issuer: string;
  readonly keys: SigningKeys;
}

const channel = 'msteams';
/** The platform's advice for differing clocks. */
const skewSeconds = 5 * 60;

/**
 * Whether a request really comes from Teams: its token is signed with RS256 by a key that is endorsed for the channel, by the
 * expected issuer, for this app and not expired. Real time is used. Throws NotGenuine; keys that cannot be read refuse as well.
 */
export async function authenticate(header: string | undefined, needs: AuthenticationNeeds): Promise<JWTPayload> {
  return verify(bearerOf(header), needs);
}

/**
 * Whether an activity is what the token of its request was made for: Teams, the bot's own tenant, and the very service address
 * the bot would answer to (a bot that skips this sends its own token wherever it is told). Throws NotGenuine.
 */
export function authorize(activity: IncomingActivity, claims: JWTPayload, tenant: string): void {
  if (activity.channelId !== channel) throw new NotGenuine(`channel id is ${activity.channelId === undefined ? 'absent' : 'another'}`);
  const { serviceUrl } = activity;
  if (serviceUrl === undefined || serviceUrl === '') throw new NotGenuine('no serviceUrl');
  if (!isGuarded(serviceUrl)) throw new NotGenuine('serviceUrl is not https');
  if (claims['serviceurl'] !== serviceUrl) throw new NotGenuine('serviceUrl differs from the token’s');
  refuseOtherTenants(activity, tenant);
}

function bearerOf(header: string | undefined): string {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/iu.exec(header ?? '')?.[1];
  if (token === undefined) throw new NotGenuine('no bearer token');
  return token;
}

async function verify(token: string, needs: AuthenticationNeeds): Promise<JWTPayload> {
  try {
    const { kid, alg } = decodeProtectedHeader(token);
    if (alg !== 'RS256') throw new NotGenuine('algorithm is not RS256');
    if (kid === undefined) throw new NotGenuine('no key id');
    const key = await findKey(kid, needs.keys);
    const { payload } = await jwtVerify(token, await importJWK({ kty: key.kty, n: key.n, e: key.e }, 'RS256'), {
      algorithms: ['RS256'],
      issuer: needs.issuer,
      audience: needs.appId,
      clockTolerance: skewSeconds,
      requiredClaims: ['exp', 'iss', 'aud', 'serviceurl'],
    });
    return payload;
  } catch (error) {
    if (error instanceof NotGenuine) throw error;
    if (error instanceof errors.JWTClaimValidationFailed) throw new NotGenuine(`${error.code} (${error.claim})`, { cause: error });
    throw new NotGenuine(error instanceof errors.JOSEError ? error.code : 'the token cannot be read', { cause: error });
  }
}

async function findKey(kid: string, keys: SigningKeys): Promise<Awaited<ReturnType<SigningKeys['find']>> & {}> {
  let key: Awaited<ReturnType<SigningKeys['find']>>;
  try {
    key = await keys.find(kid);
  } catch (error) {
    throw new NotGenuine(`the signing keys cannot be read: ${error instanceof Error ? error.message : 'unknown'}`, { cause: error });
  }
  if (key === undefined) throw new NotGenuine('unknown key');
  if (!key.endorsements.includes(channel)) throw new NotGenuine('the key is not endorsed for Teams');
  return key;
}

/** Addresses and names of people are only unique within a tenant, so whoever names none is nobody's. */
function refuseOtherTenants(activity: IncomingActivity, tenant: string): void {
  const theirs = activity.conversation.tenantId ?? activity.channelData?.tenant?.id;
  if (theirs === undefined) throw new NotGenuine('no tenant');
  if (theirs.toLowerCase() !== tenant.toLowerCase()) throw new NotGenuine('another tenant');
}
