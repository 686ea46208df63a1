import { UserError } from './errors.ts';
import type { Person, Role } from './model/person.ts';

/** Who has which role, as configured: entries are "slack:U1", "teams:<Entra object id>" or an e-mail address. */
export interface Access {
  readonly default: Role;
  readonly roles: { readonly responder: readonly string[]; readonly admin: readonly string[] };
}

const rank: Readonly<Record<Role, number>> = { viewer: 0, responder: 1, admin: 2 };

/** The highest role any entry gives the person; the e-mail address is compared without regard to case. */
export function roleOf(person: Person, access: Access): Role {
  if (isNamed(person, access.roles.admin)) return 'admin';
  if (isNamed(person, access.roles.responder)) return rank[access.default] > rank.responder ? access.default : 'responder';
  return access.default;
}

export const roleWords: Readonly<Record<Role, string>> = { viewer: 'a viewer', responder: 'a responder', admin: 'an admin' };

export function mayRun(role: Role, needed: Role): 'allowed' | 'denied' {
  return rank[role] >= rank[needed] ? 'allowed' : 'denied';
}

/** The person's role does not suffice: audited as such, whatever part of the command found it out. */
export class Denied extends UserError {
  readonly needed: Role;

  constructor(because: string, needed: Role) {
    super(because, ['whoami']);
    this.needed = needed;
  }
}

/**
 * What somebody is told who may not do something: `because` of their role, or, where the platform did not say who they are,
 * that this is why. `doing`: the words of the command; `needed`: who may.
 */
export function denial(person: Person, doing: string, needed: Role, because: string): UserError {
  if (person.profile !== 'unknown') return new Denied(because, needed);
  const platform = `${person.platform.charAt(0).toUpperCase()}${person.platform.slice(1)}`;
  return new UserError(
    `I could not look up who you are on ${platform} just now, so I cannot tell whether you may use ${doing}. Try again in a moment.`,
  );
}

const mostAsked = 3;

/** A mistake as everybody may read it, and, where that says more, as its author alone may. */
export interface Refusal {
  readonly anywhere: UserError;
  readonly alone: UserError | undefined;
}

/**
 * A denial says whom to ask, too: anywhere by their role, to its author alone by their addresses, where those are of the author's
 * own domain. Any other mistake is as it was.
 */
export function withWhomToAsk(error: UserError, person: Pick<Person, 'email'>, access: Access): Refusal {
  if (!(error instanceof Denied)) return { anywhere: error, alone: undefined };
  const saying = (ask: string): UserError => new UserError(`${error.message} ${ask}`, error.examples);
  const role = leastRole(error.needed, access);
  const addresses = addressesFor(person, error.needed, access);
  return {
    anywhere: role === undefined ? error : saying(`Ask somebody with the role ${role}.`),
    alone: addresses.length === 0 ? undefined : saying(whomToAsk(addresses, error.needed)),
  };
}

/** The least role that suffices and that somebody has; undefined: nobody does. */
function leastRole(needed: Role, { roles }: Access): Role | undefined {
  if (needed === 'responder' && roles.responder.length > 0) return 'responder';
  return roles.admin.length > 0 ? 'admin' : undefined;
}

/** Those with the role first, then those with a higher one; none of another company's. */
function addressesFor({ email }: Pick<Person, 'email'>, needed: Role, { roles }: Access): readonly string[] {
  const domain = email === undefined ? undefined : domainOf(email);
  const entries = needed === 'admin' ? roles.admin : [...roles.responder, ...roles.admin];
  return [...new Set(entries.filter((entry) => domain !== undefined && domainOf(entry) === domain))];
}

/** Of an address; undefined for anything else. */
function domainOf(entry: string): string | undefined {
  return /@([^@]+)$/u.exec(entry)?.[1]?.toLowerCase();
}

/** "Ask ben@example.com or ana@example.com." Of at least one address. */
function whomToAsk(addresses: readonly string[], needed: Role): string {
  const named = addresses.length > mostAsked ? [...addresses.slice(0, mostAsked), `another ${needed}`] : addresses;
  const [last, ...before] = named.toReversed();
  return before.length === 0 ? `Ask ${last}.` : `Ask ${before.toReversed().join(', ')} or ${last}.`;
}

function isNamed(person: Person, entries: readonly string[]): boolean {
  const email = person.email?.toLowerCase();
  return entries.some((entry) => entry === `${person.platform}:${person.id}` || (email !== undefined && entry.toLowerCase() === email));
}
