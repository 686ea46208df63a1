import { describe, expect, it } from 'vitest';
import { plainText } from '../src/core/document.ts';
import type { Reply } from '../src/core/invocation.ts';
import type { Person, Place } from '../src/core/model/person.ts';
import { ben, buttonsOf, type Circumstances, noServices, say as sayIt } from '../test/fakes/context.ts';
import { deskWithIncident, type IncidentDesk, openIncidentDesk, shop } from '../test/fakes/incident-desk.ts';
import { ack } from './ack.ts';
import { incidents } from './incidents.ts';
import { jira } from './jira.ts';
import { resolve } from './resolve.ts';

const commands = [ack, resolve, jira, incidents];

async function say(desk: IncidentDesk, typed: string, where: Circumstances = {}): Promise<Reply> {
  const command = commands.find((one) => one.name === typed.split(' ')[0]);
  if (command === undefined) throw new Error(`no command for ${typed}`);
  return sayIt(command, typed, { now: desk.clock.now(), services: { incidents: desk.incidents }, ...where });
}

describe('ack', () => {
  it.each(['ack INC-1', 'ack inc-1', 'ack 1', 'ack #1'])('understands “%s”', async (typed) => {
    const desk = await deskWithIncident();
    const reply = await say(desk, typed);
    expect(reply).toMatchObject({ audience: 'sender', document: { summary: 'You acknowledged INC-1: Slow responses.' } });
  });

  it('needs no id in the thread of the incident', async () => {
    const desk = await deskWithIncident();
    const root = desk.slack.posts()[0]?.ref;
    const place: Place = { platform: 'slack', channel: 'C-incidents', kind: 'channel', thread: root?.id };
    expect((await say(desk, 'ack', { place })).document.summary).toContain('You acknowledged INC-1');
  });

  it.each([
    ['ack', 'INC-1 was resolved already by Ben at'],
    ['resolve', 'INC-1 was resolved already by Ben at'],
    ['jira', 'Opened for INC-1: SHOP-1'],
  ])('“%s” in the thread of a resolved incident is about that one', async (typed, words) => {
    const desk = await deskWithIncident();
    await say(desk, 'resolve INC-1');
    await desk.alert({ key: 'other' });
    const thread = desk.slack.posts()[0]?.ref?.id;
    const place: Place = { platform: 'slack', channel: 'C-incidents', kind: 'channel', thread };
    const said = await say(desk, typed, { place }).then(
      (reply) => reply.document.summary,
      (error: unknown) => String(error),
    );
    expect(said).toContain(words);
  });

  it('clicked on the root message redraws it', async () => {
    const desk = await deskWithIncident();
    const message = desk.slack.posts()[0]?.ref;
    if (message === undefined) throw new Error('there is no root message');
    const reply = await say(desk, 'ack INC-1', { origin: { kind: 'clicked', message } });
    expect(reply.replace).toBe(true);
    expect(buttonsOf(reply)).toEqual(['resolve INC-1', 'jira INC-1']);
  });

  it.each(['ack', 'resolve'])('“%s” clicked on the root message by who comes second tells them who was first', async (typed) => {
    const desk = await deskWithIncident();
    const message = desk.slack.posts()[0]?.ref;
    if (message === undefined) throw new Error('there is no root message');
    const click = (actor: Person) => say(desk, `${typed} INC-1`, { origin: { kind: 'clicked', message }, actor });
    const eva: Person = { ...ben, id: 'U0EVA', name: 'Eva' };
    expect(await click(eva)).toMatchObject({ replace: true });
    // Twice by the same person is once, as after a restart.
    expect(await click(eva)).toMatchObject({ replace: true });
    const reply = await click(ben);
    expect(reply).toMatchObject({ audience: 'sender', brief: true, replace: false });
    expect(reply.document.summary).toMatch(/^INC-1 was (acknowledged|resolved) already by Eva at /u);
  });

  it('offers the open incidents where it is not clear which one is meant', async () => {
    const desk = await deskWithIncident();
    expect(buttonsOf(await say(desk, 'ack'))).toEqual(['ack INC-1']);
  });

  it('says who was first', async () => {
    const desk = await deskWithIncident();
    await desk.incidents.acknowledge('INC-1', { ...ben, id: 'U0EVA', name: 'Eva' });
    expect((await say(desk, 'ack INC-1')).document.summary).toContain('acknowledged already by Eva');
  });

  it.each([
    ['ack', 'No incident is open.'],
    ['ack INC-4', 'There is no incident INC-4. No incident is open.'],
    ['ack everything', '“everything” is not an incident'],
    ['ack INC-1 now', 'I did not understand “now” here.'],
  ])('answers “%s” with a sentence', async (typed, words) => {
    const desk = await openIncidentDesk();
    await expect(async () => say(desk, typed)).rejects.toThrow(words);
  });
});

describe('resolve, jira and incidents', () => {
  it('closes the incident, and says so when it was closed before', async () => {
    const desk = await deskWithIncident();
    expect((await say(desk, 'resolve INC-1')).document.summary).toBe('You resolved INC-1: Slow responses.');
    expect((await say(desk, 'resolve INC-1')).document.summary).toContain('was resolved already by Ben at');
    expect((await say(desk, 'incidents')).document.summary).toBe('No incident is open.');
  });

  it('opens the issue and links to it', async () => {
    const desk = await deskWithIncident();
    const reply = await say(desk, 'jira INC-1');
    expect(reply.document.blocks.map((block) => ('runs' in block ? plainText(block.runs) : ''))).toEqual(['Opened for INC-1: SHOP-1']);
    expect((await say(desk, 'jira INC-1')).document.summary).toBe('INC-1 has an issue already: SHOP-1');
  });

  it('lists what is open, the most severe first', async () => {
    const desk = await deskWithIncident();
    desk.clock.move(125 * 60_000);
    const reply = await say(desk, 'incidents');
    expect(reply.document.summary).toBe('1 incident is open');
    expect(JSON.stringify(reply.document)).toContain('2 h 5 min');
  });

  it('lists those of one service, or of none', async () => {
    const desk = await deskWithIncident();
    const catalogue = { ...noServices.catalogue, service: (name: string) => ({ ...shop, name }) };
    const asked = async (typed: string) =>
      (await say(desk, typed, { services: { incidents: desk.incidents, catalogue } })).document.summary;
    expect(await asked('incidents of shop')).toBe('1 incident of shop is open');
    expect(await asked('incidents of bank')).toBe('No incident of bank is open.');
    expect(await asked('incidents of unassigned')).toBe('No incident of no service is open.');
    expect((await say(desk, 'incidents page 2')).replace).toBe(true);
  });
});
