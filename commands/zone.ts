import { readPlain } from '../src/core/clauses.ts';
import { moment, plain, sentence } from '../src/core/document.ts';
import { replyToSender } from '../src/core/invocation.ts';
import type { Suggest } from '../src/core/ports.ts';
import type { Words } from '../src/core/words.ts';
import { type Context, command } from '../src/services/services.ts';
import { readZone } from '../src/services/time-zones.ts';

const examples = ['zone', 'zone Europe/Berlin', 'zone clear'] as const;

type Wish = { readonly kind: 'show' } | { readonly kind: 'clear' } | { readonly kind: 'set'; readonly timeZone: string };

export const zone = command({
  name: 'zone',
  summary: 'Shows or sets the time zone in which you read and write times.',
  usage: 'zone [TIMEZONE|clear]',
  examples,
  permission: 'viewer',
  changes: (wish) => (wish.kind === 'show' ? 'nothing' : 'state'),
  args: readWish,
  run: async (wish, context) => {
    const { choices } = context.services;
    switch (wish.kind) {
      case 'show': {
        const chosen = await choices.timeZoneOf(context.actor);
        return told(chosen === undefined ? 'Your time zone is' : 'You chose the time zone', context.timeZone, context);
      }
      case 'clear':
        await choices.chooseTimeZone(context.actor, undefined);
        return told('Your own choice is cleared; your time zone is', context.actor.timeZone ?? 'UTC', context);
      case 'set':
        await choices.chooseTimeZone(context.actor, wish.timeZone);
        return told('Your time zone is now', wish.timeZone, context);
    }
  },
});

function readWish(words: Words, suggest: Suggest): Wish {
  const [typed] = readPlain(words, 1, examples);
  if (typed?.toLowerCase() === 'clear') return { kind: 'clear' };
  const timeZone = readZone(typed, suggest, examples);
  return timeZone === undefined ? { kind: 'show' } : { kind: 'set', timeZone: asWritten(timeZone) };
}

/** "europe/berlin" is understood, and shown as it is written. */
function asWritten(timeZone: string): string {
  return Intl.supportedValuesOf('timeZone').find((one) => one.toLowerCase() === timeZone.toLowerCase()) ?? timeZone;
}

const told = (words: string, timeZone: string, { now }: Context) =>
  replyToSender(sentence(`${words} ${timeZone}, where it is `, moment(now, timeZone), plain('.')));
