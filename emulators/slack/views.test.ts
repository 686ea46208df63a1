import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackApp, startSlackApp, wholeManifest } from '../../test/harness/slack-app.ts';
import { input, modal, modals, opened, option, plain, title, trigger } from '../../test/harness/slack-views.ts';

let app: SlackApp;
beforeEach(async () => {
  app = await startSlackApp();
});
afterEach(() => app.stop());

describe('opening a modal', () => {
  it('takes a trigger once', async () => {
    const id = await trigger(app);
    expect((await app.call('views.open', { trigger_id: id, view: modal() })).body).toMatchObject({
      ok: true,
      view: { id: expect.stringMatching(/^V/u), hash: expect.any(String), callback_id: 'form', state: { values: {} } },
    });
    expect((await app.call('views.open', { trigger_id: id, view: modal() })).body).toMatchObject({ error: 'exchanged_trigger_id' });
    expect((await app.call('views.open', { trigger_id: 'x', view: modal() })).body).toMatchObject({ error: 'invalid_trigger_id' });
  });

  it('takes it for three seconds only', async () => {
    const id = await trigger(app);
    await app.clock.advance(3_500);
    expect((await app.call('views.open', { trigger_id: id, view: modal() })).body).toMatchObject({ error: 'expired_trigger_id' });
    expect(modals(app)).toEqual([]);
  });

  it('shows it to the one who asked, with its fields', async () => {
    const view = await opened(app);
    expect(modals(app)).toMatchObject([
      {
        id: view['id'],
        channel: 'C0OPS00001',
        ephemeralTo: 'ana',
        text: expect.stringContaining('Draw a chart'),
        form: {
          title: 'Draw a chart',
          submit: 'Draw',
          fields: [
            { label: 'Metric', kind: 'search', required: true },
            { label: 'Title', kind: 'text', required: false },
            { label: 'Range', kind: 'select', options: ['6h', '7d'], value: '6h' },
          ],
        },
      },
    ]);
  });

  it.each([
    ['a title of 25 characters', { title: plain('x'.repeat(25)) }, '/view/title/text'],
    ['no title', { title: undefined }, '/view/title'],
    ['inputs without a submit button', { submit: undefined }, '/view'],
    ['101 blocks', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }, '/view/blocks'],
    ['metadata of 3,001 characters', { private_metadata: 'x'.repeat(3_001) }, '/view/private_metadata'],
    ['a table', { blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] }, '/view/blocks/0/type'],
    ['something it does not know', { colour: 'red' }, '/view'],
    ['an input that is none', { blocks: [input('a', 'A', { type: 'button', text: plain('x') })] }, '/view/blocks/0/element'],
    ['two blocks of one id', { blocks: [title, title] }, '/view/blocks/1/block_id'],
    [
      'an initial option that is none of its options',
      { blocks: [input('a', 'A', { type: 'static_select', options: [option('x')], initial_option: option('y') })] },
      '/view/blocks/0/element/initial_option',
    ],
  ])('refuses %s, saying where', async (_what, change, pointer) => {
    const { body } = await app.call('views.open', { trigger_id: await trigger(app), view: modal(change) });
    expect(body).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: expect.arrayContaining([expect.stringContaining(`[json-pointer:${pointer}]`)]) },
    });
  });
});

describe('changing what is open', () => {
  it('takes an update for the state the app has seen', async () => {
    const { id, hash } = await opened(app);
    const update = (given: string, text: string) =>
      app.call('views.update', { view_id: id, hash: given, view: modal({ title: plain(text) }) });
    expect((await update(String(hash), 'Second')).body).toMatchObject({ ok: true });
    expect((await update(String(hash), 'Third')).body).toMatchObject({ error: 'hash_conflict' });
    expect(modals(app).map((one) => one.form?.title)).toEqual(['Second']);
    expect((await app.call('views.update', { view_id: 'V0', view: modal() })).body).toMatchObject({ error: 'not_found' });
  });

  it('stacks three at most, of which the last is seen', async () => {
    const button = { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More'), value: 'x' }] };
    await opened(app, modal({ blocks: [button] }));
    for (const expected of ['Second', 'Third', undefined]) {
      const top = modals(app).find((one) => one.form?.covered !== true);
      await app.slack.click({ user: 'ana', message: top?.id ?? '', button: 'More' });
      const clicked = await app.next('block_actions');
      expect(clicked).toMatchObject({ container: { type: 'view', view_id: top?.id }, view: { id: top?.id } });
      expect(clicked).not.toHaveProperty('channel');
      expect(clicked).not.toHaveProperty('response_url');
      const view = modal({ title: plain(expected ?? 'Fourth'), blocks: [button] });
      const { body } = await app.call('views.push', { trigger_id: clicked['trigger_id'], view });
      if (expected === undefined) expect(body).toMatchObject({ error: 'push_limit_reached' });
      else expect(body).toMatchObject({ ok: true, view: { previous_view_id: top?.id } });
    }
    expect(modals(app).filter((one) => one.form?.covered !== true)).toMatchObject([{ form: { title: 'Third' } }]);
    const [first] = modals(app);
    await expect(app.slack.click({ user: 'ana', message: first?.id ?? '', button: 'More' })).rejects.toThrow('on top');
  });
});

describe('the home page', () => {
  const home = { type: 'home', blocks: [{ type: 'header', text: plain('Services') }] };

  it('is opened by a person and published by the app', async () => {
    await app.slack.openHome?.('ana');
    expect(await app.next('app_home_opened')).toMatchObject({ user: 'U0ANA00001', tab: 'home' });
    expect((await app.call('views.publish', { user_id: 'U0ANA00001', view: home })).body).toMatchObject({ ok: true });
    expect(app.slack.messages.list({ channel: 'home' })).toMatchObject([{ surface: 'home', ephemeralTo: 'ana', text: 'Services' }]);
  });

  it('sends clicks without a channel', async () => {
    const buttons = { type: 'actions', elements: [{ type: 'button', action_id: 'again', text: plain('Refresh'), value: 'home' }] };
    await app.call('views.publish', { user_id: 'U0ANA00001', view: { type: 'home', blocks: [buttons] } });
    const [page] = app.slack.messages.list({ channel: 'home' });
    await app.slack.click({ user: 'ana', message: page?.id ?? '', button: 'Refresh' });
    const clicked = await app.next('block_actions');
    expect(clicked).toMatchObject({ container: { type: 'view' }, view: { id: page?.id, type: 'home' }, actions: [{ value: 'home' }] });
    expect(clicked).not.toHaveProperty('channel');
    expect((await app.call('views.open', { trigger_id: clicked['trigger_id'], view: modal() })).body).toMatchObject({ ok: true });
    expect(modals(app)).toMatchObject([{ channel: 'home', ephemeralTo: 'ana' }]);
    await expect(app.slack.click({ user: 'ben', message: page?.id ?? '', button: 'Refresh' })).rejects.toThrow('no message');
  });

  it('keeps its id when it is published again', async () => {
    await app.call('views.publish', { user_id: 'U0ANA00001', view: home });
    await app.call('views.publish', { user_id: 'U0ANA00001', view: home });
    await app.call('views.publish', { user_id: 'U0BEN00001', view: home });
    expect(app.slack.messages.list({ channel: 'home' }).map((one) => one.ephemeralTo)).toEqual(['ana', 'ben']);
  });

  it('is not there for an app whose manifest does not switch it on', async () => {
    await app.stop();
    app = await startSlackApp({ manifest: { ...wholeManifest, homeTab: 'off' } });
    expect((await app.call('views.publish', { user_id: 'U0ANA00001', view: home })).body).toMatchObject({ error: 'not_enabled' });
    await expect(app.slack.openHome?.('ana')).rejects.toThrow('no home page');
  });
});
