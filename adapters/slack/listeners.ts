import type * as Bolt from '@slack/bolt';
import type { Log } from '../../src/core/ports.ts';
import { formCallback } from './modal.ts';
import { type Heard, readClick, readCommand, readHome, readSpoken } from './read-invocation.ts';
import { timelineShortcut } from './read-shortcut.ts';
import { slashCommand, spokenEvent } from './schema.ts';
import {
  type BlockSuggestion,
  blockActions,
  blockSuggestion,
  homeOpened,
  type MessageShortcut,
  messageShortcut,
  type ViewSubmission,
  viewSubmission,
} from './schema-interactive.ts';

/** Who is told of what Slack sends. What rejects is not acknowledged. */
export interface Ears {
  /** Settles when the command is accepted (and stored, where it changes state). */
  readonly hear: (heard: Heard) => Promise<void>;
  readonly hearShortcut: (shortcut: MessageShortcut) => Promise<void>;
  /** Settles with the modal that is to be shown on, or with undefined when it closes. */
  readonly hearForm: (sent: ViewSubmission) => Promise<Bolt.types.ModalView | undefined>;
  readonly suggest: (asked: BlockSuggestion) => Promise<readonly Bolt.types.PlainTextOption[]>;
}

export interface ListenerNeeds {
  readonly ears: Ears;
  readonly botUser: string;
  readonly log: Log;
}

/** What the person is told whose words could not be stored. */
export const notTaken = 'I could not take that down just now, so nothing was done. Please try again in a minute.';

/** What the bot listens to; the acknowledgement comes when its work is stored, and at once where there is none. */
export function addListeners(app: Bolt.App, needs: ListenerNeeds): void {
  // Bolt's default handler logs and swallows: then an event whose listener failed would be acknowledged.
  app.error(async (error) => {
    throw error;
  });
  listenToCommands(app, needs);
  listenToMessages(app, needs);
  listenToForms(app, needs);
}

function listenToCommands(app: Bolt.App, { ears, log }: ListenerNeeds): void {
  app.command(/.*/u, async ({ body, ack }) => {
    try {
      await ears.hear(readCommand(slashCommand.parse(body)));
      await ack();
    } catch (error) {
      // Slack never sends a slash command again, so its author has to know.
      log.error({ error }, 'a slash command could not be taken down');
      await ack({ response_type: 'ephemeral', text: notTaken });
    }
  });
  app.action({ type: 'block_actions' }, async ({ body, ack }) => {
    const click = blockActions.safeParse(body);
    // Sent again it would not be readable either; but it must not vanish without a trace.
    if (!click.success) log.warn({ error: click.error }, 'a click could not be read');
    const heard = click.success ? readClick(click.data) : undefined;
    if (heard !== undefined) await ears.hear(heard);
    await ack();
  });
  app.shortcut({ callback_id: timelineShortcut, type: 'message_action' }, async ({ body, ack }) => {
    await ears.hearShortcut(messageShortcut.parse(body));
    await ack();
  });
}

function listenToMessages(app: Bolt.App, { ears, botUser }: ListenerNeeds): void {
  const spoken = async ({ body }: { readonly body: unknown }): Promise<void> => {
    const event = spokenEvent.safeParse(body);
    const heard = event.success ? readSpoken(event.data, botUser) : undefined;
    if (heard !== undefined) await ears.hear(heard);
  };
  app.event('app_mention', spoken);
  app.message(spoken);
  app.event('app_home_opened', async ({ body }) => {
    const opened = homeOpened.safeParse(body);
    const heard = opened.success ? readHome(opened.data) : undefined;
    if (heard !== undefined) await ears.hear(heard);
  });
}

function listenToForms(app: Bolt.App, { ears, log }: ListenerNeeds): void {
  app.view({ callback_id: formCallback, type: 'view_submission' }, async ({ body, ack }) => {
    const view = await ears.hearForm(viewSubmission.parse(body));
    await (view === undefined ? ack() : ack({ response_action: 'update', view }));
  });
  app.view({ callback_id: formCallback, type: 'view_closed' }, async ({ ack }) => ack());
  app.options(/.*/u, async ({ body, ack }) => {
    const asked = blockSuggestion.safeParse(body);
    if (!asked.success) log.warn({ error: asked.error }, 'a search in a form could not be read');
    await ack({ options: asked.success ? [...(await ears.suggest(asked.data))] : [] });
  });
}
