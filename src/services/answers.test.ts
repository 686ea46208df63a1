import { describe, expect, it } from 'vitest';
import { createMemorySettings } from '../../test/fakes/catalogue-settings.ts';
import { createLogList } from '../../test/fakes/log.ts';
import type { Delivery, Progress, RespondOptions, ShowOptions } from '../core/chat.ts';
import { type Document, sentence } from '../core/document.ts';
import { ProviderError } from '../core/errors.ts';
import { type Invocation, type Reply, replyInPlace, replyToChannel, replyToSender, replyUnderClick } from '../core/invocation.ts';
import type { MessageRef } from '../core/model/person.ts';
import { createAnswers } from './answers.ts';
import type { Pause } from './answers-progress.ts';

const invocation: Invocation = {
  id: 'slack:E1',
  actor: { platform: 'slack', id: 'U1', name: 'eva' },
  place: { platform: 'slack', channel: 'C1', kind: 'channel' },
  text: 'help',
  origin: { kind: 'typed' },
  receivedAt: 0,
  replyTo: {},
};
const hello = replyToChannel(sentence('hello'));
const sent: Delivery = { ok: true, ref: undefined };
const limited: Delivery = { ok: false, reason: 'too many', certain: 'not sent', retry: { when: 'later', afterMs: 3_000 } };

const archived: Delivery = { ok: false, reason: 'archived', certain: 'not sent', retry: { when: 'never' } };
const unsure: Delivery = { ok: false, reason: 'timeout', certain: 'unknown', retry: { when: 'later', afterMs: 1_000 } };
const clicked: Invocation = { ...invocation, origin: { kind: 'clicked', message: { platform: 'slack', channel: 'C1', id: '1' } } };

interface Around {
  readonly asked?: Invocation;
  readonly reply?: Reply;
  readonly find?: (target: unknown) => Promise<MessageRef | undefined>;
}

async function answer(outcomes: readonly [Delivery, ...Delivery[]], { asked = invocation, reply = hello, find }: Around = {}) {
  const left = [...outcomes];
  const pauses: number[] = [];
  const log = createLogList();
  const chat = { progress: undefined, edit: undefined, find, respond: async () => left.shift() ?? outcomes[0] };
  const pause: Pause = async (ms) => void pauses.push(ms);
  const answers = createAnswers({ chats: new Map([['slack', chat]]), settings: createMemorySettings(), log, pause, random: () => 0 });
  await answers.to(asked, new AbortController().signal).deliver(reply);
  return { used: outcomes.length - left.length, pauses, log };
}

describe('an answer', () => {
  it('13: that was not sent for a rate limit goes out after the pause that was asked for, however long that is', async () => {
    const patient: Delivery = { ...limited, retry: { when: 'later', afterMs: 30_000 } };
    expect(await answer([limited, patient, sent])).toMatchObject({ used: 3, pauses: [3_000, 30_000] });
  });

  it('comes back at another moment than all the others that were refused with it', async () => {
    const pauses: number[] = [];
    const outcomes = [limited, sent];
    const chat = { progress: undefined, edit: undefined, find: undefined, respond: async () => outcomes.shift() ?? sent };
    const needs = { settings: createMemorySettings(), log: createLogList(), random: () => 0.5 };
    const pause: Pause = async (ms) => void pauses.push(ms);
    await createAnswers({ ...needs, chats: new Map([['slack', chat]]), pause })
      .to(invocation, new AbortController().signal)
      .deliver(hello);
    expect(pauses).toEqual([3_500]);
  });

  it('is given up where it can never arrive', async () => {
    expect(await answer([archived, sent])).toMatchObject({ used: 1, pauses: [] });
  });

  it('is given up when nobody waits for it any more', async () => {
    const { used, pauses } = await answer([{ ...limited, retry: { when: 'later', afterMs: 100_000 } }]);
    expect([used, pauses]).toEqual([1, [100_000, 100_000, 100_000]]);
  });

  it('of a bot that stops meanwhile is tried once more at once, and then given up', async () => {
    const stopping = new AbortController();
    let tries = 0;
    const respond = async (): Promise<Delivery> => {
      tries += 1;
      return limited;
    };
    const pause: Pause = () => {
      stopping.abort();
      return Promise.reject(new Error('aborted'));
    };
    const chat = { progress: undefined, edit: undefined, find: undefined, respond };
    const needs = { chats: new Map([['slack', chat]]), settings: createMemorySettings(), log: createLogList(), random: () => 0, pause };
    await createAnswers(needs).to(invocation, stopping.signal).deliver(hello);
    expect(tries).toBe(2);
  });
});

describe('an answer that may have arrived', () => {
  it('is not sent again where the chat cannot be asked', async () => {
    expect(await answer([unsure, sent])).toMatchObject({ used: 1, pauses: [] });
  });

  it('is not sent again when it is found', async () => {
    const find = async (): Promise<MessageRef> => ({ platform: 'slack', channel: 'C1', id: '9' });
    expect((await answer([unsure, sent], { find })).used).toBe(1);
  });

  it('below the message that was clicked is looked for there', async () => {
    const targets: unknown[] = [];
    const find = async (target: unknown): Promise<undefined> => void targets.push(target);
    await answer([unsure, sent], { asked: clicked, reply: replyUnderClick(sentence('a file')), find });
    expect(targets).toEqual([{ platform: 'slack', channel: 'C1', thread: '1' }]);
  });

  it('is not sent again while the chat does not say whether it has it', async () => {
    const find = (): Promise<undefined> => Promise.reject(new ProviderError('Slack', 'no', { retry: { when: 'never' } }));
    expect(await answer([unsure, sent], { find })).toMatchObject({ used: 1, pauses: [5_000, 15_000] });
  });

  it('is sent again when the chat does not have it', async () => {
    expect((await answer([unsure, sent], { find: async () => undefined })).used).toBe(2);
  });

  it.each<[string, Around]>([
    ['redraws a message', { asked: clicked, reply: replyInPlace(sentence('hello')) }],
    ['is for its author alone', { reply: replyToSender(sentence('hello')) }],
  ])('is sent again when it %s: a second one does no harm', async (_name, around) => {
    expect((await answer([unsure, sent], around)).used).toBe(2);
  });

  it('to a platform that is not connected any more is logged', async () => {
    const log = createLogList();
    const needs = { settings: createMemorySettings(), log, random: () => 0, pause: async () => undefined };
    await createAnswers({ ...needs, chats: new Map() })
      .to(invocation, new AbortController().signal)
      .deliver(hello);
    expect(log.entries).toHaveLength(1);
  });
});

/** A clock that is moved by hand: pauses end when their time has come. */
function createPauses() {
  const waiting: { readonly at: number; readonly end: () => void }[] = [];
  let now = 0;
  const pause: Pause = (ms, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      waiting.push({ at: now + ms, end: () => resolve(undefined) });
    });
  const advance = async (ms: number): Promise<void> => {
    // What begins now begins before the time moves.
    await new Promise((resolve) => setImmediate(resolve));
    now += ms;
    for (const one of waiting.filter(({ at }) => at <= now)) one.end();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { pause, advance };
}

describe('while an answer is being worked on', () => {
  const working: MessageRef = { platform: 'slack', channel: 'C1', id: '7' };
  const start = (
    progress: Pick<Progress, 'afterMs' | 'everyMs'>,
    { asked = invocation, outcome = sent }: { asked?: Invocation; outcome?: Delivery } = {},
  ) => {
    let shows = 0;
    const insteads: (MessageRef | undefined)[] = [];
    const edits: string[] = [];
    const reports: string[] = [];
    const { pause, advance } = createPauses();
    const settings = createMemorySettings();
    const chat = {
      progress: {
        ...progress,
        show: async (_invocation: Invocation, { report }: ShowOptions) => {
          shows += 1;
          if (report !== undefined) reports.push(report.summary);
          // A sign that fades leaves no message.
          return report === undefined && progress.everyMs !== undefined ? undefined : working;
        },
      },
      find: undefined,
      edit: async (ref: MessageRef, { summary }: Document) => {
        edits.push(`${ref.id}: ${summary}`);
        return sent;
      },
      respond: async (_invocation: Invocation, _reply: Reply, { instead }: RespondOptions) => {
        await advance(0);
        insteads.push(await instead?.());
        return outcome;
      },
    };
    const needs = { chats: new Map([['slack', chat]]), settings, log: createLogList(), pause, random: () => 0 };
    const answers = createAnswers(needs);
    const { deliver, report } = answers.to(asked, new AbortController().signal);
    const again = (taken: readonly string[]): Promise<void> => createAnswers(needs).tidy(new Set(taken));
    return {
      deliver,
      report: (words: string) => report(sentence(words)),
      reports,
      advance,
      insteads,
      edits,
      again,
      signs: () => settings.list('signs'),
      shows: () => shows,
    };
  };

  it('nothing is shown when it is there in time', async () => {
    const { deliver, advance, shows, insteads, signs } = start({ afterMs: 1_500, everyMs: undefined });
    await advance(1_499);
    await deliver(hello);
    await advance(10_000);
    expect([shows(), insteads, await signs()]).toEqual([0, [undefined], []]);
  });

  it('a message says so once it takes long, and becomes the answer', async () => {
    const { deliver, advance, shows, insteads, signs } = start({ afterMs: 1_500, everyMs: undefined });
    await advance(1_500);
    await advance(60_000);
    expect(await signs()).toEqual([{ id: invocation.id, message: working }]);
    await deliver(hello);
    expect([shows(), insteads, await signs()]).toEqual([1, [working], []]);
  });

  it('a message that cannot become the answer says that there is none', async () => {
    const { deliver, advance, edits, signs } = start({ afterMs: 1_500, everyMs: undefined }, { outcome: archived });
    await advance(1_500);
    await deliver(hello);
    expect([edits, await signs()]).toEqual([['7: I have the answer, but could not post it here. Please ask again in a minute.'], []]);
  });

  it('a message that outlives the bot says so when it is back, unless the command is taken up', async () => {
    const { advance, edits, again, signs } = start({ afterMs: 1_500, everyMs: undefined });
    await advance(1_500);
    await again([invocation.id]);
    expect(edits).toEqual([]);
    await again([]);
    expect([edits, await signs()]).toEqual([['7: I was restarted before this was done. Please ask again.'], []]);
  });

  it('a sign that fades is given again until the answer is sent', async () => {
    const { deliver, advance, shows } = start({ afterMs: 300, everyMs: 3_000 });
    await advance(300);
    await advance(3_000);
    await advance(3_000);
    await deliver(hello);
    await advance(3_000);
    expect(shows()).toBe(3);
  });

  it('what the command reports takes the place of the sign, the newest every two seconds', async () => {
    const { deliver, report, advance, reports, edits, shows, insteads } = start({ afterMs: 1_500, everyMs: undefined });
    await advance(1_500);
    report('2nd in the queue');
    report('next in the queue');
    await advance(2_000);
    await advance(2_000);
    report('running');
    await advance(2_000);
    await deliver(hello);
    expect([shows(), reports, edits, insteads]).toEqual([1, [], ['7: next in the queue', '7: running'], [working]]);
  });

  it('a report is posted where the sign leaves no message, but not before the answer takes long', async () => {
    const { deliver, report, advance, reports, shows, insteads } = start({ afterMs: 300, everyMs: 3_000 });
    report('running');
    await advance(300);
    expect([shows(), reports]).toEqual([1, []]);
    await advance(3_000);
    expect(reports).toEqual(['running']);
    await advance(3_000);
    await deliver(hello);
    expect([shows(), insteads]).toEqual([2, [working]]);
  });

  it('a click shows what its command reports', async () => {
    const { report, advance, reports } = start({ afterMs: 1_500, everyMs: undefined }, { asked: clicked });
    report('running');
    await advance(1_500);
    expect(reports).toEqual(['running']);
  });

  it('a click shows nothing else: its own message will change', async () => {
    const { advance, shows } = start({ afterMs: 1_500, everyMs: undefined }, { asked: clicked });
    await advance(60_000);
    expect(shows()).toBe(0);
  });
});
