import { jsonArg, requiredArg, SlackRefusal, stringArg } from './answer.ts';
import type { SlackFile } from './files.ts';
import { type Method, newMessage, reachable } from './methods-chat.ts';
import { list, stringOf } from './readable.ts';
import type { SlackWorkspace } from './workspace.ts';

/** `uploadUrl`: where a ticket's bytes go. `slowPictures`: how often a new picture is not ready to be shown. */
export function fileMethods(uploadUrl: (id: string) => string, slowPictures: number): Readonly<Record<string, Method>> {
  return {
    'files.getUploadURLExternal': (args, workspace) => {
      const name = requiredArg(args, 'filename');
      const length = Number(requiredArg(args, 'length'));
      if (!Number.isInteger(length) || length <= 0) throw new SlackRefusal('invalid_arguments', ['[ERROR] length must be above 0']);
      const file = workspace.files.add({ id: workspace.nextId('F'), name, length, alt: stringArg(args, 'alt_txt'), unready: slowPictures });
      return { upload_url: uploadUrl(file.id), file_id: file.id };
    },
    'files.completeUploadExternal': (args, workspace) => {
      const entries = list(jsonArg(args, 'files', 'invalid_arguments'));
      const wanted = entries.map((entry) => stringOf(entry['id']));
      if (wanted.length === 0) throw new SlackRefusal('invalid_arguments', ['[ERROR] missing required field: files']);
      const channel = stringArg(args, 'channel_id') === undefined ? undefined : reachable(args, workspace, 'channel_id');
      const files = wanted.map((id) => uploaded(id, workspace));
      files.forEach((file, index) => {
        file.completed = true;
        file.title = stringOf(entries[index]?.['title']) || file.name;
        if (channel !== undefined) file.channels.add(channel.id);
      });
      if (channel !== undefined) {
        const text = stringArg(args, 'initial_comment') ?? '';
        const payload = { files: files.map(({ id, name }) => ({ id, name })), text };
        const more = { threadTs: stringArg(args, 'thread_ts'), files: wanted, payload };
        workspace.put(newMessage(workspace, channel.id, { text, blocks: [] }, more));
      }
      return { files: files.map((file) => workspace.files.wire(file)) };
    },
    'files.info': (args, workspace) => {
      const file = workspace.files.get(requiredArg(args, 'file', 'file_not_found'));
      if (file?.completed !== true) throw new SlackRefusal('file_not_found');
      const answer = { file: workspace.files.wire(file) };
      // Slack goes on looking at it, however often it is asked.
      if (file.unready > 0) file.unready -= 1;
      return answer;
    },
    'files.delete': (args, workspace) => {
      const file = workspace.files.get(requiredArg(args, 'file', 'file_not_found'));
      if (file?.completed !== true) throw new SlackRefusal('file_not_found');
      workspace.files.remove(file.id);
      return {};
    },
  };
}

function uploaded(id: string, workspace: SlackWorkspace): SlackFile {
  const file = workspace.files.get(id);
  if (file === undefined) throw new SlackRefusal('file_not_found');
  if (file.content === undefined) throw new SlackRefusal('file_update_failed');
  return file;
}
