import type { EmulatedForm, MessageLog } from '../emulator.ts';
import { type EmulatedUser, slackWorld } from '../world.ts';
import { SlackRefusal } from './answer.ts';
import { fieldOf, inputsOf, type State, stateOf } from './inputs.ts';
import { type Block, list, readBlocks, textOf, withBlockIds } from './readable.ts';
import type { Trigger } from './triggers.ts';

/** An open modal, or somebody's home page. */
export interface SlackView {
  readonly id: string;
  readonly kind: 'modal' | 'home';
  readonly user: EmulatedUser;
  /** Where it was opened from; "home" for the home page. */
  readonly channel: string;
  /** As the app sent it. */
  readonly content: Block;
  readonly blocks: readonly Block[];
  readonly hash: string;
  readonly state: State;
  /** What the app said about the fields when it was sent, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  /** What Slack said about the whole. */
  readonly trouble: string | undefined;
}

export interface ViewNeeds {
  readonly log: MessageLog;
  readonly nextId: (letter: string) => string;
  readonly nextTs: () => string;
  readonly fileUrl: (id: string) => string | undefined;
}

/** A modal may have two more on top of it. */
const mostStacked = 3;

/** The views people have open, each person's modals as a stack. */
export class SlackViews {
  readonly #views = new Map<string, SlackView>();
  readonly #stacks = new Map<string, string[]>();
  readonly #needs: ViewNeeds;

  constructor(needs: ViewNeeds) {
    this.#needs = needs;
  }

  get(id: string): SlackView | undefined {
    return this.#views.get(id);
  }

  byExternalId(id: string): SlackView | undefined {
    return [...this.#views.values()].find((one) => one.content['external_id'] === id);
  }

  home(user: EmulatedUser): SlackView | undefined {
    return [...this.#views.values()].find((one) => one.kind === 'home' && one.user.name === user.name);
  }

  /** The modal that the person sees, if any. */
  top(user: EmulatedUser): SlackView | undefined {
    return this.get(this.#stack(user).at(-1) ?? '');
  }

  /** A new modal in the place of whatever was open. */
  open(content: Block, { user, channel }: Trigger): SlackView {
    for (const id of this.#stack(user).toReversed()) this.#drop(id);
    return this.push(content, { user, channel });
  }

  /** On top of the one that is open. Throws SlackRefusal. */
  push(content: Block, { user, channel }: Pick<Trigger, 'user' | 'channel'>): SlackView {
    const stack = this.#stack(user);
    if (stack.length >= mostStacked) throw new SlackRefusal('push_limit_reached');
    const view = this.#fresh('modal', content, user, channel);
    this.#stacks.set(user.name, [...stack, view.id]);
    this.#show(view);
    const below = this.get(stack.at(-1) ?? '');
    if (below !== undefined) this.#show(below);
    return view;
  }

  publish(content: Block, user: EmulatedUser): SlackView {
    const old = this.home(user);
    if (old !== undefined) return this.replace(old, content);
    const view = this.#fresh('home', content, user, 'home');
    this.#show(view);
    return view;
  }

  /** Another content; what was filled in stays where the same input is still there. */
  replace(view: SlackView, content: Block): SlackView {
    const blocks = withBlockIds(list(content['blocks']));
    const replaced = { ...view, content, blocks, hash: this.#hash(), state: stateOf(blocks, view.state), errors: {}, trouble: undefined };
    this.#show(replaced);
    return replaced;
  }

  /** Somebody filled something in, or sending it failed. */
  change(view: SlackView, change: Partial<Pick<SlackView, 'state' | 'errors' | 'trouble'>>): SlackView {
    const changed = { ...view, ...change };
    this.#show(changed);
    return changed;
  }

  /** Closes the modal and shows the one below it. */
  close(view: SlackView): void {
    this.#drop(view.id);
    const below = this.top(view.user);
    if (below !== undefined) this.#show(below);
  }

  /** Closes all of the person's modals; gives back those that were open, the top one first. */
  clear(user: EmulatedUser): readonly SlackView[] {
    const open = this.#stack(user)
      .toReversed()
      .flatMap((id) => this.get(id) ?? []);
    for (const { id } of open) this.#drop(id);
    return open;
  }

  /** As answers and payloads show it. */
  wire(view: SlackView): Block {
    const stack = this.#stack(view.user);
    const before = stack[stack.indexOf(view.id) - 1];
    return {
      private_metadata: '',
      callback_id: '',
      external_id: '',
      clear_on_close: false,
      notify_on_close: false,
      ...(view.kind === 'modal' ? { close: null, submit: null } : {}),
      ...view.content,
      id: view.id,
      team_id: slackWorld.teamId,
      app_id: slackWorld.appId,
      app_installed_team_id: slackWorld.teamId,
      bot_id: slackWorld.botId,
      blocks: view.blocks,
      hash: view.hash,
      state: { values: view.state },
      root_view_id: stack[0] ?? view.id,
      previous_view_id: before ?? null,
    };
  }

  #stack(user: EmulatedUser): readonly string[] {
    return this.#stacks.get(user.name) ?? [];
  }

  #fresh(kind: SlackView['kind'], content: Block, user: EmulatedUser, channel: string): SlackView {
    const blocks = withBlockIds(list(content['blocks']));
    const id = this.#needs.nextId('V');
    return { id, kind, user, channel, content, blocks, hash: this.#hash(), state: stateOf(blocks), errors: {}, trouble: undefined };
  }

  #hash(): string {
    return `${this.#needs.nextTs().split('.')[0]}.${this.#needs.nextId('h')}`;
  }

  #drop(id: string): void {
    const view = this.#views.get(id);
    if (view === undefined) return;
    this.#views.delete(id);
    this.#stacks.set(
      view.user.name,
      this.#stack(view.user).filter((one) => one !== id),
    );
    this.#needs.log.remove(id);
  }

  #show(view: SlackView): void {
    this.#views.set(view.id, view);
    const read = readBlocks(view.blocks, this.#needs.fileUrl);
    const title = textOf(view.content['title']);
    this.#needs.log.put({
      id: view.id,
      channel: view.channel,
      thread: undefined,
      user: slackWorld.botName,
      ephemeralTo: view.user.name,
      text: [title, read.text, ...Object.values(view.errors), view.trouble ?? ''].filter((line) => line !== '').join('\n'),
      payload: view.content,
      images: read.images,
      files: [],
      buttons: read.buttons,
      edited: false,
      at: new Date(Math.floor(Number(this.#needs.nextTs()) * 1_000)).toISOString(),
      surface: view.kind,
      form: view.kind === 'modal' ? this.#form(view, title) : undefined,
    });
  }

  #form(view: SlackView, title: string): EmulatedForm {
    const { submit, close } = view.content;
    return {
      id: view.id,
      title,
      submit: submit === undefined ? undefined : textOf(submit),
      cancel: close === undefined ? 'Cancel' : textOf(close),
      fields: inputsOf(view.blocks)
        .filter((input) => input.inForm === 'in form')
        .map((input) => fieldOf(input, view.state, view.errors[input.blockId])),
      ...(view.trouble === undefined ? {} : { error: view.trouble }),
      ...(this.top(view.user)?.id === view.id ? {} : { covered: true }),
    };
  }
}
