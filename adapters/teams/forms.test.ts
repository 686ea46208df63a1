import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Block, Document } from '../../src/core/document.ts';
import { sentence } from '../../src/core/document.ts';
import { type Reply, replyInPlace, replyRefused, replyToChannel } from '../../src/core/invocation.ts';
import { startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';

let harness: TeamsHarness;
beforeEach(async () => {
  harness = await startTeamsHarness();
});
afterEach(() => harness.stop());

const options = { signal: AbortSignal.timeout(60_000), mark: 'form' };
const form: Block = {
  kind: 'form',
  title: 'Draw a chart',
  submit: 'Draw',
  command: 'chart',
  fields: [
    { kind: 'search', name: '=metric', label: 'Metric', source: 'metrics', required: true },
    { kind: 'search', name: 'of', label: 'Of', initial: 'bps-website', source: 'targets', required: true },
    { kind: 'choice', name: 'over', label: 'Range', initial: '6h', options: ['1h', '6h', '7d'], required: false },
    { kind: 'text', name: 'from', label: 'From', multiline: false, required: false },
  ],
};
const document: Document = { summary: 'Draw a chart', blocks: [form] };

async function posted(channel = 'ops'): Promise<string> {
  const delivery = await harness.adapter.post({ platform: 'teams', channel }, document, options);
  return delivery.ok ? (delivery.ref?.id ?? '') : '';
}

const answer = (reply: Reply): void => {
  harness.onInvocation = async (invocation) => void harness.adapter.respond(invocation, reply, options);
};
const message = (id: string) => harness.emulator.messages.get(id);
const below = (id: string): readonly string[] =>
  harness.emulator.messages.list({}).flatMap((one) => (one.thread === id && one.ephemeralTo === undefined ? [one.text] : []));
/** The form as this person sees it. */
const formOf = (id: string, user: string) => message(id)?.sentForms?.find((one) => one.user === user)?.form ?? message(id)?.form;

describe('a form', () => {
  it('stands in the message with what its fields begin with', async () => {
    const id = await posted();
    expect(message(id)?.form).toEqual({
      id,
      title: 'Draw a chart',
      submit: 'Draw',
      fields: [
        { label: 'Metric', kind: 'search', placeholder: 'Type to search', required: true },
        { label: 'Of', kind: 'search', placeholder: 'Type to search', value: 'bps-website', required: true },
        { label: 'Range', kind: 'select', options: ['1h', '6h', '7d'], value: '6h', required: false },
        { label: 'From', kind: 'text', required: false },
      ],
    });
  });

  it('is sent as the command it stands for, and the answer takes its place for everybody', async () => {
    const id = await posted();
    harness.choices = [{ label: 'CPU (percent)', value: 'Percentage CPU' }];
    answer(replyInPlace(sentence('Here it is.')));
    const values = { Metric: 'CPU (percent)', Range: '7d', From: ' 2026-11-20 "9:00" ' };
    await harness.emulator.submit({ form: id, user: 'ben', values });
    expect(await harness.nextInvocation()).toMatchObject({
      text: `chart "Percentage CPU" of bps-website over 7d from '2026-11-20 "9:00"'`,
      actor: { name: 'Ben Okafor' },
      origin: { kind: 'clicked', message: { id } },
    });
    await expect.poll(() => message(id)?.text).toBe('Here it is.');
    expect(message(id)?.form).toBeUndefined();
  });

  it('that is refused says why to whoever sent it, as it was filled in, and posts nothing', async () => {
    const id = await posted();
    harness.choices = [{ label: 'CPU', value: 'cpu' }];
    answer(replyRefused(sentence('No metric called “cpu”. Did you mean *memory*?')));
    await harness.emulator.submit({ form: id, user: 'ben', values: { Metric: 'CPU', From: 'noon' } });
    expect(message(id)?.edited).toBe(false);
    expect(formOf(id, 'ben')).toMatchObject({
      error: 'No metric called “cpu”. Did you mean ∗memory∗?',
      fields: [{ value: 'CPU' }, { value: 'bps-website' }, { value: '6h' }, { label: 'From', value: 'noon' }],
    });
    // Nobody else sees what he filled in, nor what was said about it.
    expect(JSON.stringify(formOf(id, 'eva'))).not.toMatch(/noon|memory/u);
    const notes = harness.emulator.messages.list({}).filter((one) => one.ephemeralTo !== undefined);
    expect(notes).toMatchObject([{ ephemeralTo: 'ben', text: 'No metric called “cpu”. Did you mean ∗memory∗?' }]);
    expect(below(id)).toEqual([]);
  });

  it('that is refused after Teams stopped waiting gets its answer in the thread', async () => {
    const id = await posted();
    harness.choices = [{ label: 'CPU', value: 'cpu' }];
    const sent = harness.emulator.submit({ form: id, user: 'ben', values: { Metric: 'CPU' } });
    const stored = await harness.nextInvocation();
    // What waits is answered at the stop; the stored invocation is taken up by the next start.
    await harness.adapter.stop();
    await sent;
    expect(await harness.adapter.respond(stored, replyRefused(sentence('Not so.')), options)).toMatchObject({ ok: true });
    expect(below(id)).toEqual(['Not so.']);
  });

  it('can be filled in by anybody in a channel, and answered below', async () => {
    const id = await posted();
    harness.choices = [{ label: 'CPU', value: 'cpu' }];
    answer(replyToChannel(sentence('Saved.')));
    for (const user of ['ana', 'eva']) await harness.emulator.submit({ form: id, user, values: { Metric: 'CPU' } });
    await expect.poll(() => below(id)).toEqual(['Saved.', 'Saved.']);
    expect(harness.invocations.map((one) => one.actor.name)).toEqual(['Ana Duarte', 'Eva Lindqvist']);
    expect(message(id)?.form).toBeDefined();
  });

  it('is not sent by Teams while something is missing that is needed', async () => {
    const id = await posted();
    await harness.emulator.submit({ form: id, user: 'ben', values: { Range: '1h' } });
    expect(formOf(id, 'ben')?.fields[0]).toMatchObject({ label: 'Metric', error: 'This is needed.' });
    expect(harness.invocations).toEqual([]);
  });
});

describe('a searchable field', () => {
  it('offers what is found for what was typed so far, and knows who asks', async () => {
    const id = await posted();
    harness.choices = [
      { label: 'bps-website-sp (App Service plan)', value: 'bps-website-sp' },
      { label: '<at>everyone</at> [x](http://e.example)', value: 'odd' },
    ];
    expect(await harness.emulator.search({ form: id, user: 'ana', field: 'Of', typed: 'bps w' })).toEqual([
      { label: 'bps-website-sp (App Service plan)' },
      { label: '‹at›everyone‹/at› ［x］(http:∕∕e.example)' },
    ]);
    expect(harness.searches).toEqual([{ source: 'targets', typed: 'bps w', most: 15 }]);
    // Searching is no command.
    expect(harness.invocations).toEqual([]);
  });

  it('offers no more than Teams shows, and nothing where nothing is found', async () => {
    const id = await posted();
    const search = () => harness.emulator.search({ form: id, user: 'ana', field: 'Metric', typed: '' });
    expect(await search()).toEqual([]);
    harness.choices = Array.from({ length: 30 }, (_, index) => ({ label: `metric ${index}`, value: `m${index}` }));
    expect(await search()).toHaveLength(15);
  });

  it.each(['direct', 'on-call'])('works in the chat %s as well', async (channel) => {
    await harness.emulator.install('ana');
    await harness.emulator.install('on-call');
    harness.choices = [{ label: 'CPU', value: 'cpu' }];
    const place = channel === 'direct' ? (harness.emulator.directs()[0]?.id ?? '') : channel;
    const id = await posted(place === 'on-call' ? (harness.emulator.channels().find((one) => one.name === 'on-call')?.id ?? '') : place);
    answer(replyInPlace(sentence('Drawn.')));
    await harness.emulator.submit({ form: id, user: 'ana', values: { Metric: 'CPU' } });
    await expect.poll(() => message(id)?.text).toBe('Drawn.');
  });
});
