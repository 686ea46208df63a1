import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../src/core/document.ts';
import type { Origin, Reply } from '../src/core/invocation.ts';
import type { Place } from '../src/core/model/person.ts';
import { quoteWord } from '../src/core/words.ts';
import { ben, buttonsOf, type Circumstances, say as sayIt } from '../test/fakes/context.ts';
import { deskWithIncident, type IncidentDesk, openIncidentDesk } from '../test/fakes/incident-desk.ts';
import { timeline } from './timeline.ts';

const say = (desk: IncidentDesk, typed: string, where: Circumstances = {}): Promise<Reply> =>
  sayIt(timeline, typed, { now: desk.clock.now(), services: { incidents: desk.incidents }, ...where });

const linesOf = (reply: Reply): readonly string[] =>
  reply.document.blocks.flatMap((block) => ('runs' in block ? [plainText(block.runs)] : []));
const notesOf = async (desk: IncidentDesk): Promise<readonly string[]> =>
  (await desk.incidents.story('INC-1')).filter((one) => one.kind === 'note').map((one) => one.text);

function threadOf(desk: IncidentDesk): Place {
  return { platform: 'slack', channel: 'C-incidents', kind: 'channel', thread: desk.slack.posts()[0]?.ref?.id };
}

describe('timeline add', () => {
  it.each([
    ['timeline add to INC-1 rolled back to 4.2', 'rolled back to 4.2'],
    ['timeline add to inc-1 "rolled  back, at last"', 'rolled  back, at last'],
    ['timeline add to #1 “rolled back”', 'rolled back'],
    ['timeline add to INC-1 set "max, min" = 5,6', 'set "max, min" = 5,6'],
    ['timeline ADD TO INC-1 first line\nsecond  line', 'first line\nsecond  line'],
    ['timeline add to INC-1 see <http://shop.example|shop.example>', 'see shop.example'],
  ])('of “%s” keeps what was typed', async (typed, kept) => {
    const desk = await deskWithIncident();
    const reply = await say(desk, typed);
    expect(reply).toMatchObject({ audience: 'sender', document: { summary: 'Added to the story of INC-1: Slow responses.' } });
    expect(await notesOf(desk)).toEqual([kept]);
  });

  it.each(['to be continued', 'to 7 people', 'to "INC-1" it was'])('takes “%s” for the note itself', async (words) => {
    const desk = await deskWithIncident();
    await say(desk, `timeline add ${words}`, { place: threadOf(desk) });
    expect(await notesOf(desk)).toEqual([words]);
  });

  it('tells it in the thread of both chats, with who said it', async () => {
    const desk = await deskWithIncident();
    await say(desk, 'timeline add rolled back', { place: threadOf(desk) });
    await desk.deliveries.idle();
    for (const chat of [desk.slack, desk.teams]) {
      const told = chat.posts().at(-1);
      expect(told?.target.thread).toBe(chat.posts()[0]?.ref?.id);
      expect(told?.document.summary).toBe('Ben: rolled back');
      expect(JSON.stringify(told?.document.blocks)).toContain('"kind":"mention","platform":"slack","id":"U0BEN"');
    }
  });

  it('is told once, although the command is taken up again after a crash', async () => {
    const desk = await deskWithIncident();
    await say(desk, 'timeline add to INC-1 rolled back');
    desk.clock.move(60_000);
    await say(desk, 'timeline add to INC-1 rolled back');
    await say(desk, 'timeline add to INC-1 rolled back', { actor: { ...ben, id: 'U0EVA' } });
    desk.clock.move(600_000);
    await say(desk, 'timeline add to INC-1 rolled back');
    expect(await notesOf(desk)).toHaveLength(3);
  });

  it('from the menu of a message in the thread, or of the root message, needs no id', async () => {
    const desk = await deskWithIncident();
    const root = desk.slack.posts()[0]?.ref;
    if (root === undefined) throw new Error('there is no root message');
    const origin: Origin = { kind: 'shortcut', message: root };
    await say(desk, `timeline add ${quoteWord('it was the "index"\n> restarted, Eva')}`, { origin });
    expect(await notesOf(desk)).toEqual(['it was the "index"\n> restarted, Eva']);
  });

  it('of somebody else’s words keeps their mouth and moment, once, whoever adds them', async () => {
    const desk = await deskWithIncident();
    const words = 'timeline add to INC-1 "the index is gone" by "Eva Lind" at 2026-11-20T08:55:12Z';
    await say(desk, words);
    desk.clock.move(3_600_000);
    await say(desk, words, { actor: { ...ben, id: 'U0ANA', name: 'Ana' } });
    const notes = (await desk.incidents.story('INC-1')).filter((one) => one.kind === 'note');
    expect(notes).toMatchObject([
      { text: 'the index is gone', saidBy: 'Eva Lind', at: Date.UTC(2026, 10, 20, 8, 55, 12), by: { name: 'Ben' } },
    ]);
    await desk.deliveries.idle();
    expect(desk.teams.posts().at(-1)?.document.summary).toBe('Eva Lind: the index is gone (added by Ben)');
  });

  it.each(['"stopped" by mistake at noon', 'stopped by Eva at 08:55'])('takes “%s” for the note itself', async (words) => {
    const desk = await deskWithIncident();
    await say(desk, `timeline add to INC-1 ${words}`);
    expect(await notesOf(desk)).toEqual([words]);
  });

  it('of somebody else’s words carries their mouth and moment in each button', async () => {
    const desk = await deskWithIncident();
    const [offered] = buttonsOf(await say(desk, 'timeline add "it was the index" by "Eva Lind" at 2026-11-20T08:55:12Z'));
    expect(offered).toBe('timeline add to INC-1 "it was the index" by "Eva Lind" at 2026-11-20T08:55:12Z');
    await expect(say(desk, 'timeline add to INC-1 "soon" by Eva at 2026-12-20')).rejects.toThrow('lies in the future');
  });

  it('elsewhere offers the open incidents, with the note in each button', async () => {
    const desk = await deskWithIncident();
    const [offered] = buttonsOf(await say(desk, 'timeline add "it was, in fact, the index"'));
    expect(offered).toBe('timeline add to INC-1 "it was, in fact, the index"');
    await say(desk, offered ?? '');
    expect(await notesOf(desk)).toEqual(['it was, in fact, the index']);
  });

  it('cuts a long note visibly, and short enough for a button', async () => {
    const desk = await deskWithIncident();
    const typed = `timeline add ${'long '.repeat(1_000)}`;
    const [offered] = buttonsOf(await say(desk, typed));
    expect(offered?.length).toBeLessThan(2_000);
    expect((await say(desk, typed, { place: threadOf(desk) })).document.summary).toContain('the first 1,500 characters were kept');
    const [kept] = await notesOf(desk);
    expect([...(kept ?? '')]).toHaveLength(1_500);
    expect(kept?.endsWith('…')).toBe(true);
  });

  it('also tells what is added to a resolved incident', async () => {
    const desk = await deskWithIncident();
    await desk.incidents.resolve('INC-1', ben);
    await say(desk, 'timeline add post-mortem on Monday', { place: threadOf(desk) });
    await desk.deliveries.idle();
    expect(desk.teams.posts().at(-1)?.document.summary).toBe('Ben: post-mortem on Monday');
  });

  it('keeps any text that a button can carry', async () => {
    const desk = await deskWithIncident();
    const text = fc
      .string({
        minLength: 1,
        maxLength: 200,
        unit: fc.constantFrom('a', 'to', ' ', '\n', ',', '"', "'", '’', '«', '#1', 'ü', '😀', '<', '&'),
      })
      .filter((one) => one.trim() !== '');
    await fc.assert(
      fc.asyncProperty(text, async (note) => {
        const before = await notesOf(desk);
        await say(desk, `timeline add to INC-1 ${quoteWord(note)}`, { actor: { ...ben, id: `U${before.length}` } });
        const allQuotes = /"/u.test(note) && /'/u.test(note) && /»/u.test(note);
        expect((await notesOf(desk)).at(-1)).toBe(allQuotes ? note.replaceAll('"', "'").trim() : note.trim());
      }),
      { numRuns: 60 },
    );
  });
});

describe('timeline', () => {
  it('tells the story in its order, with who did what', async () => {
    const desk = await deskWithIncident();
    desk.clock.move(60_000);
    await desk.incidents.acknowledge('INC-1', ben);
    desk.clock.move(60_000);
    await say(desk, 'timeline add to INC-1 rolled back');
    const reply = await say(desk, 'timeline 1');
    expect(reply).toMatchObject({ audience: 'channel', document: { summary: 'The story of INC-1 · P2 · Acknowledged: Slow responses' } });
    const lines = linesOf(reply);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('2026-11-20T09:00:00.000Z');
    expect(lines[1]).toMatch(/^2026-11-20T09:00:00\.000Z Opened/u);
    expect(lines.slice(2)).toEqual(['2026-11-20T09:01:00.000Z Ben acknowledged the incident', '2026-11-20T09:02:00.000Z Ben: rolled back']);
  });

  it('names each day once', async () => {
    const desk = await deskWithIncident();
    for (let count = 0; count < 2; count += 1) {
      desk.clock.move(10 * 3_600_000);
      await say(desk, `timeline add to INC-1 step ${count}`);
    }
    const { document } = await say(desk, 'timeline 1');
    const days = document.blocks.filter(
      (block) => block.kind === 'text' && block.runs.some((run) => run.kind === 'time' && run.style === 'date'),
    );
    expect(days).toHaveLength(2);
  });

  it('shows of a long story the beginning and the end, and has all of it in a file', async () => {
    const desk = await deskWithIncident();
    for (let index = 0; index < 40; index += 1) await say(desk, `timeline add to INC-1 step ${index}`);
    const reply = await say(desk, 'timeline', { place: threadOf(desk) });
    const lines = linesOf(reply);
    expect(lines[1]).toMatch(/Opened by the alert/u);
    expect(lines.slice(20, 23).map((line) => line.replace(/^\S+Z /u, ''))).toEqual([
      'Ben: step 18',
      '11 lines between these are not shown here.',
      'Ben: step 30',
    ]);
    const file = reply.document.blocks.find((block) => block.kind === 'file');
    expect(file?.name).toBe('timeline-INC-1.txt');
    expect(file?.content.trimEnd().split('\n')).toHaveLength(42);
  });

  it('offers the open incidents where it is not clear which one is meant', async () => {
    const desk = await deskWithIncident();
    expect(buttonsOf(await say(desk, 'timeline'))).toEqual(['timeline INC-1']);
  });

  it.each([
    ['timeline', 'No incident is open.'],
    ['timeline INC-4', 'There is no incident INC-4. No incident is open.'],
    ['timeline ad rolled back', 'Did you mean “add”?'],
    ['timeline yesterday', '“yesterday” is not an incident'],
    ['timeline INC-1 now', 'I did not understand “now” here.'],
    ['timeline add', 'What is to be added?'],
    ['timeline add to INC-1', 'What is to be added?'],
    ['timeline add ""', 'What is to be added?'],
    ['timeline add to INC-4 rolled back', 'There is no incident INC-4.'],
  ])('answers “%s” with a sentence', async (typed, words) => {
    const desk = await openIncidentDesk();
    await expect(async () => say(desk, typed)).rejects.toThrow(words);
  });
});
