import type { Origin, Reply } from './invocation.ts';

/** Delivers an answer once it is there and it is its turn. Rejects as the answering and the delivery do. */
export type InTurn = (
  origin: Origin,
  answering: Promise<{ readonly reply: Reply }>,
  deliver: (reply: Reply) => Promise<void>,
) => Promise<void>;

interface Clicked {
  /** How many of its clicks are being worked on. */
  open: number;
  /** Number of the latest click whose drawing was finished. */
  drawn: number;
  /** Settles when what was sent so far has arrived, or failed. Never rejects. */
  sent: Promise<void>;
}

/**
 * Clicks are worked on side by side, but drawings of one message go out one after another and never back in time: whatever
 * was clicked last is what the message shows in the end. Clicks count in the order of the calls.
 */
export function createTurns(): InTurn {
  const messages = new Map<string, Clicked>();
  let clicks = 0;

  return async (origin, answering, deliver) => {
    if (origin.kind !== 'clicked') return deliver((await answering).reply);
    clicks += 1;
    const number = clicks;
    const { platform, channel, id } = origin.message;
    const key = JSON.stringify([platform, channel, id]);
    const message = messages.get(key) ?? { open: 0, drawn: 0, sent: Promise.resolve() };
    message.open += 1;
    messages.set(key, message);
    try {
      const { reply } = await answering;
      if (!reply.replace || reply.redrawnBy !== undefined) return await deliver(reply);
      message.drawn = Math.max(message.drawn, number);
      const sending = message.sent.then(() => deliver(number < message.drawn ? { ...reply, redrawnBy: 'later click' } : reply));
      message.sent = sending.catch(() => undefined);
      await sending;
    } finally {
      message.open -= 1;
      if (message.open === 0) messages.delete(key);
    }
  };
}
