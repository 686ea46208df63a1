import type { EmulatedMessage } from '../../emulators/emulator.ts';
import type { Payload, SlackApp } from './slack-app.ts';

export const plain = (text: string): object => ({ type: 'plain_text', text });
export const option = (label: string): object => ({ text: plain(label), value: label.toLowerCase() });
export const input = (id: string, label: string, element: object, more: object = {}): object => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { action_id: 'value', ...element },
  ...more,
});
export const metric = input('metric', 'Metric', { type: 'external_select', min_query_length: 0 });
export const title = input('title', 'Title', { type: 'plain_text_input' }, { optional: true });
const range = input('range', 'Range', { type: 'static_select', options: [option('6h'), option('7d')], initial_option: option('6h') });
export const modal = (more: object = {}): object => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Draw a chart'),
  submit: plain('Draw'),
  blocks: [metric, title, range],
  ...more,
});

/** The trigger of a command that ana has just typed. */
export async function trigger(app: SlackApp): Promise<string> {
  await app.slack.say({ user: 'ana', channel: 'ops', text: '/tocsin chart' });
  return String((await app.next('slash_commands'))['trigger_id']);
}

/** Has ana open the modal; settles with the view as Slack answers it. */
export async function opened(app: SlackApp, view: object = modal()): Promise<Payload> {
  const { body } = await app.call('views.open', { trigger_id: await trigger(app), view });
  if (body['ok'] !== true) throw new Error(`Slack did not open the modal: ${JSON.stringify(body)}`);
  return body['view'];
}

export const modals = (app: SlackApp): readonly EmulatedMessage[] => app.slack.messages.list({}).filter((one) => one.surface === 'modal');
