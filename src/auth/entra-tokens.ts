import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { TokenRules, TokenVerifier, Verdict } from '../core/alert-ports.ts';
import { createEntraKeys, type EntraKeys } from './entra-keys.ts';
import { type Issuers, issuersOf } from './entra-login.ts';

export interface EntraTokensNeeds {
  /** Base URL of the login endpoint: "https://login.microsoftonline.com", that of another cloud, or of a proxy. */
  readonly login: string;
  /** Real time in milliseconds, from any beginning: how old the keys are. */
  readonly stopwatch?: (() => number) | undefined;
}

/** The platform's advice for differing clocks. */
const skewSeconds = 5 * 60;

/**
 * Tokens that Microsoft Entra ID gives to applications. 401: no token, or none of this tenant's login, for us, now; also when the
 * keys cannot be read. 403: a token in order, but of another tenant or application, of a person, or without the role.
 * Source of the checks: learn.microsoft.com/entra/identity-platform/access-tokens and claims-validation.
 */
export function createTokenVerifier({ login, stopwatch = () => performance.now() }: EntraTokensNeeds): TokenVerifier {
  const base = login.replace(/\/+$/u, '');
  // One for each tenant of the configuration: no token can add one.
  const keysOf = new Map<string, EntraKeys>();
  const keysFor = (tenantId: string): EntraKeys => {
    const known = keysOf.get(tenantId) ?? createEntraKeys({ login: base, tenantId, now: stopwatch });
    keysOf.set(tenantId, known);
    return known;
  };
  return {
    verify: async (authorization, rules) => {
      try {
        const claims = await readToken(authorization, keysFor(rules.tenantId));
        return judge(claims, rules, issuersOf(base, rules.tenantId));
      } catch (error) {
        return { genuine: false, status: 401, reason: reasonOf(error) };
      }
    },
  };
}

/** A token that is refused; the message is what its sender is told. */
class Refusal extends Error {}

async function readToken(authorization: string | undefined, keys: EntraKeys): Promise<JWTPayload> {
  if (authorization === undefined) throw new Refusal('the token is missing');
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/iu.exec(authorization)?.[1];
  if (token === undefined) throw new Refusal('this is no bearer token');
  const { kid, alg } = decodeProtectedHeader(token);
  if (alg !== 'RS256') throw new Refusal('the token is not signed with RS256');
  if (kid === undefined) throw new Refusal('the token names no key');
  const key = await find(keys, kid);
  if (key === undefined) throw new Refusal('the token is signed by an unknown key');
  const { payload } = await jwtVerify(token, key, {
    algorithms: ['RS256'],
    clockTolerance: skewSeconds,
    requiredClaims: ['exp', 'nbf', 'iss', 'aud', 'tid'],
  });
  return payload;
}

async function find(keys: EntraKeys, kid: string): ReturnType<EntraKeys['find']> {
  try {
    return await keys.find(kid);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    throw new Refusal(`the keys of Microsoft Entra ID cannot be read, so nothing is accepted: ${why}`);
  }
}

/** The token's version decides which claim names the application that asked for it. */
function judge(claims: JWTPayload, rules: TokenRules, issuers: Issuers): Verdict {
  const issuer = claims.iss?.toLowerCase() ?? '';
  const isV2 = issuers.v2.includes(issuer);
  if (!same(claims['tid'], rules.tenantId)) return refuse(403, 'the token is of another tenant');
  if (!isV2 && !issuers.v1.includes(issuer)) return refuse(401, 'the token is of another issuer');
  if (!rules.audiences.some((one) => same(claims.aud, one))) return refuse(401, 'the token is for another audience');
  if (isOfPerson(claims)) return refuse(403, 'the token is a person’s, not an application’s');
  if (!same(claims[isV2 ? 'azp' : 'appid'], rules.caller)) return refuse(403, 'the token is of another application');
  if (rules.role !== undefined && !rolesOf(claims).includes(rules.role)) return refuse(403, 'the token lacks the role');
  return { genuine: true };
}

/**
 * Id tokens say that a person has signed in: they name no application that asked for them, but hold what belongs to a sign-in.
 * Tokens with scopes were asked for on behalf of a person.
 */
function isOfPerson(claims: JWTPayload): boolean {
  const marks = ['scp', 'nonce', 'c_hash', 'at_hash', 'preferred_username', 'upn'];
  return marks.some((mark) => claims[mark] !== undefined) || (claims['idtyp'] !== undefined && claims['idtyp'] !== 'app');
}

const rolesOf = ({ roles }: JWTPayload): readonly unknown[] => (Array.isArray(roles) ? roles : []);

const refuse = (status: 401 | 403, reason: string): Verdict => ({ genuine: false, status, reason });

/** Ids and their URIs are compared without regard to case, as Azure does. */
const same = (claim: unknown, wanted: string): boolean => typeof claim === 'string' && claim.toLowerCase() === wanted.toLowerCase();

function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf' && error.reason === 'check_failed'
      ? 'the token is not valid yet'
      : `the token’s claim ${error.claim} is missing or wrong`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the token’s signature is wrong';
  return 'the token cannot be read';
}
