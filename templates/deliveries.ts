import { button } from '../src/core/actions.ts';
import { shorten } from '../src/core/clauses.ts';
import { actions, type Block, bold, type Document, heading, moment, note, plain, sentence, text } from '../src/core/document.ts';
import type { Effect, FailedDelivery } from '../src/core/model/delivery.ts';

/** As many as a message shows with a button each. */
export const mostFailedShown = 10;

const longestReason = 300;

/** The deliveries that were given up, newest first, each with a button that tries it again. `failed`: one more than is shown tells that there are more. */
export function failedDeliveries(failed: readonly FailedDelivery[], timeZone: string): Document {
  if (failed.length === 0) return sentence('Everything that was to be sent has arrived or is on its way.');
  const shown = failed.slice(0, mostFailedShown);
  const more = failed.length > shown.length;
  const count = more ? `More than ${shown.length} deliveries` : failed.length === 1 ? '1 delivery' : `${failed.length} deliveries`;
  const summary = `${count} failed for good`;
  return {
    summary: `${summary}: ${shown.map((one) => `${one.id} (${whatOf(one.effect)})`).join(', ')}`,
    blocks: [
      heading(summary),
      ...shown.flatMap((one) => rowOf(one, timeZone)),
      ...(more ? [note('neutral', `Only the newest ${shown.length} are shown.`)] : []),
    ],
  };
}

function rowOf({ id, effect, destination, failedAt, attempts, reason }: FailedDelivery, timeZone: string): readonly Block[] {
  const tried = attempts <= 1 ? '1 attempt' : `${attempts} attempts`;
  return [
    text(
      bold(`${id} · ${whatOf(effect)}`),
      plain(` to ${destination}, given up on `),
      moment(failedAt, timeZone),
      plain(` after ${tried}: ${shorten(reason, longestReason)}`),
    ),
    actions(button(`Retry ${id}`, `deliveries retry ${id}`)),
  ];
}

/** A delivery is tried again. */
export function retried(id: number): Document {
  return sentence(`Delivery ${id} is tried again now. If it fails once more, it is back in the list.`);
}

/** What was to be sent, in words. */
function whatOf(effect: Effect): string {
  switch (effect.kind) {
    case 'incident-root':
      return `first message of ${effect.incident}`;
    case 'incident-edit':
      return `redrawn message of ${effect.incident}`;
    case 'incident-thread':
      return `news in the thread of ${effect.incident}`;
    case 'incident-jira':
      return `JIRA issue of ${effect.incident}`;
    case 'digest':
      return `digest ${effect.schedule}`;
    case 'notice':
      return 'notice about Tocsin itself';
  }
}
