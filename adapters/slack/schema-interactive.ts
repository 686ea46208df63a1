import type { types } from '@slack/bolt';
import { z } from 'zod';

/** What Slack sends when people click, send a form, search in one or use a message's menu; only what is used is kept. */

/** Who did something, as far as it is told with it; `team`: the workspace they do it from. */
export interface Speaker {
  readonly id: string;
  readonly name: string | undefined;
  readonly team?: string | undefined;
}

const person = z
  .object({ id: z.string(), username: z.string().optional(), name: z.string().optional(), team_id: z.string().optional() })
  .transform((wire): Speaker => ({ id: wire.id, name: wire.username ?? wire.name, team: wire.team_id }));

const channel = z.object({ id: z.string(), name: z.string().optional() });

const chosen = z.object({ value: z.string(), text: z.object({ text: z.string() }).optional() });
const inputState = z.object({ value: z.string().nullish(), selected_option: chosen.nullish() });
const state = z.object({ values: z.record(z.string(), z.record(z.string(), inputState)) });

/** A field as it was filled in; `label` is what a chosen option says. */
export interface Input {
  readonly block: string;
  readonly value: string;
  readonly label: string | undefined;
}

const blockId = z.array(z.object({ block_id: z.string().optional() }));

/** In the order in which the fields are shown: that of the keys of an object is nothing Slack promises. */
function inputsOf(filled: z.output<typeof state> | undefined, shown: z.output<typeof blockId> | undefined): readonly Input[] {
  const order = new Map((shown ?? []).map((block, index) => [block.block_id, index]));
  const placeOf = (input: Input): number => order.get(input.block) ?? order.size;
  return Object.entries(filled?.values ?? {})
    .map(([block, values]) => {
      const all = Object.values(values);
      return {
        block,
        value: all.map((input) => input.selected_option?.value ?? input.value ?? '').join(' '),
        label: all[0]?.selected_option?.text?.text,
      };
    })
    .toSorted((one, other) => placeOf(one) - placeOf(other));
}

const clickedAction = z
  .object({
    action_id: z.string(),
    action_ts: z.string(),
    value: z.string().optional(),
    selected_option: z.object({ value: z.string() }).nullish(),
  })
  .transform((action) => ({ id: action.action_id, at: action.action_ts, command: action.selected_option?.value ?? action.value }));

/** Where a click was: on a message, on somebody's home page, or in a modal, whose elements send nothing by themselves. */
type ClickedOn =
  | {
      readonly kind: 'message';
      readonly channel: z.output<typeof channel>;
      readonly id: string;
      readonly thread: string | undefined;
      readonly seenBy: 'all' | 'one';
    }
  | { readonly kind: 'home' }
  | { readonly kind: 'modal' };

export const blockActions = z
  .object({
    user: person,
    trigger_id: z.string().optional(),
    channel: channel.optional(),
    container: z.object({ message_ts: z.string().optional(), thread_ts: z.string().optional(), is_ephemeral: z.boolean().optional() }),
    message: z.object({ thread_ts: z.string().optional(), blocks: blockId.optional() }).optional(),
    view: z.object({ type: z.string(), blocks: blockId.optional(), state: state.optional() }).optional(),
    response_url: z.string().optional(),
    actions: z.array(clickedAction).min(1),
    state: state.optional(),
  })
  .transform((wire) => ({
    user: wire.user,
    on: clickedOn(wire),
    trigger: wire.trigger_id,
    responseUrl: wire.response_url,
    actions: wire.actions,
    inputs: inputsOf(wire.state ?? wire.view?.state, wire.message?.blocks ?? wire.view?.blocks),
  }));

function clickedOn(wire: {
  readonly channel?: z.output<typeof channel> | undefined;
  readonly container: {
    readonly message_ts?: string | undefined;
    readonly thread_ts?: string | undefined;
    readonly is_ephemeral?: boolean | undefined;
  };
  readonly message?: { readonly thread_ts?: string | undefined } | undefined;
  readonly view?: { readonly type: string } | undefined;
}): ClickedOn {
  const { message_ts: id, thread_ts: thread, is_ephemeral: hidden } = wire.container;
  if (wire.channel !== undefined && id !== undefined)
    return {
      kind: 'message',
      channel: wire.channel,
      id,
      thread: wire.message?.thread_ts ?? thread,
      seenBy: hidden === true ? 'one' : 'all',
    };
  return { kind: wire.view?.type === 'home' ? 'home' : 'modal' };
}

const label = z
  .object({ text: z.string() })
  .nullish()
  .transform((wire) => wire?.text ?? '');

export const viewSubmission = z
  .object({
    user: person,
    trigger_id: z.string().optional(),
    view: z.object({
      id: z.string(),
      hash: z.string().default(''),
      private_metadata: z.string(),
      title: label,
      submit: label,
      // Our own, as we sent them: they are sent back when the form is to stay open.
      blocks: z.array(z.custom<types.KnownBlock>((value) => typeof value === 'object' && value !== null)),
      state,
    }),
  })
  .transform(({ user, trigger_id, view }) => ({
    user,
    trigger: trigger_id,
    view: { id: view.id, hash: view.hash, metadata: view.private_metadata, title: view.title, submit: view.submit, blocks: view.blocks },
    inputs: inputsOf(view.state, view.blocks),
  }));

/** Somebody types into a field whose choices we look up. */
export const blockSuggestion = z
  .object({ user: person, action_id: z.string(), value: z.string().default('') })
  .transform((wire) => ({ user: wire.user, field: wire.action_id, typed: wire.value }));

/** An entry of the menu of a message was used. */
export const messageShortcut = z
  .object({
    user: person,
    channel,
    trigger_id: z.string(),
    response_url: z.string().optional(),
    message: z.object({
      ts: z.string(),
      thread_ts: z.string().optional(),
      user: z.string().optional(),
      username: z.string().optional(),
      text: z.string().default(''),
      files: z.array(z.object({ name: z.string().nullish() })).optional(),
    }),
  })
  .transform(({ user, message, ...wire }) => ({
    user,
    channel: wire.channel,
    trigger: wire.trigger_id,
    responseUrl: wire.response_url,
    message: {
      id: message.ts,
      thread: message.thread_ts,
      /** An app that posts under a name of its own has no id. */
      author: { id: message.user, name: message.username },
      text: message.text,
      files: (message.files ?? []).map((one) => one.name ?? 'a file'),
    },
  }));

export const homeOpened = z
  .object({ event_id: z.string(), event: z.object({ user: z.string(), channel: z.string(), tab: z.string().default('home') }) })
  .transform(({ event_id, event }) => ({ id: event_id, user: event.user, channel: event.channel, tab: event.tab }));

export type BlockActions = z.output<typeof blockActions>;
export type ViewSubmission = z.output<typeof viewSubmission>;
export type BlockSuggestion = z.output<typeof blockSuggestion>;
export type MessageShortcut = z.output<typeof messageShortcut>;
export type HomeOpened = z.output<typeof homeOpened>;
