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

/** A denial says whom to ask, too; any other mistake is as it was. */
export function withWhomToAsk(error: UserError, person: Pick<Person, 'email'>, access: Access): UserError {
  const ask = error instanceof Denied ? whomToAsk(person, error.needed, access) : '';
  return ask === '' ? error : new UserError(`${error.message} ${ask}`, error.examples);
}

/**
 * "Ask ben@example.com or ana@example.com.": who has the role, as far as they are configured by something that can be read. Empty
 * where nobody is, and for a person without an address, who may be of another company.
 */
function whomToAsk(person: Pick<Person, 'email'>, needed: Role, { roles }: Access): string {
  if (person.email === undefined) return '';
  const entries = needed === 'admin' ? roles.admin : [...roles.responder, ...roles.admin];
  const addresses = [...new Set(entries.filter((entry) => entry.includes('@')))];
  const named = addresses.length > mostAsked ? [...addresses.slice(0, mostAsked), `another ${needed}`] : addresses;
  if (named.length < 2) return named.length === 0 ? '' : `Ask ${named.join('')}.`;
  return `Ask ${named.slice(0, -1).join(', ')} or ${named.at(-1)}.`;
}

function isNamed(person: Person, entries: readonly string[]): boolean {
  const email = person.email?.toLowerCase();
  return entries.some((entry) => entry === `${person.platform}:${person.id}` || (email !== undefined && entry.toLowerCase() === email));
}
