import type { Invocation } from '../../src/core/invocation.ts';
import type { Person, Place } from '../../src/core/model/person.ts';

export interface Typed {
  readonly id: string;
  readonly text: string;
  readonly actor: Person;
  readonly place: Place;
  readonly at: number;
}

/** A command typed in a terminal, with or without the slash command or the mention that chats want before it. */
export function readInvocation({ id, text, actor, place, at }: Typed): Invocation {
  return {
    id: `console:${id}`,
    actor,
    place,
    text: text
      .trim()
      .replace(/^(?:\/tocsin|@tocsin)(?=\s|$)/iu, '')
      .trim(),
    origin: { kind: 'typed' },
    receivedAt: at,
    replyTo: {},
  };
}
