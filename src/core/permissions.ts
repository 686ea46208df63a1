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

export function mayRun(role: Role, needed: Role): 'allowed' | 'denied' {
  return rank[role] >= rank[needed] ? 'allowed' : 'denied';
}

function isNamed(person: Person, entries: readonly string[]): boolean {
  const email = person.email?.toLowerCase();
  return entries.some((entry) => entry === `${person.platform}:${person.id}` || (email !== undefined && entry.toLowerCase() === email));
}
