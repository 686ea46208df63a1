import { describe, expect, it } from 'vitest';
import { sentence } from './document.ts';
import { type Origin, type Reply, replyInPlace, replyToSender } from './invocation.ts';
import { createTurns } from './turns.ts';

const on = (id: string): Origin => ({ kind: 'clicked', message: { platform: 'slack', channel: 'C1', id } });
const redraw = (range: string): { readonly reply: Reply } => ({ reply: replyInPlace(sentence(range)) });

function createMessage() {
  const shown: string[] = [];
  const answered: string[] = [];
  const deliver = async (reply: Reply): Promise<void> => {
    (reply.redrawnBy === undefined ? shown : answered).push(reply.document.summary);
  };
  return { shown, answered, deliver };
}

describe('clicks on one message', () => {
  it('end on the last one, also when an earlier one is worked out later', async () => {
    const inTurn = createTurns();
    const { shown, answered, deliver } = createMessage();
    const working = Promise.withResolvers<{ readonly reply: Reply }>();
    const week = inTurn(on('1'), working.promise, deliver);
    await inTurn(on('1'), Promise.resolve(redraw('1 h')), deliver);
    working.resolve(redraw('7 d'));
    await week;
    expect({ shown, answered }).toEqual({ shown: ['1 h'], answered: ['7 d'] });
  });

  it('end on the last one, also when an earlier one is being sent; what is overtaken meanwhile is not drawn', async () => {
    const inTurn = createTurns();
    const { shown, answered, deliver } = createMessage();
    const slow = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const week = inTurn(on('1'), Promise.resolve(redraw('7 d')), (reply) => {
      begun.resolve();
      return slow.promise.then(() => deliver(reply));
    });
    await begun.promise;
    const later = ['1 h', '24 h'].map((range) => inTurn(on('1'), Promise.resolve(redraw(range)), deliver));
    slow.resolve();
    await Promise.all([week, ...later]);
    expect({ shown, answered }).toEqual({ shown: ['7 d', '24 h'], answered: ['1 h'] });
  });

  it('hold up neither what redraws nothing, nor another message, nor what comes after a failure', async () => {
    const inTurn = createTurns();
    const { shown, deliver } = createMessage();
    const stuck = Promise.withResolvers<void>();
    const failing = inTurn(on('1'), Promise.resolve(redraw('first')), () => stuck.promise);
    await inTurn(on('2'), Promise.resolve(redraw('elsewhere')), deliver);
    await inTurn(on('1'), Promise.resolve({ reply: replyToSender(sentence('a mistake')) }), deliver);
    const next = inTurn(on('1'), Promise.resolve(redraw('second')), deliver);
    stuck.reject(new Error('gone'));
    await expect(failing).rejects.toThrow('gone');
    await next;
    expect(shown).toEqual(['elsewhere', 'a mistake', 'second']);
  });
});
