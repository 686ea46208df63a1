import { shorten } from '../src/core/clauses.ts';
import { UserError } from '../src/core/errors.ts';
import { replyToSender } from '../src/core/invocation.ts';
import type { Suggest } from '../src/core/ports.ts';
import type { Words } from '../src/core/words.ts';
import { command } from '../src/services/services.ts';
import { failedDeliveries, mostFailedShown, retried } from '../templates/deliveries.ts';

const examples = ['deliveries failed', 'deliveries retry 12'] as const;
const verbs = ['failed', 'retry'] as const;

type Wish = { readonly kind: 'failed' } | { readonly kind: 'retry'; readonly id: number };

export const deliveries = command({
  name: 'deliveries',
  summary: 'Lists the messages that could not be sent, and tries one again.',
  usage: 'deliveries failed · deliveries retry NUMBER',
  examples,
  permission: 'admin',
  changes: ({ kind }) => (kind === 'retry' ? 'state' : 'nothing'),
  args: readWish,
  run: async (wish, { services, timeZone }) => {
    if (wish.kind === 'failed') return replyToSender(failedDeliveries(await services.failedDeliveries.list(mostFailedShown + 1), timeZone));
    await services.failedDeliveries.retry(wish.id);
    return replyToSender(retried(wish.id));
  },
});

function readWish({ all }: Words, suggest: Suggest): Wish {
  const [, verb, first, ...more] = all;
  const name = verb?.text.toLowerCase() ?? 'failed';
  const extra = name === 'failed' ? first : more[0];
  if (name !== 'failed' && name !== 'retry') {
    const near = suggest(name, verbs);
    const hint = near === undefined ? 'There are failed and retry.' : `Did you mean “${near}”?`;
    throw new UserError(`“${shorten(name)}” is nothing deliveries can do. ${hint}`, examples);
  }
  if (extra !== undefined) throw new UserError(`I did not understand “${shorten(extra.text)}” here.`, examples);
  return name === 'failed' ? { kind: 'failed' } : { kind: 'retry', id: readNumber(first?.text) };
}

function readNumber(word: string | undefined): number {
  if (word === undefined)
    throw new UserError('Which one is to be tried again? Write its number behind “retry”, as the list calls it.', examples);
  const number = /^#?(\d{1,15})$/u.exec(word)?.[1];
  if (number === undefined) throw new UserError(`“${shorten(word)}” is not the number of a delivery. The list has them.`, examples);
  return Number(number);
}
