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
export class Denied extends UserError {}

/**
 * What somebody is told who may not do something: `because` of their role, or, where the platform did not say who they are,
 * that this is why. `doing`: the words of the command.
 */
export function denial(person: Person, doing: string, because: string): UserError {
  if (person.profile !== 'unknown') return new Denied(because, ['whoami']);
  const platform = `${person.platform.charAt(0).toUpperCase()}${person.platform.slice(1)}`;
  return new UserError(
    `I could not look up who you are on ${platform} just now, so I cannot tell whether you may use ${doing}. Try again in a moment.`,
  );
}

function isNamed(person: Person, entries: readonly string[]): boolean {
  const email = person.email?.toLowerCase();
  return entries.some((entry) => entry === `${person.platform}:${person.id}` || (email !== undefined && entry.toLowerCase() === email));
}
