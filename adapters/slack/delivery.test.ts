import { afterEach, describe, expect, it } from 'vitest';
import { type Document, moment, sentence } from '../../src/core/document.ts';
import { sampleChart } from '../../test/fakes/chart-samples.ts';
import { brokenCharts, type SlackHarness, type SlackHarnessOptions, startSlackHarness } from '../../test/fakes/slack-harness.ts';

const signal = new AbortController().signal;
const ops = 'C0OPS00001';
const toOps = { platform: 'slack', channel: '#ops' };

let harness: SlackHarness | undefined;
const start = async (options?: SlackHarnessOptions): Promise<SlackHarness> => {
  harness = await startSlackHarness(options);
  return harness;
};
afterEach(async () => {
  await harness?.stop();
  harness = undefined;
});

const chart = sampleChart({ series: [] });
const textsIn = (slack: SlackHarness['slack']): readonly string[] => slack.messages.list({ channel: ops }).map((one) => one.text);
const chartMessage: Document = { summary: 'CPU of checkout', blocks: [{ kind: 'chart', chart, alt: 'CPU: 12 % to 97 %, last 40 %' }] };

describe('posting to Slack', () => {
  it('shows a chart as an uploaded picture that can be fetched', async () => {
    const { adapter, slack } = await start();
    expect(await adapter.post(toOps, chartMessage, { mark: 'm', signal })).toMatchObject({ ok: true });
    const [message] = slack.messages.list({ channel: ops });
    expect(message?.images).toMatchObject([{ alt: 'CPU: 12 % to 97 %, last 40 %' }]);
    const picture = await fetch(message?.images[0]?.url ?? '');
    expect(picture.headers.get('content-type')).toBe('image/png');
  });

  it('waits for a picture that Slack is still processing, and in the end does without it', async () => {
    const patient = await start({ slowPictures: 2 });
    await patient.adapter.post(toOps, chartMessage, { mark: 'm', signal });
    expect(patient.slack.messages.list({ channel: ops })).toMatchObject([{ images: [{}] }]);
    await patient.stop();
    const { adapter, slack } = await start({ slowPictures: 100 });
    await adapter.post(toOps, chartMessage, { mark: 'm', signal });
    expect(textsIn(slack)).toEqual(['CPU: 12 % to 97 %, last 40 %\nSlack did not show the picture.']);
  });

  it('says a chart in words when the picture cannot be made', async () => {
    const { adapter, slack } = await start({ adapter: { charts: brokenCharts } });
    await adapter.post(toOps, chartMessage, { mark: 'm', signal });
    expect(textsIn(slack)).toEqual(['CPU: 12 % to 97 %, last 40 %\nThe picture could not be drawn.']);
  });

  it.each(['files.getUploadURLExternal', 'files.completeUploadExternal'])('waits out a short rate limit of %s', async (method) => {
    const { adapter, slack, faults } = await start();
    faults.add({ target: `slack/api/${method}`, status: 429, retryAfter: 0, count: 1 });
    await adapter.post(toOps, chartMessage, { mark: 'm', signal });
    expect(slack.messages.list({ channel: ops })).toMatchObject([{ images: [{}] }]);
  });

  it.each([
    ['is long', { retryAfter: 60, count: 1 }],
    ['goes on', { retryAfter: 0 }],
  ])('does without the picture when a rate limit %s, and says so', async (_how, fault) => {
    const { adapter, slack, faults } = await start();
    faults.add({ target: 'slack/api/files', status: 429, ...fault });
    await adapter.post(toOps, chartMessage, { mark: 'm', signal });
    expect(textsIn(slack)).toEqual(['CPU: 12 % to 97 %, last 40 %\nThe picture could not be uploaded.']);
  });

  it('puts what did not fit into the thread as a file, in full', async () => {
    const { adapter, slack } = await start();
    const rows = Array.from({ length: 250 }, (_, index) => [{ text: `row ${index}` }, { text: '=1+1' }]);
    const columns = [
      { title: 'Name', align: 'left' as const },
      { title: 'Value', align: 'right' as const },
    ];
    await adapter.post(toOps, { summary: 'rows', blocks: [{ kind: 'table', columns, rows }] }, { mark: 'm', signal });
    const [message, file] = slack.messages.list({ channel: ops });
    expect(message?.text).toContain('99 of 250 rows shown; everything I have is in table.csv');
    expect(file).toMatchObject({ thread: message?.id, files: [{ name: 'table.csv' }] });
    const content = await (await fetch(file?.files[0]?.url ?? '')).text();
    expect(content.split('\r\n')).toHaveLength(252);
    expect(content).toContain("row 249,'=1+1");
  });

  it('gives a file a name that neither steers its display nor passes for a path', async () => {
    const { adapter, slack } = await start();
    const names = ['../..\u202egnp.exe', ' \n ', `${'n'.repeat(400)}.csv`];
    const blocks = names.map((name) => ({ kind: 'file', name, mediaType: 'text/csv', content: 'a,b' }) as const);
    await adapter.post(toOps, { summary: 'files', blocks }, { mark: 'm', signal });
    const shown = slack.messages.list({ channel: ops }).flatMap((one) => one.files.map((file) => file.name));
    expect(shown).toEqual(['.. ..gnp.exe', 'file', `${'n'.repeat(254)}…`]);
  });

  it('attaches what does not fit into a redrawn message too, in the same thread', async () => {
    const { adapter, slack } = await start();
    const root = await adapter.post(toOps, sentence('short'), { mark: 'm', signal });
    if (!root.ok || root.ref === undefined) throw new Error('not posted');
    await adapter.edit?.(root.ref, sentence('long '.repeat(1_000)), { signal });
    expect(slack.messages.list({ channel: ops }).at(-1)).toMatchObject({ thread: root.ref.id, files: [{ name: 'message.txt' }] });
  });

  it('finds a mark behind more than a page of other messages', async () => {
    const { adapter, slack } = await start();
    const root = await adapter.post(toOps, sentence('root'), { mark: 'root-1', signal });
    for (let count = 0; count < 250; count += 1) await slack.say({ user: 'ana', channel: 'ops', text: 'chatter' });
    expect(await adapter.find?.(toOps, 'root-1', { signal })).toEqual(root.ok ? root.ref : undefined);
  });

  it('finds a message again by its mark, in a channel and in a thread', async () => {
    const { adapter } = await start();
    const root = await adapter.post(toOps, sentence('root'), { mark: 'root-1', signal });
    if (!root.ok) throw new Error(root.reason);
    const thread = { ...toOps, thread: root.ref?.id };
    const reply = await adapter.post(thread, sentence('reply'), { mark: 'reply-1', signal });
    if (!reply.ok) throw new Error(reply.reason);
    expect(await adapter.find?.(toOps, 'root-1', { signal })).toEqual(root.ref);
    expect(await adapter.find?.(thread, 'reply-1', { signal })).toEqual(reply.ref);
    expect(await adapter.find?.(toOps, 'reply-1', { signal })).toBeUndefined();
    expect(await adapter.find?.(thread, 'nobody', { signal })).toBeUndefined();
  });
});

describe('when Slack does not take a message', () => {
  it('waits as long as Slack asks when it throttles', async () => {
    const { adapter, faults } = await start();
    faults.add({ target: 'slack/api/chat.postMessage', status: 429, retryAfter: 1, count: 1 });
    const delivery = await adapter.post(toOps, sentence('hello'), { mark: 'm', signal });
    expect(delivery).toMatchObject({ ok: false, certain: 'not sent', retry: { when: 'later', afterMs: 1_000 } });
    expect(await adapter.post(toOps, sentence('hello'), { mark: 'm', signal })).toMatchObject({ ok: true });
  });

  it('tells whoever looks for a mark that Slack failed, and when to look again', async () => {
    const { adapter, faults } = await start();
    const look = async () =>
      adapter.find?.(toOps, 'mark', { signal }).then(
        () => undefined,
        (error: unknown) => error,
      );
    faults.add({ target: 'slack/api/conversations', status: 503, count: 1 });
    expect(await look()).toMatchObject({ name: 'ProviderError', provider: 'Slack', retry: { when: 'later' } });
    faults.add({ target: 'slack/api/conversations', status: 429, retryAfter: 17, count: 1 });
    expect(await look()).toMatchObject({ name: 'ProviderError', retry: { when: 'later', afterMs: 17_000 } });
  });

  it('does not know the outcome after a server error; nothing is sent once it is to stop', async () => {
    const { adapter, faults, slack } = await start();
    faults.add({ target: 'slack/api/chat.postMessage', status: 503, count: 1 });
    expect(await adapter.post(toOps, sentence('hello'), { mark: 'm', signal })).toMatchObject({
      ok: false,
      certain: 'unknown',
      retry: { when: 'later' },
    });
    expect(await adapter.post(toOps, sentence('hello'), { mark: 'm', signal: AbortSignal.abort() })).toMatchObject({
      ok: false,
      certain: 'not sent',
    });
    expect(slack.messages.list({})).toEqual([]);
  });

  it('does not pass a fault of its own off as Slack’s', async () => {
    const time = { format: () => '', zoneName: () => '', isZone: () => true };
    const faulty = { ...time, format: () => JSON.parse('{') };
    const { adapter, slack } = await start({ adapter: { time: faulty } });
    const dated: Document = { summary: 'x', blocks: [{ kind: 'text', runs: [moment(0, 'UTC')] }] };
    await expect(adapter.post(toOps, dated, { mark: 'm', signal })).rejects.toThrow(SyntaxError);
    expect(slack.messages.list({})).toEqual([]);
  });

  it('says what to do when the bot is not in the channel, and that a message is gone', async () => {
    const { adapter } = await start();
    const outside = await adapter.post({ platform: 'slack', channel: '#random' }, sentence('hello'), { mark: 'm', signal });
    expect(outside).toMatchObject({ ok: false, certain: 'not sent', reason: expect.stringContaining('/invite @Tocsin') });
    const gone = await adapter.edit?.({ platform: 'slack', channel: ops, id: '1.000001' }, sentence('hello'), { signal });
    expect(gone).toMatchObject({ ok: false, certain: 'not sent', retry: { when: 'never' } });
  });

  it('is sure that nothing was sent when Slack cannot be reached', async () => {
    const { adapter } = await start({ start: 'not started', adapter: { apiUrl: 'http://127.0.0.1:2/slack/api/' } });
    const delivery = await adapter.post(toOps, sentence('hello'), { mark: 'm', signal });
    expect(delivery).toMatchObject({ ok: false, certain: 'not sent', retry: { when: 'later' } });
  });
});

describe('the check', () => {
  it('is content with a complete installation, one line for each permission', async () => {
    const { adapter } = await start({ start: 'not started' });
    const lines = await adapter.check({ signal });
    expect(lines.filter((line) => !line.ok)).toEqual([]);
    expect(lines.map((line) => line.what)).toContain('Slack permission files:write');
  });

  it('names each missing permission, what it is for and how to mend it', async () => {
    const { adapter } = await start({ start: 'not started', scopes: ['chat:write'] });
    const missing = (await adapter.check({ signal })).filter((one) => !one.ok);
    expect(missing.map((line) => line.what)).not.toContain('Slack permission chat:write');
    const files = missing.find((line) => line.what === 'Slack permission files:write');
    expect(files?.detail).toMatch(/missing: .*charts.*tocsin manifest slack/u);
  });

  it('names a wrong token', async () => {
    const { adapter } = await start({ start: 'not started', adapter: { botToken: 'xoxb-wrong', appToken: 'xapp-wrong' } });
    const lines = await adapter.check({ signal });
    expect(lines.map((line) => line.ok)).toEqual([false, false]);
    expect(lines[0]?.detail).toContain('token is not valid');
  });
});
