import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { actions, type Document, heading, sentence, text } from '../../src/core/document.ts';
import { type Invocation, type Reply, replyRefused, replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import { chartForm } from '../../test/fakes/slack-forms.ts';
import { type SlackHarness, startSlackHarness } from '../../test/fakes/slack-harness.ts';

const signal = new AbortController().signal;
const ops = 'C0OPS00001';

let harness: SlackHarness | undefined;
afterEach(async () => {
  await harness?.stop();
  harness = undefined;
});

/** A bot in a workspace, with an answer for each text it may be told. */
async function start(by: 'socket' | 'http', answers: (invocation: Invocation) => Reply): Promise<SlackHarness> {
  const running = await startSlackHarness({ by });
  harness = running;
  running.onReceive = async (invocation) => {
    await running.adapter.respond(invocation, answers(invocation), { signal });
  };
  return running;
}

const form: Document = { summary: 'Draw a chart', blocks: [text('What shall I draw?'), chartForm] };
const formFirst =
  (then: (invocation: Invocation) => Reply) =>
  (invocation: Invocation): Reply =>
    invocation.text === 'chart' ? replyToSender(form) : then(invocation);

describe.each(['socket', 'http'] as const)('forms, the home page and the menu, by %s', (by) => {
  it('opens a form, searches in it, and posts what it asked for', async () => {
    const running = await start(
      by,
      formFirst(({ text: said }) => replyToChannel(sentence(`Drawn: ${said}`))),
    );
    const { slack } = running;
    running.onSearch = async ({ source, typed }) => [{ label: `${source} like ${typed}`, value: 'response time' }];
    await slack.say({ user: 'ana', channel: 'ops', text: '/tocsin chart' });
    const modal = slack.messages.list({}).find((one) => one.form !== undefined);
    const on = { form: modal?.id ?? '', user: 'ana' };
    const found = await slack.search({ ...on, field: 'Metric', typed: 'resp' });
    expect(found.map((one) => one.label)).toEqual(['metrics like resp']);
    await slack.submit({ ...on, values: { Metric: 'metrics like resp', Over: '7d' } });
    const said = slack.messages.list({ channel: ops }).map((one) => one.text);
    expect(said).toEqual(['Drawn: chart "response time" of bps-website over 7d']);
  });

  it('keeps a refused form open with what was filled in', async () => {
    const running = await start(
      by,
      formFirst(() => replyRefused(sentence('That range is too long. Try 7d.'))),
    );
    const { slack } = running;
    running.onSearch = async () => [{ label: 'CPU', value: 'cpu' }];
    await slack.say({ user: 'ana', channel: 'ops', text: '/tocsin chart' });
    const modal = slack.messages.list({}).find((one) => one.form !== undefined);
    await slack.submit({ form: modal?.id ?? '', user: 'ana', values: { Metric: 'CPU', Over: '700d' } });
    const shown = slack.messages.list({}).find((one) => one.id === modal?.id);
    expect(shown?.text).toContain('That range is too long. Try 7d.');
    expect(JSON.stringify(shown?.form)).toMatch(/CPU.*bps-website.*700d/u);
    expect(slack.messages.list({}).filter((one) => one.form === undefined)).toEqual([]);
  });

  it('draws the home page, and takes its buttons', async () => {
    const page: Document = { summary: 'Home', blocks: [heading('Open incidents'), actions(button('Acknowledge', 'ack INC-1'))] };
    const running = await start(by, ({ text: said }) => (said === 'home' ? replyToSender(page) : replyToChannel(sentence('Yours now.'))));
    const { slack } = running;
    await slack.openHome?.('ben');
    await running.nextReceived();
    const home = slack.messages.list({ channel: 'home' }).at(-1);
    expect(home?.text).toContain('Open incidents');
    await slack.click({ message: home?.id ?? '', user: 'ben', button: 'Acknowledge' });
    expect(slack.messages.list({ channel: 'D0BEN00001' }).map((one) => one.text)).toEqual(['Yours now.']);
  });

  it('takes a message into the timeline by its menu, and tells whoever did it', async () => {
    const running = await start(by, () => replyToSender(sentence('Added to INC-1.')));
    const { slack } = running;
    await slack.say({ user: 'eva', channel: 'ops', text: 'rolled back to <4.2>' });
    const [said] = slack.messages.list({ channel: ops });
    expect(slack.shortcuts()).toEqual(['Add to timeline']);
    await slack.shortcut?.({ message: said?.id ?? '', user: 'ben', name: 'Add to timeline' });
    expect(running.received).toMatchObject([
      { text: expect.stringMatching(/^timeline add "rolled back to <4\.2>" by "Eva [^"]+" at 20/u), origin: { kind: 'shortcut' } },
    ]);
    expect(slack.messages.list({ channel: ops }).at(-1)).toMatchObject({ text: 'Added to INC-1.', ephemeralTo: 'ben' });
  });
});
