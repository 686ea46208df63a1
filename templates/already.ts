import { type Document, mention, moment, plain, sentence } from '../src/core/document.ts';
import type { Person } from '../src/core/model/person.ts';

export interface Already {
  /** "INC-7 was resolved" */
  readonly what: string;
  /** undefined: it came by itself. */
  readonly by: Person | undefined;
  readonly at: number;
}

/** To whoever came second: who was first, and when. */
export function already({ what, by, at }: Already, timeZone: string): Document {
  const who = by === undefined ? [] : [plain(' by '), mention(by)];
  return sentence(plain(`${what} already`), ...who, plain(' at '), moment(at, timeZone), plain('.'));
}

/** Whoever presses twice has not come second to anybody. */
export function isOther(one: Person | undefined, other: Person): 'other' | 'same' {
  return one?.platform === other.platform && one.id === other.id ? 'same' : 'other';
}
