import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackApp, silent, startSlackApp } from '../../test/harness/slack-app.ts';
import { input, modal, modals, opened, option, plain, title } from '../../test/harness/slack-views.ts';

let app: SlackApp;
beforeEach(async () => {
  app = await startSlackApp();
});
afterEach(() => app.stop());

describe('sending a modal', () => {
  it('brings the values by their blocks and closes it', async () => {
    const { id } = await opened(app, modal({ private_metadata: 'chart' }));
    app.on('block_suggestion', () => ({ options: [option('CPU'), option('CPU wait')] }));
    await app.slack.submit({ user: 'ana', form: String(id), values: { Metric: 'CPU', Title: 'Load' } });
    expect(await app.next('block_suggestion')).toMatchObject({ action_id: 'value', block_id: 'metric', value: 'CPU', view: { id } });
    expect(await app.next('view_submission')).toMatchObject({
      user: { id: 'U0ANA00001' },
      view: {
        id,
        private_metadata: 'chart',
        state: {
          values: {
            metric: { value: { type: 'external_select', selected_option: option('CPU') } },
            title: { value: { type: 'plain_text_input', value: 'Load' } },
            range: { value: { type: 'static_select', selected_option: option('6h') } },
          },
        },
      },
    });
    expect(modals(app)).toEqual([]);
  });

  it('shows the app’s errors beside the fields and keeps what was typed', async () => {
    const { id } = await opened(app);
    app.on('block_suggestion', () => ({ options: [option('CPU')] }));
    app.on('view_submission', () => ({ response_action: 'errors', errors: { title: 'Too long.' } }));
    await app.slack.submit({ user: 'ana', form: String(id), values: { Metric: 'CPU', Title: 'Load' } });
    expect(modals(app)).toMatchObject([
      { form: { fields: [{ value: 'CPU' }, { label: 'Title', value: 'Load', error: 'Too long.' }, { value: '6h' }] } },
    ]);
  });

  it('does not ask the app while something required is missing', async () => {
    const { id } = await opened(app);
    await app.slack.submit({ user: 'ana', form: String(id), values: { Title: 'Load' } });
    expect(modals(app)[0]?.form?.fields[0]).toMatchObject({ error: 'Please complete this required field.' });
    expect(app.envelopes.some((one) => one.payload?.['type'] === 'view_submission')).toBe(false);
  });

  it.each([
    ['nothing within three seconds', silent],
    ['errors of a field that is not there', { response_action: 'errors', errors: { colour: 'Red.' } }],
    ['a view that is not valid', { response_action: 'update', view: modal({ title: plain('x'.repeat(25)) }) }],
    ['an action that does not exist', { response_action: 'explode' }],
  ])('says that it had trouble when the app answers %s', async (_what, answer) => {
    const { id } = await opened(app, modal({ blocks: [title] }));
    app.on('view_submission', () => answer);
    await app.slack.submit({ user: 'ana', form: String(id), values: {} });
    expect(modals(app)).toMatchObject([{ form: { error: 'We had some trouble connecting. Try again?' } }]);
  });

  it('can be answered with another view, one on top, or an end to all', async () => {
    const { id } = await opened(app, modal({ blocks: [title] }));
    const send = async (answer: object): Promise<readonly (string | undefined)[]> => {
      app.on('view_submission', () => answer);
      await app.slack.submit({ user: 'ana', form: modals(app).at(-1)?.id ?? '', values: {} });
      return modals(app).map((one) => one.form?.title);
    };
    expect(await send({ response_action: 'update', view: modal({ title: plain('Second'), blocks: [title] }) })).toEqual(['Second']);
    expect(modals(app)[0]?.id).toBe(id);
    const pushed = await send({ response_action: 'push', view: modal({ title: plain('Third'), blocks: [title] }) });
    expect(new Set(pushed)).toEqual(new Set(['Second', 'Third']));
    await app.slack.submit({ user: 'ana', form: modals(app).find((one) => one.form?.covered !== true)?.id ?? '', values: {} });
    app.on('view_submission', () => ({ response_action: 'clear' }));
    await app.slack.submit({ user: 'ana', form: modals(app).find((one) => one.form?.covered !== true)?.id ?? '', values: {} });
    expect(modals(app)).toEqual([]);
  });

  it('tells the app that it was closed only where it asked', async () => {
    const quiet = await opened(app, modal({ blocks: [title] }));
    await app.slack.close?.({ user: 'ana', form: String(quiet['id']) });
    const told = await opened(app, modal({ blocks: [title], notify_on_close: true }));
    await app.slack.close?.({ user: 'ana', form: String(told['id']) });
    expect(await app.next('view_closed')).toMatchObject({ is_cleared: false, view: { id: told['id'] } });
    expect(modals(app)).toEqual([]);
    expect(app.slack.messages.list({ deleted: true }).filter((one) => one.deleted === true)).toHaveLength(2);
  });
});

describe('a select that acts at once', () => {
  it('keeps what was chosen, and tells the app', async () => {
    const zones = { type: 'static_select', action_id: 'zone', placeholder: plain('Zone'), options: [option('Berlin'), option('Lagos')] };
    const view = await opened(app, modal({ blocks: [{ type: 'actions', block_id: 'zones', elements: [zones] }] }));
    await app.slack.click({ user: 'ana', message: String(view['id']), button: 'Zone', option: 'Lagos' });
    expect(await app.next('block_actions')).toMatchObject({
      actions: [{ selected_option: { value: 'lagos' } }],
      view: { state: { values: { zones: { zone: { selected_option: { value: 'lagos' } } } } } },
    });
  });
});

describe('searching while typing', () => {
  it('offers what the app answers, also under headings', async () => {
    const { id } = await opened(app);
    app.on('block_suggestion', () => ({ option_groups: [{ label: plain('App Service'), options: [option('CPU')] }] }));
    expect(await app.slack.search({ user: 'ana', form: String(id), field: 'Metric', typed: 'cp' })).toEqual([
      { label: 'CPU', group: 'App Service' },
    ]);
  });

  it('does not ask before as much is typed as the select wants', async () => {
    const { id } = await opened(app, modal({ blocks: [input('metric', 'Metric', { type: 'external_select' })] }));
    expect(await app.slack.search({ user: 'ana', form: String(id), field: 'Metric', typed: 'cp' })).toEqual([]);
  });

  it.each([
    ['nothing', silent],
    ['too many', { options: Array.from({ length: 101 }, (_, index) => option(`o${index}`)) }],
    ['an empty label', { options: [option('')] }],
  ])('says so when the app answers %s', async (_what, answer) => {
    const { id } = await opened(app);
    app.on('block_suggestion', () => answer);
    const searched = app.slack.search({ user: 'ana', form: String(id), field: 'Metric', typed: 'cpu' });
    await expect(searched).rejects.toThrow('The choices could not be loaded');
  });
});
