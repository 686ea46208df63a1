import { code, type Document, facts, heading, moment, plain } from '../src/core/document.ts';
import type { Person, Role } from '../src/core/model/person.ts';

export interface WhoAmI {
  readonly person: Person;
  readonly role: Role;
  readonly timeZone: string;
  readonly now: number;
  /** Names of the commands the role may use, and of those it may not. */
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
}

const rights: Readonly<Record<Role, string>> = {
  viewer: 'read everything and acknowledge incidents',
  responder: 'also resolve incidents, open JIRA issues and schedule digests',
  admin: 'everything, the digests of others included',
};

/** Who the bot takes somebody for, and what follows from it. */
export function whoAmI({ person, role, timeZone, now, may, mayNot }: WhoAmI): Document {
  const unsure = person.profile === 'unknown' ? '; I could not look up who you are just now, so you may have more' : '';
  return {
    summary: `You are ${person.name}, ${role}, in ${timeZone}`,
    blocks: [
      heading('Who you are'),
      facts(
        { label: 'Name', value: [plain(person.name)] },
        { label: 'Platform', value: [plain(person.platform)] },
        { label: 'Id', value: [code(person.id)] },
        ...(person.email === undefined ? [] : [{ label: 'E-mail', value: [plain(person.email)] }]),
        { label: 'Role', value: [plain(`${role}: may ${rights[role]}${unsure}`)] },
        { label: 'Time zone', value: [plain(`${timeZone}, where it is now `), moment(now, timeZone)] },
        { label: 'Commands', value: [plain(may.join(', '))] },
        ...(mayNot.length === 0 ? [] : [{ label: 'Not for you', value: [plain(mayNot.join(', '))] }]),
      ),
    ],
  };
}
