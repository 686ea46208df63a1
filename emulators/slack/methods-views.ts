import { type Args, jsonArg, requiredArg, SlackRefusal, stringArg } from './answer.ts';
import type { Method } from './methods-chat.ts';
import { type Block, isBlock } from './readable.ts';
import type { Triggers } from './triggers.ts';
import { validateView } from './validate-view.ts';
import type { SlackView } from './views.ts';
import { type SlackWorkspace, userById } from './workspace.ts';

/** Slack's largest view, characters of JSON. */
const mostCharacters = 250_000;

/** Modals and home pages. `homeTab`: whether the app's manifest has one. */
export function viewMethods(triggers: Triggers, homeTab: 'on' | 'off'): Readonly<Record<string, Method>> {
  return {
    'views.open': (args, workspace) => {
      const view = readView(args, 'modal', workspace);
      unlikeOthers(view, workspace);
      return shown(workspace.views.open(view, triggers.take(requiredArg(args, 'trigger_id'))), workspace);
    },
    'views.push': (args, workspace) => {
      const view = readView(args, 'modal', workspace);
      unlikeOthers(view, workspace);
      const trigger = triggers.take(requiredArg(args, 'trigger_id'));
      if (trigger.view === undefined || workspace.views.get(trigger.view) === undefined) throw new SlackRefusal('not_found');
      return shown(workspace.views.push(view, trigger), workspace);
    },
    'views.update': (args, workspace) => {
      const content = readView(args, 'modal', workspace);
      const id = stringArg(args, 'view_id');
      const external = stringArg(args, 'external_id');
      if ((id === undefined) === (external === undefined))
        throw new SlackRefusal('invalid_arguments', ['[ERROR] provide either view_id or external_id']);
      const old = id === undefined ? workspace.views.byExternalId(external ?? '') : workspace.views.get(id);
      if (old?.kind !== 'modal') throw new SlackRefusal('not_found');
      unchanged(old, args);
      return shown(workspace.views.replace(old, content), workspace);
    },
    'views.publish': (args, workspace) => {
      const user = userById(requiredArg(args, 'user_id'));
      if (user === undefined) throw new SlackRefusal('invalid_user_id');
      if (homeTab === 'off') throw new SlackRefusal('not_enabled');
      const content = readView(args, 'home', workspace);
      const old = workspace.views.home(user);
      if (old !== undefined) unchanged(old, args);
      return shown(workspace.views.publish(content, user), workspace);
    },
  };
}

/** Throws SlackRefusal for what Slack would not show. */
export function readView(args: Args, kind: 'modal' | 'home', { files }: Pick<SlackWorkspace, 'files'>): Block {
  const view = jsonArg(args, 'view', 'invalid_arguments');
  const faults = validateView(view, kind, (id) => files.takesPicture(id));
  if (!isBlock(view) || faults.length > 0) throw new SlackRefusal('invalid_arguments', faults);
  if (JSON.stringify(view).length > mostCharacters) throw new SlackRefusal('view_too_large');
  return view;
}

function unlikeOthers(view: Block, { views }: SlackWorkspace): void {
  const id = view['external_id'];
  if (typeof id === 'string' && id !== '' && views.byExternalId(id) !== undefined) throw new SlackRefusal('duplicate_external_id');
}

/** A hash says which state of the view the app has seen. */
function unchanged(old: SlackView, args: Args): void {
  const hash = stringArg(args, 'hash');
  if (hash !== undefined && hash !== old.hash) throw new SlackRefusal('hash_conflict');
}

function shown(view: SlackView, workspace: SlackWorkspace): Readonly<Record<string, unknown>> {
  return { view: workspace.views.wire(view) };
}
